import {SIGNATURE, viewOf} from './fields.ts'

/** All that is needed of a reader: {@link GuardedReader}, or bytes that are in memory already. */
export interface PlaceReader {
  /** `length` bytes from `position`, not to be written to; `window` is how many may be read ahead. */
  read(position: number, length: number, window?: number): Uint8Array | Promise<Uint8Array>
}

const CHUNK = 1 << 20
const HEADER_LENGTH = 30
/** Version 6.3 is the last (APPNOTE 4.4.3.2). */
const LAST_VERSION = 63

/**
 * Whether a local file header (APPNOTE 4.3.7) stands in these bytes, which no record of the directory
 * claims: readers that go from header to header would find an entry that the others do not. A mere
 * `PK\3\4`, as in the code of a self-extracting archive, is none.
 */
export async function holdsEntry(reader: PlaceReader, start: number, end: number): Promise<boolean> {
  for (let at = start; at + HEADER_LENGTH < end; at += CHUNK) {
    const length = Math.min(CHUNK + HEADER_LENGTH, end - at)
    const bytes = viewOf(await reader.read(at, length, length))
    for (let i = 0; i < Math.min(CHUNK, length - HEADER_LENGTH); i++) {
      if (bytes.getUint8(i) === 0x50 && isHeader(bytes, i, end - at)) return true
    }
  }
  return false
}

/** A header with a name, of a version and a method that exist, that ends before `end`. */
function isHeader(bytes: DataView, at: number, end: number): boolean {
  if (bytes.getUint32(at, true) !== SIGNATURE.local) return false
  const method = bytes.getUint16(at + 8, true)
  const nameLength = bytes.getUint16(at + 26, true)
  return (
    bytes.getUint8(at + 4) <= LAST_VERSION &&
    (method <= 20 || (method >= 93 && method <= 99)) &&
    nameLength > 0 &&
    at + HEADER_LENGTH + nameLength + bytes.getUint16(at + 28, true) <= end
  )
}
