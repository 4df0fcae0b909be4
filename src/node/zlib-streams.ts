import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createDeflateRaw, createInflateRaw} from 'node:zlib'
import {unreadable} from '../zip/check.ts'
import {Damage, type Inflating} from '../zip/codec.ts'
import {LEVEL} from './zlib.ts'

/** What does not fit in memory. zlib's streams work beside the main thread by themselves. */

export function inflateStream(chunks: AsyncIterable<Uint8Array>): Inflating {
  const zlib = createInflateRaw({chunkSize: 1 << 18})
  let failure: {readonly error: unknown} | undefined
  const source = async function* () {
    try {
      yield* chunks
    } catch (error) {
      failure = {error}
      throw error
    }
  }
  const inflated = async function* () {
    // What goes wrong here ends `zlib` too, which is where we hear of it.
    const fed = pipeline(Readable.from(source(), {objectMode: true, highWaterMark: 1}), zlib).catch(() => {})
    try {
      for await (const bytes of zlib) yield bytes as Uint8Array
    } catch (cause) {
      if (failure !== undefined) throw failure.error
      throw cause instanceof Error && 'errno' in cause ? new Damage(unreadable(cause), {cause}) : cause
    }
    await fed
  }
  return {
    [Symbol.asyncIterator]: inflated,
    get consumed() {
      return zlib.bytesWritten
    },
  }
}

export async function* deflateStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* Readable.from(chunks, {objectMode: true, highWaterMark: 1}).compose(
    createDeflateRaw({level: LEVEL}),
  ) as AsyncIterable<Uint8Array>
}
