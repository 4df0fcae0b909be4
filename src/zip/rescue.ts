import {ExportError} from '../core/error.ts'
import {type Codec, Damage} from './codec.ts'
import {packedChunks} from './data.ts'
import {SIGNATURE, viewOf} from './fields.ts'
import {LOCAL_LENGTH} from './layout.ts'
import type {RandomAccess, ZipEntry} from './model.ts'
import type {Extent} from './read.ts'

/**
 * What an entry claims is no limit here, since the claim may be what is wrong; but a bomb that claims to be
 * small must not fill the disk. In bytes.
 */
const MOST_BEYOND_CLAIM = 1 << 26

/** What can still be read of an entry that is damaged, by all that its surroundings tell. Never rejects for damage. */
export async function* rescue(
  access: RandomAccess,
  entry: ZipEntry,
  extent: Extent,
  codec: Codec,
): AsyncGenerator<Uint8Array> {
  const {method, packedSize, size} = entry
  const start = await likelyStart(access, entry, extent)
  const packed = () => untilUnreadable(packedChunks(access, {start, length: packedSize, method}))
  const chunks =
    method === 0 ? packed() : (codec.rescue?.(packed) ?? untilUnreadable(codec.inflate(packed())))
  let left = Math.max(size, MOST_BEYOND_CLAIM)
  for await (const chunk of chunks) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}

/** Behind the local header, if it looks like one and leaves room; else the data ends where the next entry begins. */
async function likelyStart(
  access: RandomAccess,
  {packedSize}: ZipEntry,
  {start, end}: Extent,
): Promise<number> {
  const last = end - packedSize
  const bytes = await access.read(start, LOCAL_LENGTH).catch(() => undefined)
  if (bytes === undefined) return last
  const header = viewOf(bytes)
  const behind = start + LOCAL_LENGTH + header.getUint16(26, true) + header.getUint16(28, true)
  return header.getUint32(0, true) === SIGNATURE.local && behind <= last ? behind : last
}

/** A disk that gives no more, or a stream that breaks, is an end like any other. */
async function* untilUnreadable(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    if (!(error instanceof ExportError || error instanceof Damage)) throw error
  }
}
