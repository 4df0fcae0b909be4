import type {Column} from './database.ts'
import {isBlank, type Line, lineAt} from './lines.ts'
import {type Names, namesOf, type Start} from './property-names.ts'
import {endOfCell} from './property-value.ts'

/** A property of a row's page: `Name: value`. UTF-16 units of the page. */
export interface Property {
  /** Its place among the columns of the database. */
  readonly column: number
  readonly start: number
  readonly valueStart: number
  /** End of the value, without the newline. */
  readonly end: number
}

/** The properties between the title and the body. Lines that no column explains lie between them. */
export interface Properties {
  readonly start: number
  /** End of the last line, without the newline. */
  readonly end: number
  readonly properties: readonly Property[]
}

/**
 * The property block of a row's page (format notes, 3.2), undefined when it has none. `cells` is the record
 * of the row when it is known: the page repeats its cells, so values are followed over lines, even blank
 * ones, and what only looks like a property is left alone. Without it a value takes the lines up to the next
 * name, and the block ends at the first blank line.
 */
export function findProperties(
  text: string,
  columns: readonly Column[],
  cells?: readonly string[],
): Properties | undefined {
  const start = endOfTitle(text, columns, cells)
  if (start === undefined) return undefined
  const page: Page = {text, names: namesOf(columns), cells, seen: new Set()}
  const properties: Property[] = []
  let end = start
  for (let at = start; at < text.length; at = lineAt(text, end).next) {
    const line = lineAt(text, at)
    if (isBlank(text, line)) break
    const property = readProperty(page, line)
    if (property) {
      page.seen.add(property.column)
      properties.push(property)
    } else if (properties.length === 0) return undefined
    // Old exports leave hidden columns out of the CSV, but not out of the page.
    end = property ? property.end : line.end
  }
  return properties.length === 0 ? undefined : {start, end, properties}
}

interface Page {
  readonly text: string
  readonly names: Names
  readonly cells: readonly string[] | undefined
  /** Columns whose property was found: none comes twice. */
  readonly seen: Set<number>
}

/** The title of the page is one heading, one blank line below it; a title can run over lines. */
function endOfTitle(
  text: string,
  columns: readonly Column[],
  cells: readonly string[] | undefined,
): number | undefined {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0
  if (!text.startsWith('# ', start)) return undefined
  const cell = cells?.[columns.findIndex(column => column.kind === 'title')]
  const end = (cell?.includes('\n') ? endOfCell(text, start + 2, cell) : undefined) ?? lineAt(text, start).end
  const heading = lineAt(text, end)
  if (heading.next === heading.end) return undefined
  const blank = lineAt(text, heading.next)
  return blank.start === blank.end && blank.next > blank.end ? blank.next : undefined
}

/** The longest name that fits wins, but one whose cell stands behind it beats all. */
function readProperty(page: Page, line: Line): Property | undefined {
  const starts = startsAt(page, line)
  for (const start of starts) {
    const cell = page.cells?.[start.column] ?? ''
    const end = cell === '' ? undefined : endOfKnown(page, start, cell)
    if (end !== undefined) return propertyAt(start, line, end)
  }
  // An empty property is omitted: behind the title, such a line is the body's.
  const isFirst = page.seen.size === 0
  const start = starts.find(({column}) => isFilled(page, column)) ?? (isFirst ? undefined : starts[0])
  if (start === undefined) return undefined
  return propertyAt(start, line, endOfUnknown(page, start.column, line))
}

function propertyAt({column, valueStart}: Start, {start}: Line, end: number): Property {
  return {column, start, valueStart, end}
}

/** Properties that a line can begin: none twice, and never the title. */
function startsAt({text, names, seen}: Page, line: Line): Start[] {
  return names.at(text, line, seen)
}

/** Whether the record has something to show; anything goes when it is not known. */
function isFilled({cells}: Page, column: number): boolean {
  return cells === undefined || (cells[column] ?? '') !== ''
}

/**
 * The end of a value that repeats the cell. Notion trims the block as a whole, so blank lines at the end of a
 * cell are there only when a property follows them.
 */
function endOfKnown(page: Page, {column, valueStart}: Start, cell: string): number | undefined {
  const {text} = page
  const end = endOfCell(text, valueStart, cell)
  const tail = cell.slice(cell.trimEnd().length)
  if (end === undefined || !tail.includes('\n')) return end
  let last = lineAt(text, end)
  let blanks = tail.split('\n').length - 1
  while (blanks > 0 && last.next < text.length && isBlank(text, lineAt(text, last.next))) {
    last = lineAt(text, last.next)
    blanks--
  }
  if (last.next >= text.length || last.end === end) return end
  const follows = startsAt(page, lineAt(text, last.next)).some(
    start => start.column !== column && isFilled(page, start.column),
  )
  return follows ? last.end : end
}

/** The end of a value that nothing is known about: before a blank line or the next property. */
function endOfUnknown(page: Page, column: number, first: Line): number {
  const {text} = page
  let last = first
  while (last.next < text.length) {
    const line = lineAt(text, last.next)
    if (isBlank(text, line)) break
    if (startsAt(page, line).some(start => start.column !== column && isFilled(page, start.column))) break
    last = line
  }
  return last.end
}
