import type {Readable} from 'node:stream'
import {RandomAccessReader} from 'yauzl'
import type {EndRecord} from './end-record.ts'
import {MAX16} from './fields.ts'
import type {GuardedReader} from './guarded-reader.ts'
import {endRecords} from './records.ts'
import {refuse} from './refuse.ts'

/**
 * Shows an archive to yauzl as far as the end of its directory, and behind that an end record of ours: it
 * would search the real one by rules of its own, and refuse archives whose comment or last name holds what
 * looks like a record. Which record ends the archive has been decided by `end-record.ts`.
 */
export class YauzlView extends RandomAccessReader {
  /** Length of what is shown, in bytes. */
  readonly size: number
  /** Why reading failed, if it did: yauzl's own complaints are of another kind. */
  failure: unknown
  readonly #reader: GuardedReader
  readonly #name: string
  readonly #directoryEnd: number
  readonly #end: Uint8Array

  constructor(reader: GuardedReader, {directoryStart, directoryEnd}: EndRecord, name: string) {
    super()
    this.#reader = reader
    this.#name = name
    this.#directoryEnd = directoryEnd
    // The count is not believed. This one brings a zip64 locator along, so that none is seen in a name.
    this.#end = endRecords(MAX16, directoryEnd - directoryStart, directoryStart)
    this.size = directoryEnd + this.#end.length
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    const give = (bytes: Uint8Array) => {
      buffer.set(bytes, offset)
      callback(null, length)
    }
    const fail = (error: Error) => {
      this.failure = error
      callback(error)
    }
    if (position + length > this.size) {
      fail(refuse('bad-zip', this.#name, 'the list of its entries runs past its end'))
      return
    }
    const found = this.#read(position, length)
    if (found instanceof Uint8Array) give(found)
    else found.then(give, fail)
  }

  #read(position: number, length: number): Uint8Array | Promise<Uint8Array> {
    const real = Math.min(length, this.#directoryEnd - position)
    if (real === length) return this.#reader.read(position, length)
    if (real <= 0) return this.#end.subarray(-real, length - real)
    return this.#readBoth(position, real, length - real)
  }

  async #readBoth(position: number, real: number, added: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(real + added)
    bytes.set(await this.#reader.read(position, real))
    bytes.set(this.#end.subarray(0, added), real)
    return bytes
  }

  /** Data is read in large pieces by `data.ts`, never through yauzl. */
  override _readStreamForRange(): Readable {
    throw new Error('yauzl was asked for data, it only lists')
  }
}
