import {listDirectory} from './directory.ts'
import {readEnd} from './end-record.ts'
import {zipEntry} from './entry-rules.ts'
import {GuardedReader} from './guarded-reader.ts'
import {layOut, type Place} from './layout.ts'
import {type HeaderReader, readLocalHeader} from './local-header.ts'
import type {Locator, RandomAccess, ZipEntry} from './model.ts'
import {nameDecoder} from './name-bytes.ts'

/** An opened archive: what is in it, and where. Its bytes are read through `data.ts`. */
export interface ZipReader {
  /** Files only, in the order of the central directory. Directory entries are left out. */
  readonly entries: readonly ZipEntry[]
  /**
   * Where the entry's data lies; reads its local header and refuses one that contradicts the directory.
   * `headers` is where to read it from, if its {@link extentOf} has been read already.
   */
  locate(entry: ZipEntry, headers?: HeaderReader): Promise<Locator>
  /** All that belongs to an entry, headers and data, without reading anything. */
  extentOf(entry: ZipEntry): Extent
  /** Closes the {@link RandomAccess}. */
  close(): Promise<void>
}

/** From the first byte of the local header to where the next entry or the directory begins. */
export interface Extent {
  readonly start: number
  readonly end: number
}

export interface OpenZipOptions {
  /** How the person calls the archive, for messages. */
  readonly name: string
  /** Encoding of names that are neither marked as UTF-8 nor valid UTF-8; CP437 without it. */
  readonly nameEncoding?: string | undefined
}

/**
 * Lists an archive and refuses one that readers could understand differently, that is damaged in its
 * structure, or that holds names or entries that Notion does not write. Data is not read.
 * When it rejects, `access` stays open: it is the caller's until a reader owns it.
 */
export async function openZip(access: RandomAccess, options: OpenZipOptions): Promise<ZipReader> {
  const {name} = options
  const fallback = nameDecoder(options.nameEncoding)
  const listing = new GuardedReader(access, name)
  const end = await readEnd(listing, access.size, name)
  const records = await listDirectory(listing, access.size, end, name)
  const entries: ZipEntry[] = []
  for (const record of records) {
    const entry = zipEntry(record, name, fallback)
    if (entry !== undefined) entries.push(entry)
  }
  return new OpenedZip(access, name, entries, layOut(records, end.directoryStart, name, fallback))
}

class OpenedZip implements ZipReader {
  readonly entries: readonly ZipEntry[]
  readonly #access: RandomAccess
  readonly #name: string
  readonly #places: ReadonlyMap<number, Place>
  readonly #headers: GuardedReader

  constructor(
    access: RandomAccess,
    name: string,
    entries: readonly ZipEntry[],
    places: ReadonlyMap<number, Place>,
  ) {
    this.#access = access
    this.#name = name
    this.entries = entries
    this.#places = places
    this.#headers = new GuardedReader(access, name)
  }

  async locate(entry: ZipEntry, headers: HeaderReader = this.#headers): Promise<Locator> {
    return readLocalHeader(headers, entry, this.#placeOf(entry), this.#name)
  }

  extentOf(entry: ZipEntry): Extent {
    return {start: entry.headerOffset, end: this.#placeOf(entry).limit}
  }

  #placeOf(entry: ZipEntry): Place {
    const place = this.#places.get(entry.headerOffset)
    if (place === undefined) throw new Error(`entry "${entry.path}" is not of this archive`)
    return place
  }

  close(): Promise<void> {
    return this.#access.close()
  }
}
