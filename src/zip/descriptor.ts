import {SIGNATURE, u64, viewOf} from './fields.ts'
import type {PlaceReader} from './leftover.ts'

/** What a data descriptor must say. */
interface Figures {
  readonly crc32: number
  readonly packedSize: number
  readonly size: number
}

/** The longest form: a signature, the checksum, two sizes of 64 bits. */
const LONGEST = 24
/** For the read behind the data of a large entry: the next header may lie in it too. */
const WINDOW = 4096

/**
 * The length of the data descriptor (APPNOTE 4.3.9) that stands at `start`, 0 when there is none, or
 * `contradicts`. All four forms are accepted: the signature is optional, and sizes have 32 or 64 bits,
 * which nothing in an archive tells for certain. Reads nothing from `limit` on.
 */
export async function descriptorLength(
  reader: PlaceReader,
  {start, limit}: {readonly start: number; readonly limit: number},
  figures: Figures,
): Promise<number | 'contradicts'> {
  const room = limit - start
  const view = viewOf(await reader.read(start, Math.min(room, LONGEST), Math.min(room, WINDOW)))
  const fitting = [12, 16, 20, 24].filter(length => length <= room && says(view, length, figures))
  // One that fills the room, or else the longest: zeros may fit in several ways.
  if (fitting.length > 0) return fitting.includes(room) ? room : fitting.at(-1)!
  const isSigned = room >= 4 && view.getUint32(0, true) === SIGNATURE.descriptor
  const isUnsigned = room === 12 || room === 20 || (room > 12 && view.getUint32(0, true) === figures.crc32)
  return isSigned || isUnsigned ? 'contradicts' : 0
}

/** Whether the descriptor of this length says these figures. */
function says(view: DataView, length: number, {crc32, packedSize, size}: Figures): boolean {
  const isSigned = length % 8 === 0
  const at = isSigned ? 4 : 0
  if (isSigned && view.getUint32(0, true) !== SIGNATURE.descriptor) return false
  if (view.getUint32(at, true) !== crc32) return false
  const isLong = length - at === 20
  const [first, second] = isLong
    ? [u64(view, at + 4), u64(view, at + 12)]
    : [view.getUint32(at + 4, true), view.getUint32(at + 8, true)]
  return first === packedSize && second === size
}
