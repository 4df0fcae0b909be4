import {SIGNATURE, viewOf} from './fields.ts'
import type {GuardedReader} from './guarded-reader.ts'
import {refuse} from './refuse.ts'

/** One place where an end of central directory record (APPNOTE 4.3.16) may stand. */
export interface Candidate {
  readonly at: number
  readonly disk: number
  readonly directoryDisk: number
  readonly countHere: number
  readonly count: number
  readonly directorySize: number
  readonly directoryStart: number
  /** First byte behind its comment: the end of the archive if this is the record. */
  readonly end: number
}

/** The last bytes of a file, in which its end record stands. */
export interface Tail {
  readonly start: number
  readonly view: DataView
}

const END_LENGTH = 22
export const LOCATOR64_LENGTH = 20
/** Zeros behind the end that do no harm: what some downloads and disks round a file up with. */
const MOST_ZEROS = 0xffff
/** The zip64 locator, the record, its longest comment, the zeros behind. */
const TAIL_LENGTH = LOCATOR64_LENGTH + END_LENGTH + 0xffff + MOST_ZEROS

export async function readTail(reader: GuardedReader, size: number): Promise<Tail> {
  const length = Math.min(size, TAIL_LENGTH)
  return {start: size - length, view: viewOf(await reader.read(size - length, length, length))}
}

export function findCandidates({view, start}: Tail): Candidate[] {
  const found: Candidate[] = []
  for (let i = 0; i <= view.byteLength - END_LENGTH; i++) {
    if (view.getUint8(i) !== 0x50 || view.getUint32(i, true) !== SIGNATURE.end) continue
    found.push({
      at: start + i,
      disk: view.getUint16(i + 4, true),
      directoryDisk: view.getUint16(i + 6, true),
      countHere: view.getUint16(i + 8, true),
      count: view.getUint16(i + 10, true),
      directorySize: view.getUint32(i + 12, true),
      directoryStart: view.getUint32(i + 16, true),
      end: start + i + END_LENGTH + view.getUint16(i + 20, true),
    })
  }
  return found
}

/**
 * The record that ends the file, or `undefined`. Readers search from the end, and those that forgive much
 * take the first record that they meet; so a second one behind it, or one that claims the same end, is
 * refused if anybody could open it. One that nobody could open is a comment that happens to hold `PK\5\6`.
 */
export async function chooseEnd(
  candidates: readonly Candidate[],
  {reader, size, tail, name}: {reader: GuardedReader; size: number; tail: Tail; name: string},
): Promise<Candidate | undefined> {
  const opens = (candidate: Candidate) => canBeOpened(candidate, reader, tail)
  const exact = candidates.filter(({end}) => end === size)
  const zeros = trailingZeros(tail.view)
  const padded = candidates.filter(({end}) => end < size && size - end <= Math.min(zeros, MOST_ZEROS))
  const real = (await firstOf(exact, opens)) ?? (await firstOf(padded, opens)) ?? exact.at(-1)
  if (real === undefined) return undefined
  const behind = candidates.filter(({at, end}) => at > real.at && end <= size)
  if ((await firstOf(behind, opens)) !== undefined) {
    throw refuse('bad-zip', name, 'it has more than one end, so readers would not agree on what is in it')
  }
  return real
}

/** Whether a directory stands where this record says, or right before it, or it says that there is none. */
async function canBeOpened(
  {at, count, directorySize, directoryStart}: Candidate,
  reader: GuardedReader,
  tail: Tail,
): Promise<boolean> {
  const signatureAt = async (place: number) => {
    if (place < 0 || place + 4 > at) return 0
    if (place >= tail.start) return tail.view.getUint32(place - tail.start, true)
    return viewOf(await reader.read(place, 4, 4)).getUint32(0, true)
  }
  if (directorySize === 0) return count === 0 && directoryStart <= at
  return (
    (await signatureAt(at - directorySize)) === SIGNATURE.central ||
    (await signatureAt(directoryStart)) === SIGNATURE.central ||
    (await signatureAt(at - LOCATOR64_LENGTH)) === SIGNATURE.locator64
  )
}

async function firstOf<T>(list: readonly T[], test: (item: T) => Promise<boolean>): Promise<T | undefined> {
  for (const item of list) if (await test(item)) return item
  return undefined
}

function trailingZeros(view: DataView): number {
  let count = 0
  while (count < view.byteLength && view.getUint8(view.byteLength - 1 - count) === 0) count++
  return count
}
