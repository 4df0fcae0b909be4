import type {Candidate, Tail} from './end-candidates.ts'
import {chooseEnd, findCandidates, LOCATOR64_LENGTH, readTail} from './end-candidates.ts'
import {noEnd, startsLikeZip} from './end-missing.ts'
import {MAX16, MAX32, SIGNATURE, u64, viewOf} from './fields.ts'
import type {GuardedReader} from './guarded-reader.ts'
import type {Oddities} from './oddities.ts'
import {refuse} from './refuse.ts'

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

const END64_LENGTH = 56

/** The archive whose end is looked for. */
interface Archive {
  readonly reader: GuardedReader
  /** In bytes. */
  readonly size: number
  readonly name: string
}

/**
 * Finds the record that ends an archive of `size` bytes, and refuses an archive that it does not fit to
 * the byte: whoever corrects its figures may open a different archive than the next reader does, such
 * as a stored part at the end of a download that was cut short.
 */
export async function readEnd(
  reader: GuardedReader,
  size: number,
  name: string,
  oddities: Oddities,
): Promise<EndRecord> {
  const archive = {reader, size, name}
  const tail = await readTail(reader, size)
  const candidates = findCandidates(tail)
  const end = await chooseEnd(candidates, {...archive, tail})
  if (end === undefined) throw await noEnd(reader, size, name, candidates)
  if (end.end < size) oddities.note('zeros-behind', {amount: size - end.end})
  const isWhole = end.directoryStart + end.directorySize === end.at
  const end64 = await findEnd64(archive, tail, end.at - LOCATOR64_LENGTH)
  if (end64 === undefined || (end64 === 'none' && isWhole)) {
    if (isVolume(end, 0) || end.countHere !== end.count) throw splitArchive(name)
    return checked(archive, {...end, directoryEnd: end.at, wraps: true})
  }
  if (end64 === 'none') throw refuse('bad-zip', name, 'its zip64 end record is not where its locator says')
  if (isWhole) {
    throw refuse('bad-zip', name, 'it has two end records, so readers would not agree on what is in it')
  }
  if (!agree(end, end64)) throw refuse('bad-zip', name, 'its two end records contradict each other')
  return checked(archive, {...end64, wraps: false})
}

/** The figures of a zip64 end of central directory record (APPNOTE 4.3.14). */
interface End64 {
  readonly count: number
  readonly directorySize: number
  readonly directoryStart: number
  readonly directoryEnd: number
}

/**
 * The record that a zip64 locator (APPNOTE 4.3.15) at `locator` leads to, which must end right before it.
 * `undefined` where no locator stands, `none` where it leads nowhere: the last name of a directory may end
 * in what looks like one.
 */
async function findEnd64(
  {reader, name}: Archive,
  {view, start}: Tail,
  locator: number,
): Promise<End64 | 'none' | undefined> {
  const at = locator - start
  if (at < 0 || view.getUint32(at, true) !== SIGNATURE.locator64) return undefined
  const place = u64(view, at + 8)
  if (place + END64_LENGTH > locator) return 'none'
  const record = viewOf(await reader.read(place, END64_LENGTH))
  if (record.getUint32(0, true) !== SIGNATURE.end64 || place + 12 + u64(record, 4) !== locator) return 'none'
  const count = u64(record, 32)
  const isSplit =
    view.getUint32(at + 4, true) !== 0 || // disk of the zip64 record
    view.getUint32(at + 16, true) > 1 || // disks; some writers say none
    record.getUint32(16, true) !== 0 || // this disk
    record.getUint32(20, true) !== 0 || // disk of the directory
    u64(record, 24) !== count // entries on this disk
  if (isSplit) throw splitArchive(name)
  return {count, directorySize: u64(record, 40), directoryStart: u64(record, 48), directoryEnd: place}
}

/** A field of the short record holds all ones, or what the long record says (APPNOTE 4.4.1.4). */
function agree(end: Candidate, end64: End64): boolean {
  return (
    !isVolume(end, MAX16) &&
    (end.countHere === MAX16 || end.countHere === end64.count) &&
    (end.count === MAX16 || end.count === end64.count) &&
    (end.directorySize === MAX32 || end.directorySize === end64.directorySize) &&
    (end.directoryStart === MAX32 || end.directoryStart === end64.directoryStart)
  )
}

/** `unsaid` is the disk number that says nothing. */
function isVolume({disk, directoryDisk}: Candidate, unsaid: number): boolean {
  return [disk, directoryDisk].some(number => number !== 0 && number !== unsaid)
}

/** The directory must end exactly where the (zip64) end record begins. */
async function checked(
  {reader, size, name}: Archive,
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

function splitArchive(name: string) {
  return refuse('unsupported', name, 'it is one volume of a split archive', 'join its volumes first')
}
