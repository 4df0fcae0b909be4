import {descriptorLength} from './descriptor.ts'
import {type ExtraField, extraFields} from './extra-fields.ts'
import {FLAG, MAX32, SIGNATURE, u64, viewOf, ZIP64_EXTRA} from './fields.ts'
import {LOCAL_LENGTH, sameBytes} from './layout.ts'
import {holdsEntry, type PlaceReader} from './leftover.ts'
import type {Located, ZipEntry} from './model.ts'
import {unicodePath} from './name-bytes.ts'
import type {Place} from './places.ts'
import {refuseEntry} from './refuse.ts'
import {safePath} from './safe-path.ts'

/** Enough for a header when the data behind it is so large that the next header lies far away. */
const SMALL_WINDOW = 4096
const LARGE_ENTRY = 1 << 18

/** Flags that say how the data is to be read; readers that believe the one or the other header differ. */
const ENCRYPTION = FLAG.encrypted | FLAG.strongEncryption | FLAG.masked
/** Flags that other programs set in one header and forget in the other. */
const FORGOTTEN = FLAG.descriptor | FLAG.utf8

/**
 * Where the entry's data begins, when all that belongs to it is in memory and says just what the directory
 * says, in one of the two ways in which nearly all archives do: figures in the local header, and nothing
 * behind the data; or, as Notion writes, no figures, and a signed descriptor behind. `undefined` when it has
 * to be looked at with {@link readLocalHeader}.
 */
export function plainStart(reader: PlaceReader, entry: ZipEntry, place: Place): number | undefined {
  const {headerOffset, packedSize, size, crc32} = entry
  const {nameBytes, flags, method, limit} = place
  const start = headerOffset + LOCAL_LENGTH + nameBytes.length
  const end = start + packedSize
  const follows = (flags & FLAG.descriptor) !== 0
  if (end + (follows ? DESCRIPTOR_LENGTH : 0) !== limit) return undefined
  // Its two ends lie far apart, and reading is what costs.
  if (follows && packedSize > LARGE_ENTRY) return undefined
  const header = inMemory(reader, headerOffset, LOCAL_LENGTH + nameBytes.length, windowFor(entry))
  if (header === undefined) return undefined
  const view = viewOf(header)
  const isPlain =
    view.getUint32(0, true) === SIGNATURE.local &&
    view.getUint16(6, true) === flags &&
    view.getUint16(8, true) === method &&
    view.getUint32(14, true) === (follows ? 0 : crc32) &&
    view.getUint32(18, true) === (follows ? 0 : packedSize) &&
    view.getUint32(22, true) === (follows ? 0 : size) &&
    view.getUint16(26, true) === nameBytes.length &&
    // No extra fields, so no sizes in one of them.
    view.getUint16(28, true) === 0 &&
    sameBytes(header.subarray(LOCAL_LENGTH), nameBytes)
  if (!isPlain || !follows) return isPlain ? start : undefined
  const descriptor = inMemory(reader, end, DESCRIPTOR_LENGTH)
  return descriptor !== undefined && saysFigures(viewOf(descriptor), entry) ? start : undefined
}

/** A data descriptor with a signature and sizes of 32 bits (APPNOTE 4.3.9). */
const DESCRIPTOR_LENGTH = 16

function saysFigures(descriptor: DataView, {crc32, packedSize, size}: ZipEntry): boolean {
  return (
    descriptor.getUint32(0, true) === SIGNATURE.descriptor &&
    descriptor.getUint32(4, true) === crc32 &&
    descriptor.getUint32(8, true) === packedSize &&
    descriptor.getUint32(12, true) === size
  )
}

function inMemory(reader: PlaceReader, position: number, length: number, window?: number) {
  const bytes = reader.read(position, length, window)
  if (bytes instanceof Uint8Array) return bytes
  // Whoever reads it next is told why it cannot be read.
  bytes.catch(() => {})
  return undefined
}

function windowFor({packedSize}: ZipEntry): number | undefined {
  return packedSize > LARGE_ENTRY ? SMALL_WINDOW : undefined
}

/**
 * Reads the local header (APPNOTE 4.3.7) of an entry to learn where its data begins, and refuses one
 * that tells another story than the directory: readers that go by local headers would see other files.
 * The same with what stands behind the data. Reads nothing outside [`entry.headerOffset`, `place.limit`).
 */
