/** Whether two streams hold the same bytes, however they are cut into chunks. */
export async function sameBytes(
  left: AsyncIterable<Uint8Array>,
  right: AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const a = new Bytes(left)
  const b = new Bytes(right)
  try {
    for (;;) {
      const [x, y] = [await a.peek(), await b.peek()]
      if (x.length === 0 || y.length === 0) return x.length === y.length
      const length = Math.min(x.length, y.length)
      for (let at = 0; at < length; at++) if (x[at] !== y[at]) return false
      a.skip(length)
      b.skip(length)
    }
  } finally {
    await a.close()
    await b.close()
  }
}

class Bytes {
  private readonly chunks: AsyncIterator<Uint8Array>
  private rest: Uint8Array = new Uint8Array()

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]()
  }

  /** What comes next; empty at the end only. */
  async peek(): Promise<Uint8Array> {
    while (this.rest.length === 0) {
      const {done, value} = await this.chunks.next()
      if (done) break
      this.rest = value
    }
    return this.rest
  }

  skip(length: number): void {
    this.rest = this.rest.subarray(length)
  }

  async close(): Promise<void> {
    await this.chunks.return?.()
  }
}
