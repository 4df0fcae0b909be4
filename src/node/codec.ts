import {availableParallelism} from 'node:os'
import {type Codec, MOST_HEAD, type Slice} from '../zip/codec.ts'
import {Memory} from '../zip/memory.ts'
import {CodecThread} from './codec-thread.ts'
import {packFiles, unpackSlices} from './zlib.ts'
import {rescueInflated} from './zlib-rescue.ts'
import {deflateStream, inflateStream} from './zlib-streams.ts'

/** More threads have nothing to do: reading, rewriting and writing stay in the main one. */
const ENOUGH_THREADS = 4

/** Bytes that are done before a thread has started; a small export needs none. */
const WITHOUT_THREADS = 4 << 20

export interface NodeCodec extends Codec {
  /** Told beforehand that so many bytes are to come, the threads start meanwhile. */
  expect(bytes: number): void
  /** Stops the threads. */
  close(): Promise<void>
}

/** The main thread has the most to do, and needs a processor for itself. */
function defaultThreads(): number {
  return Math.min(Math.max(availableParallelism() - 1, 1), ENOUGH_THREADS)
}

/**
 * A codec with worker threads, which are started when there is enough to do. One that does not start is
 * done without; with none, or with `threads` 0, the work is done in place. The results are the same.
 */
export function nodeCodec(threads = defaultThreads()): NodeCodec {
  const team: CodecThread[] = []
  const memory = new Memory()
  let done = 0
  let isClosed = false
  const startFor = (bytes: number) => {
    if (bytes <= WITHOUT_THREADS || team.length > 0 || isClosed) return
    for (let number = 0; number < threads; number++) team.push(new CodecThread())
  }
  /** The thread with the least to do; undefined when the work is better done here. */
  const choose = (bytes: number): CodecThread | undefined => {
    done += bytes
    startFor(done)
    const ready = team.filter(thread => thread.isReady).sort((a, b) => a.jobs - b.jobs)
    return ready[0]
  }
  return {
    take: length => memory.take(length),
    async unpack(bytes, slices) {
      const thread = choose(slices.reduce((sum, {size}) => sum + size, 0))
      if (!thread) return {bytes, results: unpackSlices(bytes, slices), release: () => memory.give(bytes)}
      const room = roomFor(slices)
      const there = await thread.unpack(bytes, slices, room > 0 ? memory.take(room) : undefined)
      const release = () => {
        memory.give(there.bytes)
        memory.give(there.inflated)
      }
      return {bytes: there.bytes, results: there.results, release}
    },
    async pack(files) {
      const thread = choose(files.reduce((sum, {bytes}) => sum + bytes.length, 0))
      return thread ? thread.pack(files) : packFiles(files)
    },
    inflate: inflateStream,
    deflate: deflateStream,
    rescue: rescueInflated,
    expect: startFor,
    async close() {
      isClosed = true
      await Promise.all(team.map(thread => thread.close()))
    },
  }
}

/** Bytes that are enough for all that is wanted of them. */
function roomFor(slices: readonly Slice[]): number {
  let bytes = 0
  for (const {want, method, size} of slices) {
    if (want === 'head') bytes += Math.min(size, MOST_HEAD)
    else if (want === 'bytes' && method === 8) bytes += size
  }
  return bytes
}
