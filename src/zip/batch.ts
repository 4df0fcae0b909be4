/** Takes bytes in order; the promise is the back-pressure. */
export interface ByteSink {
  /** The bytes are the sink's until it is done, and may be overwritten then. */
  write(bytes: Uint8Array): Promise<void>
}

/** Small pieces wait until there are this many bytes. */
const BATCH = 1 << 20

/**
 * Makes few large writes of many small ones: a page takes two of a few hundred bytes. While one is under way
 * the next is filled, in two pieces of memory that take turns: a new one for each megabyte would keep the
 * garbage collector busy.
 */
export class Batch {
  readonly #out: ByteSink
  #bytes = new Uint8Array(BATCH)
  #filled = 0
  #other = new Uint8Array(BATCH)
  #underWay: Promise<void> | undefined

  constructor(out: ByteSink) {
    this.#out = out
  }

  /**
   * Wait for the promise, if there is one, before the next call and before the bytes are overwritten. A sink that fails is told of at the next
   * but one at the latest, or when everything is flushed.
   */
  write(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#filled + bytes.length > BATCH) return this.#overflow(bytes)
    this.#bytes.set(bytes, this.#filled)
    this.#filled += bytes.length
    return undefined
  }

  /** All has been written when it resolves. */
  async flush(): Promise<void> {
    await this.#send()
    await this.#underWay
  }

  async #overflow(bytes: Uint8Array): Promise<void> {
    await this.#send()
    if (bytes.length < BATCH) this.write(bytes)
    else {
      await this.#begin(bytes)
      // They are the caller's again when this resolves.
      await this.#underWay
    }
  }

  async #send(): Promise<void> {
    if (this.#filled === 0) return
    const bytes = this.#bytes.subarray(0, this.#filled)
    await this.#begin(bytes)
    ;[this.#bytes, this.#other] = [this.#other, this.#bytes]
    this.#filled = 0
  }

  /** One after the other. What goes wrong is told to whoever waits for it next. */
  async #begin(bytes: Uint8Array): Promise<void> {
    await this.#underWay
    this.#underWay = this.#out.write(bytes)
    this.#underWay.catch(() => {})
  }
}
