import {lineAt} from './lines.ts'

/**
 * Where the text of a cell ends that stands in a page at `start`, without the blank lines at the end of the
 * cell; undefined when something else stands there. Spaces at the ends of lines do not count, nor does the
 * folder of a path: pages and CSVs lie in different ones (format notes, 4.5).
 */
export function endOfCell(text: string, start: number, cell: string): number | undefined {
  const core = cell.trimEnd()
  // Most pages repeat their cells letter by letter.
  let end = start + cell.length
  if (core === cell && text[end] === '\n' && text.startsWith(cell, start)) return end
  for (let at = 0, from = start; at <= core.length; ) {
    if (at > 0 && from >= text.length) return undefined
    const written = lineAt(text, from)
    const wanted = lineAt(core, at)
    if (!isSame(text.slice(from, written.end), core.slice(at, wanted.end))) return undefined
    end = written.end
    if (wanted.next === wanted.end) break
    at = wanted.next
    from = written.next
  }
  return end
}

function isSame(written: string, wanted: string): boolean {
  const a = written.trimEnd()
  const b = wanted.trimEnd()
  return a === b || (mayLead(a) && mayLead(b) && isSameButFolders(a, b))
}

function mayLead(line: string): boolean {
  return line.includes('/') || line.includes('.') || line.includes('%')
}

/** Run by run, since all but the paths are mostly equal. White space counts. */
export function isSameButFolders(a: string, b: string): boolean {
  let runA = 0
  let runB = 0
  for (let i = 0, j = 0; i < a.length || j < b.length; i++, j++) {
    if (a.charCodeAt(i) !== b.charCodeAt(j)) {
      i = endOfRun(a, i)
      j = endOfRun(b, j)
      if (!isSameRun(a.slice(runA, i), b.slice(runB, j)) || a[i] !== b[j]) return false
    }
    if (isSpace(a.charCodeAt(i))) {
      runA = i + 1
      runB = j + 1
    }
  }
  return true
}

/** Most paths end alike, whatever they begin with but the bracket. */
function isSameRun(a: string, b: string): boolean {
  const slash = a.lastIndexOf('/')
  if (slash >= 0 && isBracketed(a) === isBracketed(b) && b.endsWith(a.slice(slash))) return true
  return withoutFolder(a) === withoutFolder(b)
}

function isBracketed(run: string): boolean {
  return run.startsWith('(')
}

const ID = /^(\(?).*([0-9a-f]{32})(?:\.(?:md|csv|html)|\?pvs=\d+)?([),.;:!?'"]*)$/s

/** A target by its id alone, a path by its last segment. */
function withoutFolder(run: string): string {
  const page = ID.exec(run)
  return page ? page.slice(1).join('') : run.slice(run.lastIndexOf('/') + 1)
}

function endOfRun(text: string, start: number): number {
  let at = start
  while (at < text.length && !isSpace(text.charCodeAt(at))) at++
  return at
}

/** As regular expressions have it. */
function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 9 && code <= 13)
  return /\s/.test(String.fromCharCode(code))
}
