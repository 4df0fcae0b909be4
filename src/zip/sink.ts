import type {Figures, OutFile, Packed} from '../io.ts'
import type {Codec} from './codec.ts'
import {crc32} from './crc.ts'
import {joinChunks} from './join.ts'
import type {ZipWriter} from './write.ts'

/** Up to this many bytes are compressed at once, in memory. */
const AT_ONCE = 8 * 1024 * 1024

/** Up to so many bytes, packed, a stream that was compressed stays in memory until it is written. */
const MOST_KEPT = 24 * 1024 * 1024

/** Compresses all files at once that are there as a whole; large streams one by one, so that nobody keeps them. */
export async function prepareFiles(files: readonly OutFile[], codec: Codec): Promise<OutFile[]> {
  const whole = files.flatMap(({path, data}) => ('whole' in data ? {path, bytes: data.whole} : []))
  // A thread that has nothing to do would still be waited for.
  const packed = whole.length === 0 ? [] : await codec.pack(whole)
  const ready: OutFile[] = []
  let next = 0
  for (const file of files) {
    const {path, data} = file
    if ('whole' in data) {
      const {method, size, crc32, data: bytes} = packed[next++]!
      ready.push({...file, data: {packed: {method, packedSize: bytes.length, size, crc32, data: bytes}}})
    } else if ('stream' in data && isLarge(data)) {
      ready.push({...file, data: {packed: await packStream(path, data.stream, codec)}})
    } else ready.push(file)
  }
  return ready
}

type Streamed = Extract<OutFile['data'], {readonly stream: unknown}>

function isLarge({size = Number.POSITIVE_INFINITY}: Streamed): boolean {
  return size > AT_ONCE
}

/** Adds a file to an archive, deflated; stored where that is shorter. No data descriptors, ever. */
export async function addFile(writer: ZipWriter, file: OutFile, codec: Codec): Promise<Figures> {
  const {path, time, data} = file
  if ('packed' in data) {
    const {method, data: bytes, ...known} = data.packed
    await writer.add({path, time, method, known, data: bytes})
    return {size: known.size, crc32: known.crc32}
  }
  if ('stream' in data && isLarge(data))
    return addFile(writer, {path, time, data: {packed: await packStream(path, data.stream, codec)}}, codec)
  const whole = 'whole' in data ? data.whole : await joinChunks(data.stream())
  const [ready] = await prepareFiles([{path, time, data: {whole}}], codec)
  return addFile(writer, ready!, codec)
}

/**
 * A large file that is not in an archive yet is compressed to know its figures, which stand in the local header,
 * where readers that stream need them. What is packed is kept, and if it is too large for that compressed once
 * more when it is written. Writing fails if the file has changed in between.
 */
async function packStream(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  codec: Codec,
): Promise<Packed> {
  const first = new Counted(open)
  const kept: Uint8Array[] = []
  let packedSize = 0
  for await (const chunk of codec.deflate(first)) {
    packedSize += chunk.length
    if (packedSize <= MOST_KEPT) kept.push(chunk)
    else kept.length = 0
  }
  const {size, crc32} = first
  const again = async function* () {
    const second = new Counted(open)
    yield* codec.deflate(second)
    if (second.size !== size || second.crc32 !== crc32) throw new Error(`"${path}" changed while it was read`)
  }
  return {method: 8, packedSize, size, crc32, data: packedSize <= MOST_KEPT ? streamed(kept) : again()}
}

async function* streamed(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

/** Chunks, and what went by. */
class Counted implements AsyncIterable<Uint8Array> {
  size = 0
  crc32 = 0
  readonly #open: () => AsyncIterable<Uint8Array>

  constructor(open: () => AsyncIterable<Uint8Array>) {
    this.#open = open
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#open()) {
      this.size += chunk.length
      this.crc32 = crc32(chunk, this.crc32)
      yield chunk
    }
  }
}
