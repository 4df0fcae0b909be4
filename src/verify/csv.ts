import {parse} from 'csv-parse/sync'

/**
 * The records of a CSV, the header first; empty lines are none. Undefined when the parser gives up, as it does
 * on a quote that nothing closes. `isGuarded`: a `'` before what begins like a formula (`--csv-safe`) is left out.
 */
export function readCsv(text: string, isGuarded = false): string[][] | undefined {
  try {
    return parse(text, {
      bom: true,
      ...(isGuarded && {cast: withoutGuard}),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    })
  } catch {
    return undefined
  }
}

function withoutGuard(cell: string): string {
  return /^'[\t\r\n]*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell) ? cell.slice(1) : cell
}

/** A page or database that a cell names. */
export interface Target {
  /** UTF-16 units of the cell; brackets around are no part of it. */
  readonly start: number
  readonly end: number
  readonly href: string
}

/** What in a cell can be a link: runs without white space, without brackets and punctuation around. */
export function* runsOf(cell: string): Generator<Target> {
  for (const {0: run, index} of cell.matchAll(/\S+/g)) {
    let end = run.length
    while (end > 0 && ',.;:!?\'"'.includes(run[end - 1]!)) end--
    const start = run[0] === '(' ? 1 : 0
    if (end > start && run[end - 1] === ')') end--
    if (end > start) yield {start: index + start, end: index + end, href: run.slice(start, end)}
  }
}

/** Whether a cell is `Title (target)`, or targets alone, joined by `, `, and nothing else. */
export function isList(cell: string, targets: readonly Target[]): boolean {
  let at = 0
  for (const {start, end} of targets) {
    const isBracketed = cell[start - 1] === '(' && cell[end] === ')'
    const before = cell.slice(at, isBracketed ? start - 1 : start)
    if (isBracketed ? before !== '' && !before.endsWith(' ') : before !== '') return false
    at = isBracketed ? end + 1 : end
    if (at === cell.length) return targets.length > 0
    if (!cell.startsWith(', ', at)) return false
    at += 2
  }
  return false
}

/** Whether a cell may name a page or a file, and so reads otherwise now; all else is the person's own. */
export function mayName(cell: string): boolean {
  return /[0-9a-f]{32}|[%/]|\.[0-9a-z]{1,8}\b/i.test(cell)
}
