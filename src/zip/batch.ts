/** Takes bytes in order; the promise is the back-pressure. */
export interface ByteSink {
  /** The bytes are the sink's from here on: nobody writes to them again. */
  write(bytes: Uint8Array): Promise<void>
}

/** Small pieces wait until there are this many bytes. */
const BATCH = 1 << 18

/** Makes few large writes of many small ones: a page takes two of a few hundred bytes. */
export class Batch {
  readonly #out: ByteSink
  #bytes = new Uint8Array(BATCH)
  #filled = 0

  constructor(out: ByteSink) {
    this.#out = out
  }

  /** Wait for the promise, if there is one, before the next call. */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#filled + bytes.length > BATCH) return this.#overflow(bytes)
    this.#bytes.set(bytes, this.#filled)
    this.#filled += bytes.length
    return undefined
  }

  async flush(): Promise<void> {
    if (this.#filled === 0) return
    const bytes = this.#bytes.subarray(0, this.#filled)
    // A new one, since the sink may keep the old.
    this.#bytes = new Uint8Array(BATCH)
    this.#filled = 0
    await this.#out.write(bytes)
  }

  async #overflow(bytes: Uint8Array): Promise<void> {
    await this.flush()
    if (bytes.length >= BATCH) await this.#out.write(bytes)
    else this.write(bytes)
  }
}