export async function readLocalHeader(
  reader: PlaceReader,
  entry: ZipEntry,
  place: Place,
  archive: string,
): Promise<Located> {
  const bad = (found: string) => refuseEntry('bad-zip', archive, entry.path, found)
  const window = windowFor(entry)
  const header = viewOf(await reader.read(entry.headerOffset, LOCAL_LENGTH, window))
  if (header.getUint32(0, true) !== SIGNATURE.local) throw bad('is not where the archive says')

  const nameLength = header.getUint16(26, true)
  const extraLength = header.getUint16(28, true)
  const start = entry.headerOffset + LOCAL_LENGTH + nameLength + extraLength
  const end = start + entry.packedSize
  if (end > place.limit) throw bad('shares bytes with what follows it')

  const rest = await reader.read(entry.headerOffset + LOCAL_LENGTH, nameLength + extraLength, window)
  const extra = extraFields(rest.subarray(nameLength))
  const fault =
    nameFault(rest.subarray(0, nameLength), extra, entry, place) ?? figuresFault(header, extra, entry, place)
  if (fault !== undefined) throw bad(fault)
  const behind = await lookBehind(reader, header.getUint16(6, true), entry, {end, place})
  if (typeof behind === 'string') throw bad(behind)
  return {start, length: entry.packedSize, method: entry.method, odd: behind}
}

function nameFault(
  nameBytes: Uint8Array,
  extra: readonly ExtraField[],
  entry: ZipEntry,
  place: Place,
): string | undefined {
  const unicode = unicodePath({nameBytes, extraFields: extra})
  const safe = unicode === undefined ? undefined : safePath(unicode.replaceAll('\\', '/'))
  const isSame = safe === undefined || ('path' in safe && safe.path === entry.path)
  return isSame && sameBytes(nameBytes, place.nameBytes) ? undefined : 'has two different names'
}

function figuresFault(
  header: DataView,
  extra: readonly ExtraField[],
  entry: ZipEntry,
  place: Place,
): string | undefined {
  if (header.getUint16(8, true) !== place.method) return 'is said to be compressed in two ways'
  const flags = header.getUint16(6, true)
  if (((flags ^ place.flags) & ENCRYPTION) !== 0) return 'is said to be encrypted and not to be'
  // With a descriptor they may be left out here (APPNOTE 4.4.4, bit 3), but not be others.
  const follows = (flags & FLAG.descriptor) !== 0
  const is = (said: number, known: number) => said === known || (follows && (said === 0 || said === MAX32))
  const {size, packedSize, isConsistent} = localSizes(header, extra)
  if (!isConsistent || !is(size, entry.size) || !is(packedSize, entry.packedSize)) {
    return 'is said to have two different sizes'
  }
  const crc32 = header.getUint32(14, true)
  if (crc32 !== entry.crc32 && !(follows && crc32 === 0)) return 'is said to have two different checksums'
  return undefined
}

/**
 * Both sizes, from the zip64 extra field (APPNOTE 4.5.3) where the header refers to it. Where it does not,
 * the field must say the same again, for the readers that go by it all the same.
 */
function localSizes(header: DataView, extra: readonly ExtraField[]) {
  const short = {packedSize: header.getUint32(18, true), size: header.getUint32(22, true)}
  const field = extra.find(({id}) => id === ZIP64_EXTRA)
  if (field === undefined) return {...short, isConsistent: true}
  const view = viewOf(field.data)
  const values = Array.from({length: Math.min(2, Math.floor(view.byteLength / 8))}, (_, i) =>
    u64(view, 8 * i),
  )
  const isSize = short.size === MAX32
  const isPacked = short.packedSize === MAX32
  const long = {
    size: isSize ? (values[0] ?? MAX32) : short.size,
    packedSize: isPacked ? (values[isSize ? 1 : 0] ?? MAX32) : short.packedSize,
  }
  const needed = Number(isSize) + Number(isPacked)
  const isSame = [long.size, long.packedSize].every((value, i) => i >= values.length || values[i] === value)
  const isOne = extra.filter(({id}) => id === ZIP64_EXTRA).length === 1
  return {...long, isConsistent: isOne && (values.length === needed || isSame)}
}

/** What stands between the data and the next entry: a descriptor, or nothing, or what is odd, or a fault. */
async function lookBehind(
  reader: PlaceReader,
  flags: number,
  entry: ZipEntry,
  {end, place}: {readonly end: number; readonly place: Place},
): Promise<Located['odd'] | string> {
  const odd: Located['odd'][number][] = []
  if (((flags ^ place.flags) & FORGOTTEN) !== 0) odd.push({oddity: 'flags-differ', bytes: 0})
  let at = end
  if (((flags | place.flags) & FLAG.descriptor) !== 0) {
    const length = await descriptorLength(reader, {start: end, limit: place.limit}, entry)
    if (length === 'contradicts') return 'has other sizes or another checksum behind its data'
    if (length === 0 && (flags & FLAG.descriptor) !== 0) odd.push({oddity: 'no-descriptor', bytes: 0})
    at += length
  }
  if (at < place.limit) {
    if (await holdsEntry(reader, at, place.limit)) return 'is followed by one that the list does not have'
    odd.push({oddity: 'bytes-between', bytes: place.limit - at})
  }
  return odd
}
