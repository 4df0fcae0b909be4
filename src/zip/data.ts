import {checkFigures, damagedEntry, leftOver, longer} from './check.ts'
import {type Codec, Damage} from './codec.ts'
import {crc32} from './crc.ts'
import type {Locator, RandomAccess, ZipEntry} from './model.ts'

/** Bytes read at once: large enough that the number of reads does not count. */
const CHUNK = 1 << 20

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
  codec: Codec,
): AsyncGenerator<Uint8Array> {
  let size = 0
  let crc = 0
  try {
    for await (const bytes of entry.method === 0 ? chunks : inflated(chunks, entry, codec)) {
      size += bytes.length
      if (size > entry.size) throw new Damage(longer(entry))
      crc = crc32(bytes, crc)
      yield bytes
    }
    checkFigures(entry, size, crc)
  } catch (cause) {
    throw cause instanceof Damage ? damagedEntry(entry.path, cause.message, cause.cause) : cause
  }
}

async function* inflated(
  chunks: AsyncIterable<Uint8Array>,
  entry: ZipEntry,
  codec: Codec,
): AsyncGenerator<Uint8Array> {
  // Some writers call an empty file deflated and write not even the end of a deflate stream.
  if (entry.packedSize === 0 && entry.size === 0) return
  const inflating = codec.inflate(chunks)
  yield* inflating
  if (inflating.consumed !== entry.packedSize) {
    throw new Damage(leftOver(entry.packedSize - inflating.consumed))
  }
}
