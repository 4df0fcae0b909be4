/** Bytes that one chunk holds, unless a record is longer. */
const CHUNK = 1 << 16

/** Many small records, kept until they are written: an object for each would be larger than the record. */
export class Pile {
  readonly #full: Uint8Array[] = []
  #open = new Uint8Array(CHUNK)
  #filled = 0
  #count = 0

  get count(): number {
    return this.#count
  }

  add(record: Uint8Array): void {
    if (this.#filled + record.length > this.#open.length) {
      this.#full.push(this.#open.subarray(0, this.#filled))
      this.#open = new Uint8Array(Math.max(CHUNK, record.length))
      this.#filled = 0
    }
    this.#open.set(record, this.#filled)
    this.#filled += record.length
    this.#count++
  }

  /** All records, one behind the other. */
  *chunks(): Generator<Uint8Array> {
    yield* this.#full
    yield this.#open.subarray(0, this.#filled)
  }
}
