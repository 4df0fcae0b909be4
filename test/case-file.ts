import {readFileSync} from 'node:fs'

/** A story in one file: what goes in, what must come out, what the person is told. */
export interface CaseFile {
  readonly about: string
  readonly options: Record<string, unknown>
  readonly parts: readonly Map<string, string>[]
  readonly out: ReadonlyMap<string, string>
  /** `code path: detail`, in the order of the report. */
  readonly problems: readonly string[]
}

/**
 * Sections start with `-- name --`. `in/…` and `in2/…` are the files of the first and second part, `out/…`
 * those of the result, all of them; `options` is JSON; `problems` one a line. A file has no newline at its
 * end, as Notion writes it.
 *
 * So that a person can read ids, `<1a>` stands for 1a repeated to 32 digits, and `<abcd..ef12>` for an id
 * with these ends. `\u{1112}` is that character, in names too. A line `=` before the text of a CSV asks for
 * Notion's byte order mark and CRLF.
 */
export function readCase(path: string): CaseFile {
  const [about = '', ...sections] = expand(readFileSync(path, 'utf8')).split(/^-- (.+) --\n/m)
  const parts: Map<string, string>[] = []
  const out = new Map<string, string>()
  let options = {}
  let problems: string[] = []
  for (let i = 0; i + 1 < sections.length; i += 2) {
    const name = sections[i]!
    const body = sections[i + 1]!.replace(/\n$/, '')
    const part = /^in(\d*)\/(.+)$/s.exec(name)
    if (part) {
      const number = Number(part[1] || 1) - 1
      parts[number] ??= new Map()
      parts[number].set(part[2]!, content(body))
    } else if (name.startsWith('out/')) out.set(name.slice(4), content(body))
    else if (name === 'options') options = JSON.parse(body)
    else if (name === 'problems') problems = body.split('\n').filter(line => line !== '')
    else throw new Error(`${path}: what is "${name}"?`)
  }
  return {about: about.trim(), options, parts, out, problems}
}

function expand(text: string): string {
  return text
    .replace(/<([0-9a-f]{2})>/g, (_, pair: string) => pair.repeat(16))
    .replace(
      /<([0-9a-f]{4})\.\.([0-9a-f]{4})>/g,
      (_, first: string, last: string) => first + '0'.repeat(24) + last,
    )
    .replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
}

function content(body: string): string {
  return body.startsWith('=\n') ? '\ufeff' + body.slice(2).replaceAll('\n', '\r\n') : body
}
