import type {DosTime} from '../core/model.ts'
import {Batch, type ByteSink} from './batch.ts'
import {MAX16} from './fields.ts'
import {Pile} from './pile.ts'
import {
  centralHeader,
  dataDescriptor,
  type EntryFigures,
  type EntryRecord,
  endRecords,
  flagsFor,
  localHeader,
} from './records.ts'

const utf8 = new TextEncoder()

export type {ByteSink} from './batch.ts'

/** One file to put into an archive. */
export interface NewEntry {
  /** With `/`, no leading slash; written as UTF-8, as it is. */
  readonly path: string
  /** Written as it is: no time zone is ever asked. */
  readonly time: DosTime
  readonly method: 0 | 8
  /** When all is known beforehand it stands in the local header, where streaming readers want it. */
  readonly known?: EntryFigures
  /** In packed form: deflated for method 8. */
  readonly data: Uint8Array | AsyncIterable<Uint8Array>
}

/**
 * Writes an archive from front to back, without going back and without looking into data, so entries
 * can be copied in packed form. The same entries give the same bytes. An archive in whose making
 * something was thrown cannot be gone on with.
 */
export class ZipWriter {
  readonly #out: Batch
  /** Records of the central directory, finished, about 50 bytes and the name each. */
  readonly #directory = new Pile()
  /** Length of what was written. */
  #at = 0
  #state: 'ready' | 'busy' | 'ended' = 'ready'

  constructor(out: ByteSink) {
    this.#out = new Batch(out)
  }

  /**
   * Wait for it before the next call. An entry without `known` needs `finished`, which is asked for size
   * and CRC-32 when its data has gone through; they then stand in a data descriptor behind it.
   */
  async add(entry: NewEntry, finished?: () => {size: number; crc32: number}): Promise<void> {
    this.#begin()
    const {path, time, method, known, data} = entry
    const name = utf8.encode(path)
    if (name.length === 0 || name.length > MAX16) {
      throw new RangeError(`a name of ${name.length} bytes: ${path.slice(0, 100)}`)
    }
    // In UTF-8 all other letters have more bytes than they have units.
    const isAscii = name.length === path.length
    const flags = flagsFor(isAscii, known === undefined)
    const record: EntryRecord = {name, time, method, flags, offset: this.#at}
    // Waiting for nothing, twice for each file, would cost more than its headers do.
    const full = this.#write(localHeader(record, known))
    if (full) await full
    const start = this.#at
    const copied = data instanceof Uint8Array ? this.#write(data) : this.#copy(data)
    if (copied) await copied
    const packedSize = this.#at - start
    const figures = known ?? this.#ask(path, packedSize, finished)
    if (packedSize !== figures.packedSize) {
      throw new Error(`"${path}" has ${packedSize} packed bytes instead of ${figures.packedSize}`)
    }
    if (method === 0 && figures.size !== packedSize) {
      throw new Error(`"${path}" is stored, and ${figures.size} bytes do not become ${packedSize}`)
    }
    if (known === undefined) await this.#write(dataDescriptor(figures))
    this.#directory.add(centralHeader(record, figures))
    this.#state = 'ready'
  }

  /** Writes the central directory, with zip64 records when they are needed. The sink stays open. */
  async end(): Promise<void> {
    this.#begin()
    const start = this.#at
    for (const records of this.#directory.chunks()) await this.#write(records)
    await this.#write(endRecords(this.#directory.count, this.#at - start, start))
    await this.#out.flush()
    this.#state = 'ended'
  }

  #begin(): void {
    if (this.#state !== 'ready') throw new Error(`the archive is ${this.#state}, or failed before`)
    this.#state = 'busy'
  }

  #write(bytes: Uint8Array): Promise<void> | undefined {
    this.#at += bytes.length
    return this.#out.write(bytes)
  }

  async #copy(data: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const bytes of data) await this.#write(bytes)
  }

  #ask(path: string, packedSize: number, finished: (() => {size: number; crc32: number}) | undefined) {
    if (finished === undefined) throw new Error(`nobody knows size and CRC-32 of "${path}"`)
    return {...finished(), packedSize}
  }
}
