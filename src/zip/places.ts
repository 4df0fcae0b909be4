import type {ZipEntry} from './model.ts'

/** What the directory says about an entry's place, to hold its local header against. */
export interface Place {
  readonly nameBytes: Uint8Array
  readonly flags: number
  readonly method: number
  /** Where the next entry or the directory begins: the entry must end before. */
  readonly limit: number
}

const utf8 = new TextEncoder()

/** In the order of the archive, one value for each local header. */
export interface Columns {
  readonly offsets: Float64Array
  readonly flags: Uint16Array
  readonly methods: Uint16Array
  /** By the offset of the local header: names that are not just the UTF-8 of the path, which few are. */
  readonly names: ReadonlyMap<number, Uint8Array>
}

/**
 * The places of all entries. Columns of numbers, found by halving: an object for each entry, and a map to
 * find it by, would take ten times as much memory.
 */
export class Places {
  readonly #columns: Columns
  readonly #directoryStart: number
  /** Where the data begins, as far as it is known. */
  readonly #starts: Float64Array

  constructor(columns: Columns, directoryStart: number) {
    this.#columns = columns
    this.#directoryStart = directoryStart
    this.#starts = new Float64Array(columns.offsets.length).fill(Number.NaN)
  }

  /** The offset of the first local header; of the directory, when there is none. */
  get first(): number {
    return this.#limit(-1)
  }

  placeOf({path, headerOffset}: ZipEntry): Place {
    const {names, flags, methods} = this.#columns
    const at = this.#find(path, headerOffset)
    return {
      nameBytes: names.get(headerOffset) ?? utf8.encode(path),
      flags: flags[at]!,
      method: methods[at]!,
      limit: this.#limit(at),
    }
  }

  /** Where the next entry or the directory begins. */
  limitOf({path, headerOffset}: ZipEntry): number {
    return this.#limit(this.#find(path, headerOffset))
  }

  /** Where the entry's data begins, if somebody has found that out. */
  startOf({path, headerOffset}: ZipEntry): number | undefined {
    const start = this.#starts[this.#find(path, headerOffset)]!
    return Number.isNaN(start) ? undefined : start
  }

  setStart({path, headerOffset}: ZipEntry, start: number): void {
    this.#starts[this.#find(path, headerOffset)] = start
  }

  #limit(at: number): number {
    return this.#columns.offsets[at + 1] ?? this.#directoryStart
  }

  #find(path: string, headerOffset: number): number {
    const {offsets} = this.#columns
    let low = 0
    let high = offsets.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (offsets[middle]! < headerOffset) low = middle + 1
      else high = middle
    }
    if (offsets[low] !== headerOffset) throw new Error(`entry "${path}" is not of this archive`)
    return low
  }
}
