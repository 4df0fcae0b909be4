import {CELL, type Doc, type Link, type Piece, RECORD, type Value} from './laws-pieces.ts'

/** Reading what was written, with readers of our own: paths, pages as pieces, hrefs. */

const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$) *(?:\.|$)/i

/** What Windows refuses in a path, or what is too long for it. */
export function pathFaults(path: string, maxPath: number): string[] {
  const faults: string[] = []
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  if (path.length > maxPath) faults.push(`${path.length} units`)
  if (folder.length > maxPath - 12) faults.push(`folder of ${folder.length} units`)
  for (const segment of path.split('/')) {
    if (segment === '') faults.push('empty segment')
    if (/[<>:"|?*\\]|\p{Cc}|\p{Surrogate}/u.test(segment)) faults.push('forbidden character')
    if (/^ |[ .]$/.test(segment)) faults.push('space or dot at an end')
    if (RESERVED.test(segment)) faults.push('device name')
    if (segment !== segment.normalize('NFC')) faults.push('not NFC')
    if (new TextEncoder().encode(segment).length > 240) faults.push('more than 240 bytes')
  }
  return faults.map(fault => `${fault}: ${path}`)
}

/** Paths that some file system takes for one; also a file where another path has a folder. */
export function meetings(paths: Iterable<string>): string[] {
  const folds = [
    (path: string) => path.normalize('NFC').toLowerCase(),
    (path: string) => path.normalize('NFC').toUpperCase(),
  ]
  const found: string[] = []
  const seen = folds.map(() => new Map<string, {spelt: string; isFile: boolean}>())
  const add = (spelt: string, isFile: boolean) => {
    for (const [i, fold] of folds.entries()) {
      const other = seen[i]!.get(fold(spelt))
      if (!other) seen[i]!.set(fold(spelt), {spelt, isFile})
      else if (other.isFile || isFile || other.spelt !== spelt) found.push(`${other.spelt} = ${spelt}`)
    }
  }
  for (const path of paths) {
    const segments = path.split('/')
    segments.forEach((_, i) => {
      add(segments.slice(0, i + 1).join('/'), i === segments.length - 1)
    })
  }
  return found
}

/** A page as plain text; the cells of a CSV unquoted, as in {@link Doc.pieces}. */
export function plainText(format: Doc['format'], text: string): string {
  if (format !== 'csv') return text
  let plain = text.startsWith('\ufeff') ? '\ufeff' : ''
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r]*))(,|\r\n|$)/y
  cell.lastIndex = plain.length
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    plain += match[1]?.replaceAll('""', '"') ?? match[2]
    if (match[3] === '') break
    plain += match[3] === ',' ? CELL : RECORD
  }
  return plain
}

/**
 * The links of a page that was written, in the order of `pieces`: what stands between their texts. A string says
 * where the text is not as it was.
 */
export function linksBetween(pieces: readonly Piece[], plain: string): string[] | string {
  const links: string[] = []
  const texts: string[] = ['']
  for (const piece of pieces) {
    if (typeof piece !== 'string') texts.push('')
    else texts[texts.length - 1] += piece
  }
  if (!plain.startsWith(texts[0]!)) return `the start is ${JSON.stringify(plain.slice(0, texts[0]!.length))}`
  let at = texts[0]!.length
  for (const [i, text] of texts.entries()) {
    if (i === 0) continue
    const isLast = i === texts.length - 1
    const end = isLast ? plain.length - text.length : plain.indexOf(text, at)
    if (end < at || !plain.startsWith(text, end))
      return `${JSON.stringify(text)} is not in ${JSON.stringify(plain.slice(at, at + 400))}`
    links.push(plain.slice(at, end))
    at = end + text.length
  }
  if (at !== plain.length) return `more at the end: ${JSON.stringify(plain.slice(at))}`
  return links
}

/** A link taken apart. */
export interface ReadLink {
  readonly hrefs: readonly string[]
  readonly label: string
  /** Everything else, which must not change. */
  readonly frame: string
}

export function readLink(form: (Link | Value)['form'], written: string): ReadLink | undefined {
  if (form === 'bare' || form === 'value') return {hrefs: [written], label: '', frame: ''}
  if (form === 'inline' || form === 'image') {
    const match = /^(!?\[)(.*)\]\((.*)\)$/s.exec(written)
    return match ? {hrefs: [match[3]!], label: match[2]!, frame: match[1]!} : undefined
  }
  const hrefs: string[] = []
  let label = ''
  let frame = written.replace(/ ((?:href|src|data-notion-image)=)"([^"]*)"/g, (_, name, value) => {
    hrefs.push(unescaped(value))
    return ` ${name}""`
  })
  if (form === 'index') {
    frame = frame.replace(/>(.*)<\/a>$/, (_, text) => {
      label = unescaped(text)
      return '></a>'
    })
  }
  return {hrefs, label, frame}
}

/** What a browser makes of a relative link in the file at `path`; undefined when it leads out of the archive. */
export function openLink(path: string, href: string): {path: string; block: string} | undefined {
  if (/[\s()\\]/.test(href)) return undefined
  const root = 'http://archive.invalid/'
  const url = new URL(href, root + path.split('/').map(encodeURIComponent).join('/'))
  if (url.search !== '' || !url.href.startsWith(root)) return undefined
  return {path: decodeURIComponent(url.pathname.slice(1)), block: url.hash.slice(1)}
}

/** From one file to another. */
export function relativePath(from: string, to: string): string {
  const left = from.split('/').slice(0, -1)
  const right = to.split('/')
  while (left.length > 0 && right.length > 1 && left[0] === right[0]) {
    left.shift()
    right.shift()
  }
  return [...left.map(() => '..'), ...right].join('/')
}

/** The one way in which links to files are written: `encodeURI`, plus what readers differ on. */
export function writtenLink(from: string, to: string): string {
  return encodeURI(relativePath(from, to))
    .replace(/[()#?]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/&(?=#?\w+;)/g, '%26')
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
}
