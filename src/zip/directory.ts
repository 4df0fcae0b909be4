import {fromRandomAccessReader, type Entry as YauzlEntry, type ZipFile} from 'yauzl'
import {ExportError} from '../core/error.ts'
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

/**
 * Hands out all records in order: an archive can have more than should be in memory at once. Refuses a
 * directory that does not end where `end` says, or with another count.
 */
export async function listDirectory(listing: Listing, take: (record: CentralRecord) => void): Promise<void> {
  const {reader, end, name, budget} = listing
  budget.takeDirectory(end.directoryEnd - end.directoryStart, name)
  const view = new YauzlView(reader, end, name)
  try {
    await list(new Directory(await openDirectory(view), name), listing, take)
  } catch (error) {
    throw view.failure ?? error
  }
}

async function list(
  directory: Directory,
  {reader, end, name, oddities, budget}: Listing,
  take: (record: CentralRecord) => void,
): Promise<void> {
  let count = 0
  let at = end.directoryStart
  while (at < end.directoryEnd) {
    budget.takeEntry(name)
    // Nearly always in memory, and waiting for nothing costs as much as all else that is done here.
    const fixed = reader.read(at, FIXED_LENGTH)
    const short = shortFields(viewOf(fixed instanceof Uint8Array ? fixed : await fixed))
    const next = directory.next()
    const entry = next instanceof Promise ? await next : next
    at += FIXED_LENGTH + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
    count++
    take(centralRecord(entry, short))
  }
  const counted = end.wraps ? count % 0x10000 : count
  if (at !== end.directoryEnd || counted !== end.count) {
    const found = `the list of its entries says ${end.count} and holds ${count}`
    throw refuse('bad-zip', name, at === end.directoryEnd ? found : `${found}, the last of them cut off`)
  }
  if (counted !== count) oddities.note('count-wrapped', {amount: count})
}

/** yauzl's entries, one after the other, without a promise for each. */
class Directory {
  readonly #zip: ZipFile
  readonly #name: string
  #count = 0
  #found: YauzlEntry | ExportError | undefined
  #wake: () => void = () => {}

  constructor(zip: ZipFile, name: string) {
    this.#zip = zip
    this.#name = name
    // The count may have wrapped at 65,536, so the directory's end says where to stop; yauzl would stop
    // at the count and lose the rest in silence.
    zip.entryCount = Number.POSITIVE_INFINITY
    zip.on('entry', (entry: YauzlEntry) => this.#hear(entry))
    zip.on('error', (cause: unknown) => this.#hear(this.#refusal(cause)))
    zip.on('end', () => this.#hear(this.#refusal(new Error('it is the last that yauzl sees'))))
  }

  /** At once when its bytes are in memory. */
  next(): YauzlEntry | Promise<YauzlEntry> {
    this.#count++
    this.#zip.readEntry()
    return this.#found === undefined ? this.#wait() : this.#take()
  }

  async #wait(): Promise<YauzlEntry> {
    await new Promise<void>(resolve => {
      this.#wake = resolve
    })
    return this.#take()
  }

  #take(): YauzlEntry {
    const found = this.#found!
    this.#found = undefined
    if (found instanceof ExportError) throw found
    return found
  }

  #hear(found: YauzlEntry | ExportError): void {
    this.#found = found
    this.#wake()
  }

  #refusal(cause: unknown): ExportError {
    const why = cause instanceof Error ? cause.message : String(cause)
    const code = why.includes('strong encryption') ? 'encrypted' : 'bad-zip'
    const found = `entry ${this.#count} in the list of its entries: ${why}`
    return refuse(code, this.#name, found, undefined, cause)
  }
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
