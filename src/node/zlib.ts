import {constants, deflateRawSync, inflateRawSync} from 'node:zlib'
import {checkWhole, leftOver, longer, shorter, unreadable} from '../zip/check.ts'
import {
  Damage,
  type Figures,
  MOST_HEAD,
  MOST_RESERVED,
  type NewFile,
  PACKED_HEAD,
  type PackedFile,
  type Slice,
  type Unpacked,
} from '../zip/codec.ts'
import {crc32} from '../zip/crc.ts'
import {deflateStyledPage} from './shared-style.ts'

/** The work of {@link ../zip/codec.ts} on whole files, synchronous: in a worker, or in place of one. */

/**
 * zlib's level for text. Compared with its default of 6, pages of a few kilobytes become 5 to 10 % larger in three
 * fifths of the time; what an export weighs are its attachments, and these are copied as they are.
 */
export const LEVEL = 1

/** No deflated bytes become more than this many times as many: 258 for two bits (RFC 1951, 3.2.5). */
const MOST_INFLATED = 1032

/** Calls `begin` before each entry, so that somebody can tell which one it was. */
export function unpackSlices(
  bytes: Uint8Array,
  slices: readonly Slice[],
  begin: (index: number) => void = () => {},
): Unpacked['results'] {
  return slices.map((slice, index) => {
    begin(index)
    const {start, length, want} = slice
    const packed = bytes.subarray(start, start + length)
    try {
      if (want === 'head') return {bytes: unpackHead(packed, slice)}
      const whole = unpackWhole(packed, slice)
      return want === 'bytes' ? {bytes: whole} : {}
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      return {damage: error.message}
    }
  })
}

export function packFiles(
  files: readonly NewFile[],
  begin: (index: number) => void = () => {},
): PackedFile[] {
  return files.map(({bytes}, index) => {
    begin(index)
    const deflated = deflateStyledPage(bytes, LEVEL) ?? deflateRawSync(bytes, {level: LEVEL})
    const isShorter = deflated.length < bytes.length
    const data = isShorter ? deflated : bytes
    return {method: isShorter ? 8 : 0, size: bytes.length, crc32: crc32(bytes), data}
  })
}

/** The whole entry, checked; throws {@link Damage}. Stored bytes are returned as they are, not copied. */
export function unpackWhole(packed: Uint8Array, entry: Figures): Uint8Array {
  const bytes = entry.method === 0 ? packed : inflateWhole(packed, entry)
  checkWhole(bytes, entry)
  return bytes
}

/** In memory of its own; throws {@link Damage} where not even the beginning can be read. */
function unpackHead(packed: Uint8Array, {method, size}: Figures): Uint8Array {
  const first = packed.subarray(0, PACKED_HEAD)
  // Without the flush zlib would complain that this is not the end.
  // In one piece: several would be joined.
  const options = {finishFlush: constants.Z_SYNC_FLUSH, chunkSize: Math.min(Math.max(size, 64), MOST_HEAD)}
  if (method === 0 || first.length === 0) return first.slice()
  try {
    return inflateRawSync(first, options).subarray(0, MOST_HEAD)
  } catch (cause) {
    throw asDamage(cause)
  }
}

function inflateWhole(packed: Uint8Array, entry: Figures): Uint8Array {
  if (packed.length === 0 && entry.size === 0) return packed
  if (entry.size > packed.length * MOST_INFLATED) throw new Damage(shorter(entry))
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
    const isLonger = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
    throw isLonger ? new Damage(longer(entry), {cause}) : asDamage(cause)
  }
  if (result.engine.bytesWritten !== packed.length) {
    throw new Damage(leftOver(packed.length - result.engine.bytesWritten))
  }
  return result.buffer
}

/** What zlib complains of is damage; all else is no fault of the bytes. */
function asDamage(cause: unknown): unknown {
  return cause instanceof Error && 'errno' in cause ? new Damage(unreadable(cause), {cause}) : cause
}
