import type {Figures} from '../io.ts'

/** Figures by entry. An object for each, in a map, would take seven times as much memory. */
export class FiguresByEntry {
  readonly #sizes: Float64Array
  readonly #checksums: Uint32Array

  constructor(entries: number) {
    this.#sizes = new Float64Array(entries)
    this.#checksums = new Uint32Array(entries)
  }

  set(entry: number, {size, crc32}: Figures): void {
    this.#sizes[entry] = size
    this.#checksums[entry] = crc32
  }

  /** Those that were set; zeros where none were. */
  get(entry: number): Figures {
    return {size: this.#sizes[entry]!, crc32: this.#checksums[entry]!}
  }
}
