import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createInflateRaw, inflateRawSync} from 'node:zlib'
import {ExportError} from '../core/error.ts'
import {crc32} from './crc.ts'
import type {Locator, RandomAccess, ZipEntry} from './model.ts'

/** Bytes read at once: large enough that the number of reads does not count. */
const CHUNK = 1 << 20

/** No deflated bytes become more than this many times as many: 258 for two bits (RFC 1951, 3.2.5). */
const MOST_INFLATED = 1032

/** Memory in bytes that is taken on the mere word of an archive. */
const MOST_RESERVED = 1 << 26

/** What {@link unpackWhole} has to know of an entry. */
export interface Figures {
  readonly path: string
  /** Uncompressed length in bytes. */
  readonly size: number
  readonly crc32: number
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  readonly method: 0 | 8
}

/** The entry's bytes as they lie in the archive, in positioned reads of 1 MiB. */
export async function* packedChunks(access: RandomAccess, at: Locator): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < at.length; done += CHUNK) {
    yield await access.read(at.start + done, Math.min(CHUNK, at.length - done))
  }
}

/**
 * Inflates an entry's bytes (or passes stored ones on) and checks them as they go by: length, CRC-32,
 * nothing left over. Throws `damaged-entry`, at the latest after the last bytes; what `chunks` throws
 * goes through as it is.
 */
export async function* unpack(
  chunks: AsyncIterable<Uint8Array>,
  entry: ZipEntry,
): AsyncGenerator<Uint8Array> {
  let size = 0
  let crc = 0
  for await (const bytes of entry.method === 0 ? chunks : inflate(chunks, entry)) {
    size += bytes.length
    if (size > entry.size) throw damaged(entry, longer(entry))
    crc = crc32(bytes, crc)
    yield bytes
  }
  check(entry, size, crc)
}

/**
 * The whole entry, checked like {@link unpack}; synchronous, for workers and for entries that fit in
 * memory. Stored bytes are returned as they are, not copied.
 */
export function unpackWhole(packed: Uint8Array, entry: Figures): Uint8Array {
  const bytes = entry.method === 0 ? packed : inflateWhole(packed, entry)
  check(entry, bytes.length, crc32(bytes))
  return bytes
}

async function* inflate(chunks: AsyncIterable<Uint8Array>, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  // Some writers call an empty file deflated and write not even the end of a deflate stream.
  if (entry.packedSize === 0 && entry.size === 0) return
  let given = 0
  let failure: {readonly error: unknown} | undefined
  const source = async function* () {
    try {
      for await (const chunk of chunks) {
        given += chunk.length
        yield chunk
      }
    } catch (error) {
      failure = {error}
      throw error
    }
  }
  const inflating = createInflateRaw({chunkSize: 1 << 18})
  // What goes wrong here ends `inflating` too, which is where we hear of it.
  const fed = pipeline(Readable.from(source(), {objectMode: true, highWaterMark: 1}), inflating).catch(
    () => {},
  )
  try {
    for await (const bytes of inflating) yield bytes
  } catch (cause) {
    if (failure !== undefined) throw failure.error
    throw cause instanceof Error && 'errno' in cause ? damaged(entry, unreadable(cause), cause) : cause
  }
  await fed
  if (inflating.bytesWritten !== entry.packedSize || given !== entry.packedSize) {
    throw damaged(entry, leftOver(entry.packedSize - inflating.bytesWritten))
  }
}

function inflateWhole(packed: Uint8Array, entry: Figures): Uint8Array {
  if (packed.length === 0 && entry.size === 0) return packed
  if (entry.size > packed.length * MOST_INFLATED) throw damaged(entry, shorter(entry))
  const options = {
    // Without the limit a bomb would be inflated before its length is looked at.
    maxOutputLength: Math.max(entry.size, 1),
    // One byte more than needed saves a second round of zlib with a second buffer.
    chunkSize: Math.min(Math.max(entry.size + 1, 64), MOST_RESERVED),
    // Gives the engine beside the result; the types do not know it.
    info: true,
  }
  let result: {buffer: Uint8Array; engine: {bytesWritten: number}}
  try {
    result = inflateRawSync(packed, options) as unknown as typeof result
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    if ('code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') throw damaged(entry, longer(entry), cause)
    throw 'errno' in cause ? damaged(entry, unreadable(cause), cause) : cause
  }
  if (result.engine.bytesWritten !== packed.length) {
    throw damaged(entry, leftOver(packed.length - result.engine.bytesWritten))
  }
  return result.buffer
}

function check(entry: Figures, size: number, crc: number): void {
  if (size > entry.size) throw damaged(entry, longer(entry))
  if (size < entry.size) throw damaged(entry, shorter(entry))
  if (crc !== entry.crc32) throw damaged(entry, 'its bytes do not fit its checksum')
}

const longer = ({size}: Figures) => `it holds more than the ${size} bytes that the archive says`
const shorter = ({size}: Figures) => `it holds fewer than the ${size} bytes that the archive says`
const leftOver = (bytes: number) => `${bytes} bytes that are not part of it follow its data`
const unreadable = (cause: Error) => `its compressed data cannot be read (${cause.message})`

function damaged(entry: Figures, found: string, cause?: unknown): ExportError {
  const hint = 'download the export from Notion again, or save the rest with --keep-going'
  return new ExportError('damaged-entry', `cannot unpack "${entry.path}": ${found}`, {
    path: entry.path,
    hint,
    cause,
  })
}
