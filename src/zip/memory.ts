/** Bytes that are kept to be used again: what is under way at once fits, and little is held for nothing. */
const MOST_KEPT = 16 << 20

/** Pieces are multiples of this, so that one that held a batch fits the next. */
const STEP = 1 << 18

/**
 * Memory that is used again. What is read and inflated lives too long for V8's quick collection of young objects,
 * and each time that enough of it was left behind, all of the heap was looked through: of 22,000 entries that cost
 * a twentieth of the processor's time.
 */
export class Memory {
  #kept: ArrayBuffer[] = []
  #bytes = 0

  /** `length` bytes, which hold anything. They are the caller's. */
  take(length: number): Uint8Array<ArrayBuffer> {
    let best: ArrayBuffer | undefined
    for (const buffer of this.#kept) {
      if (buffer.byteLength < length) continue
      if (best === undefined || buffer.byteLength < best.byteLength) best = buffer
    }
    if (best === undefined) return new Uint8Array(new ArrayBuffer(Math.ceil(length / STEP) * STEP), 0, length)
    this.#remove(best)
    return new Uint8Array(best, 0, length)
  }

  /** All memory that `bytes` lies in was taken here, and nobody looks at any of it again. */
  give({buffer}: Uint8Array<ArrayBuffer>): void {
    // Given twice, it would be taken by two.
    if (this.#kept.includes(buffer)) throw new Error('memory was given back before')
    if (buffer.byteLength === 0) return
    this.#kept.push(buffer)
    this.#bytes += buffer.byteLength
    // The oldest ones, which may be of an odd size.
    while (this.#bytes > MOST_KEPT) this.#remove(this.#kept[0]!)
  }

  #remove(buffer: ArrayBuffer): void {
    this.#kept.splice(this.#kept.indexOf(buffer), 1)
    this.#bytes -= buffer.byteLength
  }
}
