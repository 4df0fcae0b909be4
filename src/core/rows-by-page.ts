import type {Database} from './database.ts'
import type {Databases} from './databases.ts'

/** Which row of which database a page is. Two lists of numbers: an object for each page, in a map, would be large. */
export class RowsByPage {
  readonly #databases: readonly Database[]
  /** By entry: place in the list above, counted from 1; 0 for a page that is no record's. */
  readonly #numbers: Int32Array
  /** By entry. */
  readonly #rows: Int32Array

  constructor(entries: number, {byId}: Databases) {
    this.#databases = [...byId.values()]
    this.#numbers = new Int32Array(entries)
    this.#rows = new Int32Array(entries)
    this.#databases.forEach(({rows}, number) => {
      for (let at = 0; at < rows.length; at++) {
        const page = rows.pageAt(at)
        if (page === undefined) continue
        this.#numbers[page] = number + 1
        this.#rows[page] = at
      }
    })
  }

  databaseOf(page: number): Database | undefined {
    return this.#databases[this.#numbers[page]! - 1]
  }

  /** Its cells; undefined for a page that is no record's. */
  cellsOf(page: number): readonly string[] | undefined {
    return this.databaseOf(page)?.rows.cellsAt(this.#rows[page]!)
  }
}
