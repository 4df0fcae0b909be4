import {MAX16, MAX32, SIGNATURE, u64, viewOf} from './fields.ts'
import type {GuardedReader} from './guarded-reader.ts'
import {refuse} from './refuse.ts'
import {looksLikeZip, SNIFF_LENGTH, sniff} from './sniff.ts'

/** Where the central directory lies and what it should hold. */
export interface EndRecord {
  /** First byte of the central directory. */
  readonly directoryStart: number
  /** First byte behind it. */
  readonly directoryEnd: number
  readonly count: number
  /** Without zip64, `count` has 16 bits: some writers let it wrap. */
  readonly wraps: boolean
}

const END_LENGTH = 22
const LOCATOR64_LENGTH = 20
const END64_LENGTH = 56
/** The record, its longest comment, and the zip64 locator before it. */
const TAIL_LENGTH = LOCATOR64_LENGTH + END_LENGTH + 0xffff

/** One place where an end of central directory record (APPNOTE 4.3.16) may stand. */
interface Candidate {
  readonly at: number
  readonly disk: number
  readonly count: number
  readonly directorySize: number
  readonly directoryStart: number
  /** First byte behind its comment: the end of the archive if this is the record. */
  readonly end: number
}

/**
 * Finds the record that ends an archive of `size` bytes, and refuses an archive that it does not fit to
 * the byte: whoever corrects its figures may open a different archive than the next reader does, such
 * as a stored part at the end of a download that was cut short.
 */
export async function readEnd(reader: GuardedReader, size: number, name: string): Promise<EndRecord> {
  const tailStart = Math.max(0, size - TAIL_LENGTH)
  const tail = viewOf(await reader.read(tailStart, size - tailStart, size - tailStart))
  const candidates = findCandidates(tail, tailStart)
  const exact = candidates.filter(({end}) => end === size)
  const end = exact[0]
  if (end === undefined) throw await noEnd(reader, size, name, candidates)
  // The last candidate is the one that yauzl takes.
  if (exact.length > 1 || end !== candidates.at(-1)) {
    throw refuse('bad-zip', name, 'it has more than one end, so readers would not agree on what is in it')
  }
  const locator = end.at - LOCATOR64_LENGTH - tailStart
  if (locator >= 0 && tail.getUint32(locator, true) === SIGNATURE.locator64) {
    return readEnd64(reader, size, name, end, u64(tail, locator + 8))
  }
  if (end.disk !== 0) throw splitArchive(name)
  return checked(reader, size, name, {...end, directoryEnd: end.at, wraps: true})
}

function findCandidates(tail: DataView, tailStart: number): Candidate[] {
  const found: Candidate[] = []
  for (let i = 0; i <= tail.byteLength - END_LENGTH; i++) {
    if (tail.getUint8(i) !== 0x50 || tail.getUint32(i, true) !== SIGNATURE.end) continue
    found.push({
      at: tailStart + i,
      disk: tail.getUint16(i + 4, true),
      count: tail.getUint16(i + 10, true),
      directorySize: tail.getUint32(i + 12, true),
      directoryStart: tail.getUint32(i + 16, true),
      end: tailStart + i + END_LENGTH + tail.getUint16(i + 20, true),
    })
  }
  return found
}

/** Zip64 end of central directory record (APPNOTE 4.3.14), found through its locator (4.3.15). */
async function readEnd64(
  reader: GuardedReader,
  size: number,
  name: string,
  end: Candidate,
  at: number,
): Promise<EndRecord> {
  const record = viewOf(await reader.read(at, END64_LENGTH))
  if (
    record.getUint32(0, true) !== SIGNATURE.end64 ||
    at + 12 + u64(record, 4) !== end.at - LOCATOR64_LENGTH
  ) {
    throw refuse('bad-zip', name, 'its zip64 end record is not where its locator says')
  }
  if (record.getUint32(16, true) !== 0) throw splitArchive(name)
  const count = u64(record, 32)
  const directorySize = u64(record, 40)
  const directoryStart = u64(record, 48)
  const agree =
    (end.count === MAX16 || end.count === count) &&
    (end.directorySize === MAX32 || end.directorySize === directorySize) &&
    (end.directoryStart === MAX32 || end.directoryStart === directoryStart)
  if (!agree) throw refuse('bad-zip', name, 'its two end records contradict each other')
  return checked(reader, size, name, {count, directorySize, directoryStart, directoryEnd: at, wraps: false})
}

/** The directory must end exactly where the (zip64) end record begins. */
async function checked(
  reader: GuardedReader,
  size: number,
  name: string,
  end: EndRecord & {readonly directorySize: number},
): Promise<EndRecord> {
  const {directoryStart, directoryEnd, count, wraps} = end
  const gap = directoryEnd - end.directorySize - directoryStart
  if (gap === 0) return {directoryStart, directoryEnd, count, wraps}
  if (gap < 0) throw refuse('truncated', name, `it was cut short: ${-gap} bytes of it are missing`)
  if (await startsLikeZip(reader, size)) {
    const found = 'it was cut short, or two files were joined: its end is that of another archive'
    throw refuse('truncated', name, found)
  }
  throw refuse('bad-zip', name, `${gap} bytes that are not part of it stand before its beginning`)
}

/** Says why no end record ends the file: bytes behind it, a file cut short, or no ZIP at all. */
async function noEnd(reader: GuardedReader, size: number, name: string, candidates: readonly Candidate[]) {
  const real = candidates.find(({at, directoryStart, directorySize}) => directoryStart + directorySize === at)
  if (real !== undefined && real.end < size) {
    const hint = 'download the export from Notion again, or cut off what was added to it'
    return refuse('bad-zip', name, `${size - real.end} bytes that are not part of it follow its end`, hint)
  }
  if (real !== undefined || (await startsLikeZip(reader, size))) {
    const found = 'it was cut short: the list of its entries, which stands at its end, is missing'
    return refuse('truncated', name, found, 'the download may have stopped early; download the export again')
  }
  const {what, hint} = sniff(await head(reader, size))
  return refuse('not-a-zip', name, `it is ${what}${what.includes('ZIP') ? '' : ', not a ZIP file'}`, hint)
}

function splitArchive(name: string) {
  return refuse('unsupported', name, 'it is one volume of a split archive', 'join its volumes first')
}

async function startsLikeZip(reader: GuardedReader, size: number): Promise<boolean> {
  return looksLikeZip(await head(reader, size))
}

function head(reader: GuardedReader, size: number): Uint8Array | Promise<Uint8Array> {
  const length = Math.min(size, SNIFF_LENGTH)
  return reader.read(0, length, length)
}
