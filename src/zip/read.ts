import type {Problem} from '../core/model.ts'
import {Budget} from './budget.ts'
import {listDirectory} from './directory.ts'
import {readEnd} from './end-record.ts'
import {zipEntry} from './entry-rules.ts'
import {GuardedReader} from './guarded-reader.ts'
import {Layout} from './layout.ts'
import {holdsEntry, type PlaceReader} from './leftover.ts'
import {plainStart, readLocalHeader} from './local-header.ts'
import type {Located, RandomAccess, ZipEntry} from './model.ts'
import {nameDecoder} from './name-bytes.ts'
import {Oddities} from './oddities.ts'
import type {Place, Places} from './places.ts'
import {refuse} from './refuse.ts'

/** An opened archive: what is in it, and where. Its bytes are read through `data.ts`. */
export interface ZipReader {
  /** Files only, in the order of the central directory. Directory entries are left out. */
  readonly entries: readonly ZipEntry[]
  /**
   * Where the entry's data lies; reads its local header and refuses one that contradicts the directory. At
   * once when that takes no waiting, since it is asked of every entry.
   * `from` can be a reader of these bytes that costs less: those from the entry's header to the next one's.
   */
  locate(entry: ZipEntry, from?: PlaceReader): Located | Promise<Located>
  /** All that belongs to an entry, headers and data, without reading anything. */
  extentOf(entry: ZipEntry): Extent
  /** Locates what nobody has located yet: folders, and files that are left out. Readers may look at them. */
  locateRest(): Promise<void>
  /** What was odd so far and did not stop us, in one order always; all of it after {@link locateRest}. */
  problems(): Problem[]
  /** Closes the {@link RandomAccess}. */
  close(): Promise<void>
}

/**
 * From the first byte of the local header to where the next entry or the directory begins.
 *
 * Places in a file are not made as `{start, end, …}`: V8 keeps one shape for all that begin so, and places in a
 * text would be kept as fractions too, each in memory of its own.
 */
export interface Extent {
  readonly start: number
  readonly end: number
}

export interface OpenZipOptions {
  /** How the person calls the archive, for messages. */
  readonly name: string
  /** Encoding of names that are neither marked as UTF-8 nor valid UTF-8; CP437 without it. */
  readonly nameEncoding?: string | undefined
  /** Shared by all archives of one export; one of its own if left out. */
  readonly budget?: Budget
}

/**
 * Lists an archive and refuses one that readers could understand differently, that is damaged in its
 * structure, or that holds names or entries that Notion does not write. Data is not read.
 * When it rejects, `access` stays open: it is the caller's until a reader owns it.
 */
export async function openZip(access: RandomAccess, options: OpenZipOptions): Promise<ZipReader> {
  const entries: ZipEntry[] = []
  const folders: ZipEntry[] = []
  const listed = await listZip(access, options, (entry, isFolder) => {
    ;(isFolder ? folders : entries).push(entry)
  })
  return new OpenedZip({access, name: options.name, entries, folders, ...listed})
}

/** The same for who needs to see each entry only once. */
export async function listZip(
  access: RandomAccess,
  options: OpenZipOptions,
  take: (entry: ZipEntry, isFolder: boolean) => void,
): Promise<{readonly places: Places; readonly oddities: Oddities}> {
  const {name, budget = new Budget()} = options
  const fallback = nameDecoder(options.nameEncoding)
  const reader = new GuardedReader(access, name)
  const oddities = new Oddities()
  const end = await readEnd(reader, access.size, name, oddities)
  const layout = new Layout()
  await listDirectory({reader, end, name, oddities, budget}, record => {
    const {entry, isFolder} = zipEntry(record, {archive: name, fallback, oddities})
    layout.add(entry, record)
    take(entry, isFolder)
  })
  const places = layout.finish(end.directoryStart, name)
  await judgeFront(reader, places.first, name, oddities)
  return {places, oddities}
}

/** Bytes before the first entry: a self-extracting archive's program, or another archive's entries. */
async function judgeFront(
  reader: GuardedReader,
  first: number,
  name: string,
  oddities: Oddities,
): Promise<void> {
  if (first === 0) return
  if (await holdsEntry(reader, 0, first)) {
    const found = 'entries that its list does not have stand before its first one: two files were joined'
    throw refuse('bad-zip', name, found)
  }
  oddities.note('bytes-before', {amount: first})
}

interface Opened {
  readonly access: RandomAccess
  readonly name: string
  readonly entries: readonly ZipEntry[]
  readonly folders: readonly ZipEntry[]
  readonly places: Places
  readonly oddities: Oddities
}

class OpenedZip implements ZipReader {
  readonly entries: readonly ZipEntry[]
  readonly #opened: Opened
  readonly #headers: GuardedReader
  /** Offsets of the local headers that somebody has been told of. */
  readonly #refused = new Set<number>()

  constructor(opened: Opened) {
    this.#opened = opened
    this.entries = opened.entries
    this.#headers = new GuardedReader(opened.access, opened.name)
  }

  locate(entry: ZipEntry, from: PlaceReader = this.#headers): Located | Promise<Located> {
    const {places} = this.#opened
    const {method, packedSize: length} = entry
    const known = places.startOf(entry)
    if (known !== undefined) return {start: known, length, method, odd: []}
    const place = places.placeOf(entry)
    const start = plainStart(from, entry, place)
    if (start === undefined) return this.#locate(from, entry, place)
    places.setStart(entry, start)
    return {start, length, method, odd: []}
  }

  async #locate(from: PlaceReader, entry: ZipEntry, place: Place): Promise<Located> {
    const at = await readLocalHeader(from, entry, place, this.#opened.name).catch(error => {
      this.#refused.add(entry.headerOffset)
      throw error
    })
    this.#note(entry, at)
    return at
  }

  extentOf(entry: ZipEntry): Extent {
    return {end: this.#opened.places.limitOf(entry), start: entry.headerOffset}
  }

  async locateRest(): Promise<void> {
    for (const entry of [...this.#opened.folders, ...this.entries]) {
      const {headerOffset} = entry
      const isKnown = this.#opened.places.startOf(entry) !== undefined || this.#refused.has(headerOffset)
      if (!isKnown) await this.locate(entry)
    }
  }

  problems(): Problem[] {
    return this.#opened.oddities.problems(this.#opened.name)
  }

  close(): Promise<void> {
    return this.#opened.access.close()
  }

  /** Two readings at once can find the same; it is told once. */
  #note(entry: ZipEntry, at: Located): void {
    const {places} = this.#opened
    if (places.startOf(entry) !== undefined) return
    places.setStart(entry, at.start)
    const {path, headerOffset} = entry
    for (const {oddity, bytes} of at.odd)
      this.#opened.oddities.note(oddity, {entry: path, place: headerOffset, amount: bytes})
  }
}
