import {fromRandomAccessReader, type Entry as YauzlEntry, type ZipFile} from 'yauzl'
import type {Budget} from './budget.ts'
import type {EndRecord} from './end-record.ts'
import {FLAG, viewOf} from './fields.ts'
import type {GuardedReader} from './guarded-reader.ts'
import type {NameBytes} from './name-bytes.ts'
import type {Oddities} from './oddities.ts'
import {refuse} from './refuse.ts'
import {nearestTime} from './time.ts'
import {YauzlView} from './yauzl-view.ts'
import {type ShortFields, shortFields} from './zip64-field.ts'

/** A record of the central directory (APPNOTE 4.3.12), zip64 values put in, nothing judged yet. */
export interface CentralRecord extends NameBytes {
  readonly flags: number
  readonly method: number
  /** The system that the attributes are for: 0 FAT, 3 UNIX, 19 macOS (APPNOTE 4.4.2). */
  readonly host: number
  readonly attributes: number
  readonly time: number
  readonly crc32: number
  readonly size: number
  readonly packedSize: number
  readonly headerOffset: number
  /** Its own fields, before zip64. */
  readonly short: ShortFields
}

/** What the list of an archive's entries is held against. */
export interface Listing {
  readonly reader: GuardedReader
  readonly end: EndRecord
  /** Of the archive, for messages. */
  readonly name: string
  readonly oddities: Oddities
  readonly budget: Budget
}

/** Length of a record without name, extra fields and comment. */
const FIXED_LENGTH = 46

/** All records in order; refuses a directory that does not end where `end` says, or with another count. */
export async function listDirectory(listing: Listing): Promise<CentralRecord[]> {
  const {reader, end, name, budget} = listing
  budget.takeDirectory(end.directoryEnd - end.directoryStart, name)
  const view = new YauzlView(reader, end, name)
  try {
    return await list(await openDirectory(view), listing)
  } catch (error) {
    throw view.failure ?? error
  }
}

async function list(zip: ZipFile, {reader, end, name, oddities, budget}: Listing): Promise<CentralRecord[]> {
  // The count may have wrapped at 65,536, so the directory's end says where to stop; yauzl would stop
  // at the count and lose the rest in silence.
  zip.entryCount = Number.POSITIVE_INFINITY
  const records: CentralRecord[] = []
  const directory = zip.eachEntry()
  let at = end.directoryStart
  while (at < end.directoryEnd) {
    budget.takeEntry(name)
    const short = shortFields(viewOf(await reader.read(at, FIXED_LENGTH)))
    const entry = await nextEntry(directory, records.length + 1, name)
    at += FIXED_LENGTH + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
    records.push(centralRecord(entry, short))
  }
  const counted = end.wraps ? records.length % 0x10000 : records.length
  if (at !== end.directoryEnd || counted !== end.count) {
    const found = `the list of its entries says ${end.count} and holds ${records.length}`
    throw refuse('bad-zip', name, at === end.directoryEnd ? found : `${found}, the last of them cut off`)
  }
  if (counted !== records.length) oddities.note('count-wrapped', {amount: records.length})
  return records
}

async function nextEntry(directory: AsyncIterator<YauzlEntry>, number: number, name: string) {
  try {
    const next = await directory.next()
    if (next.done !== true) return next.value
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const code = why.includes('strong encryption') ? 'encrypted' : 'bad-zip'
    throw refuse(code, name, `entry ${number} in the list of its entries: ${why}`, undefined, cause)
  }
  throw refuse('bad-zip', name, `the list of its entries ends before entry ${number}`)
}

function openDirectory(view: YauzlView): Promise<ZipFile> {
  const options = {
    lazyEntries: true,
    autoClose: false,
    // With names decoded, one bad name would end the whole listing.
    decodeStrings: false,
    // Done with the entry's name in the message by `entry-rules.ts`.
    validateEntrySizes: false,
  }
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(view, view.size, options, (error, zip) => (error ? reject(error) : resolve(zip)))
  })
}

function centralRecord(entry: YauzlEntry, short: ShortFields): CentralRecord {
  return {
    nameBytes: entry.fileNameRaw,
    utf8: (entry.generalPurposeBitFlag & FLAG.utf8) !== 0,
    extraFields: entry.extraFields,
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    host: entry.versionMadeBy >>> 8,
    attributes: entry.externalFileAttributes,
    time: nearestTime(entry.lastModFileDate * 0x10000 + entry.lastModFileTime),
    crc32: entry.crc32,
    size: entry.uncompressedSize,
    packedSize: entry.compressedSize,
    headerOffset: entry.relativeOffsetOfLocalHeader,
    short,
  }
}
