import type {Records} from './model.ts'
import {ownText} from './own-text.ts'
import {type Cell, csvCells} from './rewrite/csv-cells.ts'

/**
 * The records of a CSV, kept as they are written, and taken apart when somebody asks: as
 * lists of cells they take three times the memory, and there can be a hundred thousand.
 */
export class WrittenRecords implements Records {
  readonly #written: readonly string[]

  /** `text` without the memory that it shares with anything. */
  constructor(text: string) {
    this.#written = Array.from(csvCells(text), record => ownText(written(text, record)))
  }

  get count(): number {
    return this.#written.length
  }

  at(index: number): string[] {
    const written = this.#written[index]
    return written === undefined ? [] : valuesOf(written)
  }

  *[Symbol.iterator](): Generator<string[]> {
    for (const written of this.#written) yield valuesOf(written)
  }
}

function written(text: string, record: readonly Cell[]): string {
  return text.slice(record[0]!.start, record[record.length - 1]!.end)
}

function valuesOf(written: string): string[] {
  // From the first unit on: what looks like a byte order mark here is part of a cell.
  const [record = []] = csvCells(written, 0)
  return record.map(({value}) => value)
}
