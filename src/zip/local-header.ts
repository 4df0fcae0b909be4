import {FLAG, MAX32, SIGNATURE, u64, viewOf, ZIP64_EXTRA} from './fields.ts'
import {LOCAL_LENGTH, type Place} from './layout.ts'
import type {Locator, ZipEntry} from './model.ts'
import {refuseEntry} from './refuse.ts'

/** Enough for a header when the data behind it is so large that the next header lies far away. */
const SMALL_WINDOW = 4096
const LARGE_ENTRY = 1 << 18

/** A {@link GuardedReader}, or what has been read already. */
export interface HeaderReader {
  read(position: number, length: number, window?: number): Uint8Array | Promise<Uint8Array>
}

/**
 * Reads the local header (APPNOTE 4.3.7) of an entry to learn where its data begins, and refuses one
 * that tells another story than the directory: readers that go by local headers would see other files.
 */
export async function readLocalHeader(
  reader: HeaderReader,
  entry: ZipEntry,
  place: Place,
  archive: string,
): Promise<Locator> {
  const bad = (found: string) => refuseEntry('bad-zip', archive, entry.path, found)
  const window = entry.packedSize > LARGE_ENTRY ? SMALL_WINDOW : undefined
  const header = viewOf(await reader.read(entry.headerOffset, LOCAL_LENGTH, window))
  if (header.getUint32(0, true) !== SIGNATURE.local) throw bad('is not where the archive says')

  const nameLength = header.getUint16(26, true)
  const extraLength = header.getUint16(28, true)
  const start = entry.headerOffset + LOCAL_LENGTH + nameLength + extraLength
  if (start + entry.packedSize > place.limit) throw bad('shares bytes with what follows it')

  const rest = await reader.read(entry.headerOffset + LOCAL_LENGTH, nameLength + extraLength, window)
  if (!sameBytes(rest.subarray(0, nameLength), place.nameBytes)) throw bad('has two different names')
  if (header.getUint16(8, true) !== entry.method) throw bad('is said to be compressed in two ways')
  const flags = header.getUint16(6, true)
  if (((flags ^ place.flags) & FLAG.encrypted) !== 0) throw bad('is said to be encrypted and not to be')
  if ((flags & FLAG.descriptor) === 0) {
    const sizes = localSizes(header, rest.subarray(nameLength))
    if (sizes.size !== entry.size || sizes.packedSize !== entry.packedSize) {
      throw bad('is said to have two different sizes')
    }
    if (header.getUint32(14, true) !== entry.crc32) throw bad('is said to have two different checksums')
  }
  return {start, length: entry.packedSize, method: entry.method}
}

/** Both sizes, from the zip64 extra field (APPNOTE 4.5.3) where the header refers to it. */
function localSizes(header: DataView, extra: Uint8Array): {size: number; packedSize: number} {
  const packedSize = header.getUint32(18, true)
  const size = header.getUint32(22, true)
  if (size !== MAX32 && packedSize !== MAX32) return {size, packedSize}
  const fields = viewOf(extra)
  for (let at = 0; at + 4 <= fields.byteLength; at += 4 + fields.getUint16(at + 2, true)) {
    if (fields.getUint16(at, true) !== ZIP64_EXTRA) continue
    const needed = (size === MAX32 ? 8 : 0) + (packedSize === MAX32 ? 8 : 0)
    if (at + 4 + needed > fields.byteLength) break
    return {
      size: size === MAX32 ? u64(fields, at + 4) : size,
      packedSize: packedSize === MAX32 ? u64(fields, at + needed - 4) : packedSize,
    }
  }
  return {size, packedSize}
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
