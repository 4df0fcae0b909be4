import {propertyColumns, readProperties, readValue, sortedLines} from './rows-values.ts'

/** Values of the columns that can be compared, as numbers; 0 is empty. Equal numbers: equal values. */
export type Values = readonly number[]

interface Table {
  readonly header: readonly string[]
  readonly records: readonly (readonly string[])[]
  readonly titleColumn: number
}

/**
 * What records and pages say of themselves besides their title, in the columns that can be compared: those
 * in which pages write what the cells say. Where at most half of the values are shared, the export writes
 * the column in two ways (or not at all, as in HTML), and it says nothing about who is who.
 */
export class Evidence {
  readonly ofRecord: readonly Values[]
  readonly ofPage: readonly Values[]
  /** A value that every untouched row has: a checkbox not ticked. */
  private readonly idle: Values

  constructor(table: Table, blocks: readonly string[]) {
    const names = propertyColumns(table.header, table.titleColumn)
    const properties = blocks.map(block => readProperties(block, names))
    const columns = [...names.values()].map(column => {
      const numbers = new Numbers()
      const records = table.records.map(record => numbers.of(record[column] ?? ''))
      const pages = properties.map(values => numbers.of(values.get(column) ?? ''))
      return {records, pages, idle: numbers.of('No')}
    })
    const told = columns.filter(({records, pages}) => isShared(records, pages))
    this.ofRecord = table.records.map((_, record) => told.map(column => column.records[record]!))
    const asRead = blocks.map((_, page) => told.map(column => column.pages[page]!))
    this.ofPage = this.readAgain(asRead, blocks, table, names)
    this.idle = told.map(column => column.idle)
  }

  /**
   * A line of a value can look like another property, and then the page was read as a row that does not
   * exist. If only one kind of row is written with just these lines, the page says what that says.
   */
  private readAgain(
    asRead: readonly Values[],
    blocks: readonly string[],
    {records}: Table,
    names: ReadonlyMap<string, number>,
  ): readonly Values[] {
    const real = new Set(this.ofRecord.map(values => values.join()))
    if (asRead.every(values => real.has(values.join()))) return asRead
    const byLines = new Map<string, Values | undefined>()
    records.forEach((record, i) => {
      const filled = [...names].filter(([, column]) => (record[column] ?? '') !== '')
      const lines = sortedLines(filled.map(([name, column]) => `${name}: ${record[column]}`).join('\n'))
      const values = this.ofRecord[i]!
      const isNew = !byLines.has(lines) || byLines.get(lines)?.join() === values.join()
      byLines.set(lines, isNew ? values : undefined)
    })
    return asRead.map((values, page) => {
      return real.has(values.join()) ? values : (byLines.get(sortedLines(blocks[page]!)) ?? values)
    })
  }

  /** Whether at least two properties are filled, and one of them by somebody. */
  isTelling(values: Values): boolean {
    const filled = values.filter(value => value !== 0).length
    return filled >= 2 && values.some((value, column) => value !== 0 && value !== this.idle[column])
  }
}

/** In how many columns both say the same, be it nothing. */
export function countEqual(a: Values, b: Values): number {
  let count = 0
  for (let i = 0; i < a.length; i++) if (a[i] === b[i]) count++
  return count
}

/**
 * Whether two of one title are not the same: at least two properties differ, one of them in what it says,
 * and more say something else than agree. A single one can be written in two ways, and those that one side
 * lacks may have been lost.
 */
export function isRefuted(a: Values, b: Values): boolean {
  let agree = 0
  let missing = 0
  let conflict = 0
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) agree += Number(a[i] !== 0)
    else if (a[i] === 0 || b[i] === 0) missing++
    else conflict++
  }
  return conflict > agree && conflict + missing >= 2
}

/** Numbers for the values of a column. Each text is read once: columns repeat themselves. */
class Numbers {
  private readonly numbers = new Map<string, number>([['', 0]])
  private next = 1

  of(text: string): number {
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    const value = readValue(text)
    const number = this.numbers.get(value) ?? this.next++
    this.numbers.set(value, number)
    if (text !== value) this.numbers.set(text, number)
    return number
  }
}

/** Whether the side with fewer filled values finds at least half of them on the other. */
function isShared(records: Values, pages: Values): boolean {
  const there = new Set(records)
  const here = new Set(pages)
  there.delete(0)
  here.delete(0)
  let shared = 0
  for (const value of here) if (there.has(value)) shared++
  return shared > 0 && shared * 2 >= Math.min(there.size, here.size)
}
