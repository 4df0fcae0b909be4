import type {DosTime} from '../core/model.ts'
import {Fields, FLAG, MAX16, MAX32, SIGNATURE, ZIP64_EXTRA} from './fields.ts'

/** What the records of one entry say. */
export interface EntryRecord {
  readonly name: Uint8Array
  readonly time: DosTime
  readonly method: 0 | 8
  readonly flags: number
  /** Of the local header, from the archive's first byte. */
  readonly offset: number
}

/** Lengths in bytes, and the CRC-32 of the uncompressed bytes. */
export interface EntryFigures {
  readonly size: number
  readonly packedSize: number
  readonly crc32: number
}

/** APPNOTE 4.4.3.2: 2.0 for deflate, 4.5 for zip64. */
const NEEDED = 20
const NEEDED_ZIP64 = 45

/**
 * Made by UNIX (3), ZIP 4.5: `unzip` on Linux and macOS then takes the permissions below, those of a file
 * that everybody may read. Windows does not look at either.
 */
const MADE_BY = (3 << 8) | NEEDED_ZIP64
const REGULAR_FILE_0644 = 0o100644 * 0x10000

/**
 * General purpose flags (APPNOTE 4.4.4). Bit 11 only where it says something, as Notion, Info-ZIP and
 * Python do: an ASCII name is the same without it, and the oldest readers know no bit 11.
 */
export function flagsFor(isAscii: boolean, figuresFollow: boolean): number {
  return (isAscii ? 0 : FLAG.utf8) | (figuresFollow ? FLAG.descriptor : 0)
}

/** Local file header (APPNOTE 4.3.7); without figures it announces a data descriptor. */
export function localHeader(entry: EntryRecord, figures?: EntryFigures): Uint8Array {
  const {size, packedSize, crc32} = figures ?? {size: 0, packedSize: 0, crc32: 0}
  // Here, unlike in the directory, the extra field must hold both sizes (APPNOTE 4.5.3).
  const zip64 = size >= MAX32 || packedSize >= MAX32
  const fields = new Fields(30 + entry.name.length + (zip64 ? 20 : 0))
    .u32(SIGNATURE.local)
    .u16(zip64 ? NEEDED_ZIP64 : NEEDED)
    .u16(entry.flags)
    .u16(entry.method)
    .u32(entry.time)
    .u32(crc32)
    .u32(zip64 ? MAX32 : packedSize)
    .u32(zip64 ? MAX32 : size)
    .u16(entry.name.length)
    .u16(zip64 ? 20 : 0)
    .raw(entry.name)
  if (zip64) fields.u16(ZIP64_EXTRA).u16(16).u64(size).u64(packedSize)
  return fields.bytes
}

/**
 * Data descriptor with signature (APPNOTE 4.3.9), 64 bits wide only when it has to be: readers that go
 * by the directory, and that is all common ones, do not look at it.
 */
export function dataDescriptor({size, packedSize, crc32}: EntryFigures): Uint8Array {
  if (size < MAX32 && packedSize < MAX32) {
    return new Fields(16).u32(SIGNATURE.descriptor).u32(crc32).u32(packedSize).u32(size).bytes
  }
  return new Fields(24).u32(SIGNATURE.descriptor).u32(crc32).u64(packedSize).u64(size).bytes
}

/** Central directory header (APPNOTE 4.3.12). */
export function centralHeader(entry: EntryRecord, {size, packedSize, crc32}: EntryFigures): Uint8Array {
  // Only what does not fit, in this order (APPNOTE 4.5.3).
  const large = [size, packedSize, entry.offset].filter(value => value >= MAX32)
  const extraLength = large.length === 0 ? 0 : 4 + 8 * large.length
  const fields = new Fields(46 + entry.name.length + extraLength)
    .u32(SIGNATURE.central)
    .u16(MADE_BY)
    .u16(large.length === 0 ? NEEDED : NEEDED_ZIP64)
    .u16(entry.flags)
    .u16(entry.method)
    .u32(entry.time)
    .u32(crc32)
    .u32(Math.min(packedSize, MAX32))
    .u32(Math.min(size, MAX32))
    .u16(entry.name.length)
    .u16(extraLength)
    .u16(0) // comment
    .u16(0) // disk
    .u16(0) // internal attributes
    .u32(REGULAR_FILE_0644)
    .u32(Math.min(entry.offset, MAX32))
    .raw(entry.name)
  if (large.length > 0) fields.u16(ZIP64_EXTRA).u16(extraLength - 4)
  for (const value of large) fields.u64(value)
  return fields.bytes
}

/** End of central directory record (APPNOTE 4.3.16), after its zip64 record and locator when needed. */
export function endRecords(count: number, directorySize: number, directoryStart: number): Uint8Array {
  const zip64 = count >= MAX16 || directorySize >= MAX32 || directoryStart >= MAX32
  const fields = new Fields(22 + (zip64 ? 56 + 20 : 0))
  if (zip64) {
    fields
      .u32(SIGNATURE.end64)
      .u64(56 - 12) // what follows this field
      .u16(MADE_BY)
      .u16(NEEDED_ZIP64)
      .u32(0) // this disk
      .u32(0) // disk of the directory
      .u64(count)
      .u64(count)
      .u64(directorySize)
      .u64(directoryStart)
      .u32(SIGNATURE.locator64)
      .u32(0) // disk of the zip64 record
      .u64(directoryStart + directorySize)
      .u32(1) // disks
  }
  return fields
    .u32(SIGNATURE.end)
    .u16(0) // this disk
    .u16(0) // disk of the directory
    .u16(Math.min(count, MAX16))
    .u16(Math.min(count, MAX16))
    .u32(Math.min(directorySize, MAX32))
    .u32(Math.min(directoryStart, MAX32))
    .u16(0).bytes // comment
}
