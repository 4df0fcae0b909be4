/** Where the cells of a CSV are. RFC 4180, as Notion writes it and as people's tools change it. */

/** A cell: `text.slice(start, end)` is it as written, quotes included; `value` what it says. */
export interface Cell {
  readonly start: number
  readonly end: number
  readonly value: string
  readonly quoted: boolean
}

const COMMA = 44
const QUOTE = 34
const CR = 13
const LF = 10

/**
 * All cells from `start` on, a record at a time, since a large CSV has millions. Positions are UTF-16 units of
 * `text`. A byte order mark belongs to no cell; an empty line is no record; a quote inside an unquoted cell is
 * text, and text behind a closing quote belongs to the cell, so that nothing that stands in the file is lost.
 */
export function* csvCells(text: string, start = startOf(text)): Generator<Cell[]> {
  let record: Cell[] = []
  let at = start
  while (at < text.length || record.length > 0) {
    const cell = readCell(text, at)
    record.push(cell)
    at = cell.end
    if (text.charCodeAt(at) === COMMA) {
      at++
      continue
    }
    if (record.length > 1 || cell.end > cell.start) yield record
    record = []
    if (text.charCodeAt(at) === CR) at++
    if (text.charCodeAt(at) === LF) at++
  }
}

/** Behind a byte order mark. */
function startOf(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0
}

/** A value as a cell; quoted when it must be, or when it was. */
export function writeCell(value: string, quoted = false): string {
  return quoted || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}

function readCell(text: string, start: number): Cell {
  if (text.charCodeAt(start) !== QUOTE) {
    const end = endOfPlain(text, start)
    return {start, end, value: text.slice(start, end), quoted: false}
  }
  let close = text.indexOf('"', start + 1)
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2)
  if (close < 0) close = text.length
  const end = endOfPlain(text, Math.min(close + 1, text.length))
  const value = text.slice(start + 1, close).replaceAll('""', '"') + text.slice(close + 1, end)
  return {start, end, value, quoted: true}
}

function endOfPlain(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === COMMA || unit === LF || unit === CR) return at
  }
  return text.length
}
