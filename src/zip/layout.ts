import type {CentralRecord} from './directory.ts'
import {MAX16} from './fields.ts'
import type {ZipEntry} from './model.ts'
import {Places} from './places.ts'
import {refuseEntry} from './refuse.ts'

/** Length of a local file header without name and extra fields (APPNOTE 4.3.7). */
export const LOCAL_LENGTH = 30

/** Takes the entries of a directory, folders too, and lays them out. */
export class Layout {
  readonly #paths: string[] = []
  readonly #offsets: number[] = []
  /** Where the data of each ends, if its local header has no extra field. */
  readonly #ends: number[] = []
  readonly #flags: number[] = []
  readonly #methods: number[] = []
  readonly #names = new Map<number, Uint8Array>()

  add({path, headerOffset, packedSize}: ZipEntry, {flags, method, nameBytes}: CentralRecord): void {
    this.#paths.push(path)
    this.#offsets.push(headerOffset)
    this.#ends.push(headerOffset + LOCAL_LENGTH + nameBytes.length + packedSize)
    this.#flags.push(flags)
    this.#methods.push(method)
    // A copy, since these bytes are a piece of larger ones.
    if (!isUtf8Of(path, nameBytes)) this.#names.set(headerOffset, nameBytes.slice())
  }

  /**
   * Refuses data that lies in another entry's data, which is how a small archive becomes a huge one, or
   * behind the directory's beginning. How long a local header's extra fields are is not known here:
   * `local-header.ts` checks the rest.
   */
  finish(directoryStart: number, archive: string): Places {
    const offsets = this.#offsets
    const order = Uint32Array.from(offsets.keys()).sort((a, b) => offsets[a]! - offsets[b]!)
    order.forEach((at, i) => {
      const next = order[i + 1]
      const limit = next === undefined ? directoryStart : offsets[next]!
      if (this.#ends[at]! <= limit) return
      const found = next === undefined ? 'runs past the last entry' : 'shares bytes with another entry'
      throw refuseEntry('bad-zip', archive, this.#paths[at]!, found)
    })
    return new Places(
      {
        offsets: new Float64Array(order.length).map((_, i) => offsets[order[i]!]!),
        flags: new Uint16Array(order.length).map((_, i) => this.#flags[order[i]!]!),
        methods: new Uint16Array(order.length).map((_, i) => this.#methods[order[i]!]!),
        names: this.#names,
      },
      directoryStart,
    )
  }
}

const utf8 = new TextEncoder()
/** No name in an archive is longer; one that becomes longer in UTF-8 is another. */
const room = new Uint8Array(MAX16)

function isUtf8Of(text: string, bytes: Uint8Array): boolean {
  const {read, written} = utf8.encodeInto(text, room)
  return read === text.length && sameBytes(room.subarray(0, written), bytes)
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}
