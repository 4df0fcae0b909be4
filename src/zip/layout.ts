import type {CentralRecord} from './directory.ts'
import {type Decode, decodeName} from './name-bytes.ts'
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

/**
 * The place of every record by the offset of its local header, and the first of these offsets. Refuses data that lies in another
 * entry's data, which is how a small archive becomes a huge one, or behind the directory's beginning.
 * How long a local header's extra fields are is not known here: `local-header.ts` checks the rest.
 */
export function layOut(
  records: readonly CentralRecord[],
  directoryStart: number,
  archive: string,
  fallback?: Decode,
): {readonly places: Map<number, Place>; readonly first: number} {
  const places = new Map<number, Place>()
  const sorted = [...records].sort((a, b) => a.headerOffset - b.headerOffset)
  sorted.forEach((record, i) => {
    const {nameBytes, flags, method, headerOffset, packedSize} = record
    const limit = sorted[i + 1]?.headerOffset ?? directoryStart
    if (headerOffset + LOCAL_LENGTH + nameBytes.length + packedSize > limit) {
      const found = i + 1 < sorted.length ? 'shares bytes with another entry' : 'runs past the last entry'
      throw refuseEntry('bad-zip', archive, decodeName(record, fallback), found)
    }
    places.set(headerOffset, {nameBytes, flags, method, limit})
  })
  return {places, first: sorted[0]?.headerOffset ?? directoryStart}
}
