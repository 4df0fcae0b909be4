import type {Figures, OutFile} from '../io.ts'
import type {Codec} from './codec.ts'
import {crc32} from './crc.ts'
import {joinChunks} from './join.ts'
import type {ZipWriter} from './write.ts'

/** Up to this many bytes are compressed at once, in memory. */
const AT_ONCE = 8 * 1024 * 1024

/** Compresses all files at once that are there as a whole. */
export async function prepareFiles(files: readonly OutFile[], codec: Codec): Promise<OutFile[]> {
  const whole = files.flatMap(({path, data}) => ('whole' in data ? {path, bytes: data.whole} : []))
  const packed = await codec.pack(whole)
  let next = 0
  return files.map(file => {
    if (!('whole' in file.data)) return file
    const {method, size, crc32, data} = packed[next++]!
    return {...file, data: {packed: {method, packedSize: data.length, size, crc32, data}}}
  })
}

/** Adds a file to an archive, deflated; stored where that is shorter. No data descriptors, ever. */
export async function addFile(writer: ZipWriter, file: OutFile, codec: Codec): Promise<Figures> {
  const {path, time, data} = file
  if ('packed' in data) {
    const {method, data: bytes, ...known} = data.packed
    await writer.add({path, time, method, known, data: bytes})
    return {size: known.size, crc32: known.crc32}
  }
  if ('stream' in data && (data.size ?? Number.POSITIVE_INFINITY) > AT_ONCE)
    return addStreamed(writer, path, time, data.stream, codec)
  const whole = 'whole' in data ? data.whole : await joinChunks(data.stream())
  const [ready] = await prepareFiles([{path, time, data: {whole}}], codec)
  return addFile(writer, ready!, codec)
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
  codec: Codec,
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
  for await (const chunk of codec.deflate(counted())) packedSize += chunk.length
  const first = {size, crc32: crc}
  size = 0
  crc = 0
  const data = codec.deflate(counted())
  await writer.add({path, time, method: 8, known: {...first, packedSize}, data})
  if (size !== first.size || crc !== first.crc32) throw new Error(`"${path}" changed while it was read`)
  return first
}
