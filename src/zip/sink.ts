import {Readable} from 'node:stream'
import {createDeflateRaw, deflateRawSync} from 'node:zlib'
import type {Figures, OutFile} from '../io.ts'
import {crc32} from './crc.ts'
import type {ZipWriter} from './write.ts'

/** Up to this many bytes are compressed at once, in memory. */
const AT_ONCE = 8 * 1024 * 1024

/** Adds a file to an archive, deflated; stored where that is shorter. No data descriptors, ever. */
export async function addFile(writer: ZipWriter, {path, time, data}: OutFile): Promise<Figures> {
  if ('packed' in data) {
    const {method, chunks, ...known} = data.packed
    await writer.add({path, time, method, known, data: chunks})
    return {size: known.size, crc32: known.crc32}
  }
  if ('whole' in data) return addWhole(writer, path, time, data.whole)
  if (data.size <= AT_ONCE) return addWhole(writer, path, time, await join(data.stream()))
  return addStreamed(writer, path, time, data.stream)
}

async function addWhole(writer: ZipWriter, path: string, time: number, bytes: Uint8Array): Promise<Figures> {
  const figures = {size: bytes.length, crc32: crc32(bytes)}
  const deflated = deflateRawSync(bytes)
  const isShorter = deflated.length < bytes.length
  const data = isShorter ? deflated : bytes
  await writer.add({
    path,
    time,
    method: isShorter ? 8 : 0,
    known: {...figures, packedSize: data.length},
    data,
  })
  return figures
}

/**
 * A large file that is not in an archive yet is compressed twice: once to know its figures, which then
 * stand in the local header, where readers that stream need them; once to write it. The writer refuses
 * when the file has changed in between.
 */
async function addStreamed(
  writer: ZipWriter,
  path: string,
  time: number,
  open: () => AsyncIterable<Uint8Array>,
): Promise<Figures> {
  let size = 0
  let crc = 0
  let packedSize = 0
  const counted = async function* () {
    for await (const chunk of open()) {
      size += chunk.length
      crc = crc32(chunk, crc)
      yield chunk
    }
  }
  for await (const chunk of deflated(counted())) packedSize += chunk.length
  const first = {size, crc32: crc}
  size = 0
  crc = 0
  await writer.add({path, time, method: 8, known: {...first, packedSize}, data: deflated(counted())})
  if (size !== first.size || crc !== first.crc32) throw new Error(`"${path}" changed while it was read`)
  return first
}

async function* deflated(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* Readable.from(chunks, {objectMode: true, highWaterMark: 1}).compose(
    createDeflateRaw(),
  ) as AsyncIterable<Uint8Array>
}

async function join(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const list: Uint8Array[] = []
  for await (const chunk of chunks) list.push(chunk)
  return Buffer.concat(list)
}
