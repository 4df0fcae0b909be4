import type {DateFormat} from './dates.ts'
import type {Id, Records} from './model.ts'

/** What a column holds, by the evidence of all its cells; Markdown exports state no types. */
export type ColumnKind = 'title' | 'checkbox' | 'number' | 'date' | 'relation' | 'files' | 'list' | 'text'

/** A property of a database. */
export interface Column {
  /** As in the header, without a byte order mark. */
  readonly name: string
  readonly kind: ColumnKind
  /** Of a date column whose format is certain. */
  readonly format?: DateFormat
}

/** One record and the page that it is. */
export interface Row {
  /** Values in the order of the columns; missing ones at the end are `''`. */
  readonly cells: readonly string[]
  /** Entry of the row's page; undefined when it has none, or when it is not certain which. */
  readonly page?: number
}

/** A database as its CSV of all rows tells it. */
export interface Database {
  readonly id: Id
  /** Entry of that CSV. */
  readonly entry: number
  readonly columns: readonly Column[]
  /** Index of the column that holds the titles of the rows. */
  readonly titleColumn: number
  readonly rows: Rows
}

/** The rows of a database, in the order of its CSV. Each is made when somebody asks for it. */
export class Rows {
  readonly length: number
  readonly #records: Records
  readonly #columns: number
  /** By row; -1 for none. */
  readonly #pages: Int32Array

  /** `pageOf`: by row. */
  constructor(records: Records, columns: number, pageOf: readonly (number | undefined)[]) {
    this.length = pageOf.length
    this.#records = records
    this.#columns = columns
    this.#pages = Int32Array.from(pageOf, page => page ?? -1)
  }

  /** `index` lies inside the length. */
  at(index: number): Row {
    const page = this.pageAt(index)
    return {cells: this.cellsAt(index), ...(page !== undefined && {page})}
  }

  cellsAt(index: number): readonly string[] {
    // The header is no row.
    const cells = this.#records.at(index + 1)
    while (cells.length < this.#columns) cells.push('')
    return cells.length > this.#columns ? cells.slice(0, this.#columns) : cells
  }

  pageAt(index: number): number | undefined {
    const page = this.#pages[index]!
    return page < 0 ? undefined : page
  }
}

/** The names in the header of a CSV: the first one can have a byte order mark. */
export function columnNames(header: readonly string[]): string[] {
  return header.map(name => name.replace(/^\ufeff/, ''))
}
