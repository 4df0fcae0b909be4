/** A GFM table read by the judge's own rules: cells with their pipes back, still Markdown inside. */

export interface Table {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What stands behind the table. */
  readonly rest: string
}

const DELIMITER = /^\|(?: *:?-+:? *\|)+$/

export function readTable(text: string): Table | undefined {
  const lines = text.split('\n')
  const at = lines.findIndex(
    (line, i) => i > 0 && DELIMITER.test(line.trim()) && lines[i - 1]!.startsWith('|'),
  )
  if (at < 0) return undefined
  const end = lines.findIndex((line, i) => i > at && !line.startsWith('|'))
  const rows = lines.slice(at + 1, end < 0 ? lines.length : end).map(cellsOf)
  const header = cellsOf(lines[at - 1]!)
  const isWhole = lines[at]!.split('|').length - 2 === header.length
  return isWhole ? {header, rows, rest: end < 0 ? '' : lines.slice(end).join('\n')} : undefined
}

/** A backslash before a pipe is the table's, whatever stands before the backslash. */
function cellsOf(line: string): string[] {
  const cells = line.trim().split(/(?<!\\)\|/)
  return cells
    .slice(1, cells.at(-1) === '' ? -1 : cells.length)
    .map(cell => cell.trim().replaceAll('\\|', '|'))
}
