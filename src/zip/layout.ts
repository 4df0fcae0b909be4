import type {CentralRecord} from './directory.ts'
import {MAX16} from './fields.ts'
import type {ZipEntry} from './model.ts'
import {refuseEntry} from './refuse.ts'

/** What the directory says about an entry's place, to hold its local header against. */
export interface Place {
  readonly nameBytes: Uint8Array
  readonly flags: number
  readonly method: number
  /** Where the next entry or the directory begins: the entry must end before. */
  readonly limit: number
}

/** Length of a local file header without name and extra fields (APPNOTE 4.3.7). */
export const LOCAL_LENGTH = 30

const utf8 = new TextEncoder()
/** No name in an archive is longer; one that becomes longer in UTF-8 is another. */
const room = new Uint8Array(MAX16)

interface Listed {
  readonly entry: ZipEntry
  readonly flags: number
  readonly method: number
  readonly nameLength: number
}

/** Takes the entries of a directory, folders too, and lays them out. */
export class Layout {
  readonly #listed: Listed[] = []
  /** By the offset of the local header: names that are not just the UTF-8 of the path, which few are. */
  readonly #names = new Map<number, Uint8Array>()

  add(entry: ZipEntry, {flags, method, nameBytes}: CentralRecord): void {
    this.#listed.push({entry, flags, method, nameLength: nameBytes.length})
    // A copy, since these bytes are a piece of larger ones.
    if (!isUtf8Of(entry.path, nameBytes)) this.#names.set(entry.headerOffset, nameBytes.slice())
  }

  /**
   * Refuses data that lies in another entry's data, which is how a small archive becomes a huge one, or
   * behind the directory's beginning. How long a local header's extra fields are is not known here:
   * `local-header.ts` checks the rest.
   */
  finish(directoryStart: number, archive: string): Places {
    const sorted = this.#listed.sort((a, b) => a.entry.headerOffset - b.entry.headerOffset)
    sorted.forEach(({entry, nameLength}, i) => {
      const limit = sorted[i + 1]?.entry.headerOffset ?? directoryStart
      if (entry.headerOffset + LOCAL_LENGTH + nameLength + entry.packedSize > limit) {
        const found = i + 1 < sorted.length ? 'shares bytes with another entry' : 'runs past the last entry'
        throw refuseEntry('bad-zip', archive, entry.path, found)
      }
    })
    return new Places(sorted, this.#names, directoryStart)
  }
}

/**
 * The places of all entries. Columns of numbers, found by halving: an object for each entry, and a map to
 * find it by, would take ten times as much memory.
 */
export class Places {
  /** Of the local headers, ascending; behind the last, where the directory begins. */
  readonly #offsets: Float64Array
  readonly #flags: Uint16Array
  readonly #methods: Uint16Array
  readonly #names: ReadonlyMap<number, Uint8Array>
  /** Where the data begins, as far as it is known. */
  readonly #starts: Float64Array

  constructor(sorted: readonly Listed[], names: ReadonlyMap<number, Uint8Array>, directoryStart: number) {
    this.#offsets = new Float64Array(sorted.length + 1)
    sorted.forEach(({entry}, i) => {
      this.#offsets[i] = entry.headerOffset
    })
    this.#offsets[sorted.length] = directoryStart
    this.#flags = Uint16Array.from(sorted, ({flags}) => flags)
    this.#methods = Uint16Array.from(sorted, ({method}) => method)
    this.#names = names
    this.#starts = new Float64Array(sorted.length).fill(Number.NaN)
  }

  /** The offset of the first local header; of the directory, when there is none. */
  get first(): number {
    return this.#offsets[0]!
  }

  placeOf({path, headerOffset}: ZipEntry): Place {
    const at = this.#find(path, headerOffset)
    return {
      nameBytes: this.#names.get(headerOffset) ?? utf8.encode(path),
      flags: this.#flags[at]!,
      method: this.#methods[at]!,
      limit: this.#offsets[at + 1]!,
    }
  }

  /** Where the next entry or the directory begins. */
  limitOf({path, headerOffset}: ZipEntry): number {
    return this.#offsets[this.#find(path, headerOffset) + 1]!
  }

  /** Where the entry's data begins, if somebody has found that out. */
  startOf({path, headerOffset}: ZipEntry): number | undefined {
    const start = this.#starts[this.#find(path, headerOffset)]!
    return Number.isNaN(start) ? undefined : start
  }

  setStart({path, headerOffset}: ZipEntry, start: number): void {
    this.#starts[this.#find(path, headerOffset)] = start
  }

  #find(path: string, headerOffset: number): number {
    let low = 0
    let high = this.#offsets.length - 1
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#offsets[middle]! < headerOffset) low = middle + 1
      else high = middle
    }
    if (low === this.#starts.length || this.#offsets[low] !== headerOffset) {
      throw new Error(`entry "${path}" is not of this archive`)
    }
    return low
  }
}

function isUtf8Of(text: string, bytes: Uint8Array): boolean {
  const {read, written} = utf8.encodeInto(text, room)
  return read === text.length && sameBytes(room.subarray(0, written), bytes)
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}
