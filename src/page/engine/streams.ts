import {unreadable} from '../../zip/check.ts'
import {Damage, type Inflating} from '../../zip/codec.ts'

/** The browser's compression streams. They know only streams, so whole files are streams of one chunk. */

type Chunk = Uint8Array<ArrayBuffer>
const FORMAT = 'deflate-raw'

/** Inflates bytes that lie in memory, chunk by chunk. What `take` throws ends it. */
export async function inflateWhole(packed: Uint8Array, take: (chunk: Uint8Array) => void): Promise<void> {
  const stream = new DecompressionStream(FORMAT)
  const writer = stream.writable.getWriter()
  // What goes wrong here is told by the readable side too.
  writer.write(packed as Chunk).catch(ignore)
  writer.close().catch(ignore)
  const reader = stream.readable.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) take(next.value)
  } finally {
    await reader.cancel().catch(ignore)
  }
}

/** Why bytes could not be inflated: so many follow the end of their stream, or what the browser says. */
export async function explain(packed: Uint8Array, error: unknown): Promise<{rest?: number; cause: Error}> {
  const cause = error instanceof Error ? error : new Error(String(error))
  const consumed = await accepted(packed)
  const isLeftOver = consumed < packed.length && (await isWhole(packed.subarray(0, consumed)))
  return isLeftOver ? {rest: packed.length - consumed, cause} : {cause}
}

/**
 * How many bytes the browser takes before it complains. It says of bytes behind the end only that there are
 * some; how many is found by halving.
 */
async function accepted(packed: Uint8Array): Promise<number> {
  let taken = 0
  let refused = packed.length + 1
  while (refused - taken > 1) {
    const middle = (taken + refused) >>> 1
    if (await takes(packed.subarray(0, middle))) taken = middle
    else refused = middle
  }
  return taken
}

async function takes(packed: Uint8Array): Promise<boolean> {
  const {writable, readable} = new DecompressionStream(FORMAT)
  const drained = drain(readable)
  const writer = writable.getWriter()
  try {
    await writer.write(packed as Chunk)
    return true
  } catch {
    return false
  } finally {
    await writer.abort().catch(ignore)
    await drained
  }
}

function isWhole(packed: Uint8Array): Promise<boolean> {
  return inflateWhole(packed, ignore).then(
    () => true,
    () => false,
  )
}

async function drain(readable: ReadableStream<Uint8Array>): Promise<void> {
  const reader = readable.getReader()
  try {
    while (!(await reader.read()).done);
  } catch {
    // Told by the writable side.
  }
}

/** What does not fit in memory. That bytes follow the end of the stream is an error by the specification. */
export function inflateStream(chunks: AsyncIterable<Uint8Array>): Inflating {
  let consumed = 0
  const counted = async function* () {
    for await (const chunk of chunks) {
      yield chunk
      consumed += chunk.length
    }
  }
  return {
    [Symbol.asyncIterator]: () => through(new DecompressionStream(FORMAT), counted(), asDamage),
    get consumed() {
      return consumed
    },
  }
}

export function deflateStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return through(new CompressionStream(FORMAT), chunks, error => error)
}

/** `chunks` through a stream of the browser. Errors of `chunks` go through as they are. */
async function* through(
  {readable, writable}: CompressionStream | DecompressionStream,
  chunks: AsyncIterable<Uint8Array>,
  meaning: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  const writer = writable.getWriter()
  let failure: {readonly error: unknown} | undefined
  let isOpen = true
  const feed = async () => {
    const source = chunks[Symbol.asyncIterator]()
    try {
      while (isOpen) {
        const next = await source.next().catch(error => {
          failure = {error}
          throw error
        })
        if (next.done) break
        await writer.write(next.value as Chunk)
      }
      await writer.close()
    } catch (error) {
      await writer.abort(error).catch(ignore)
    } finally {
      await source.return?.()
    }
  }
  const fed = feed()
  const reader = readable.getReader()
  try {
    for (;;) {
      const {done, value} = await reader.read().catch(error => {
        throw failure ? failure.error : meaning(error)
      })
      if (done) break
      yield value
    }
  } finally {
    isOpen = false
    await reader.cancel().catch(ignore)
    await fed
  }
}

function asDamage(error: unknown): unknown {
  return error instanceof TypeError ? new Damage(unreadable(error), {cause: error}) : error
}

function ignore(): void {}
