import type {CentralRecord} from './directory.ts'
import {MAX16, MAX32, u64, viewOf, ZIP64_EXTRA} from './fields.ts'

/** What a record of the central directory says in its own 16 and 32 bits (APPNOTE 4.3.12). */
export interface ShortFields {
  readonly size: number
  readonly packedSize: number
  readonly headerOffset: number
  readonly disk: number
}

/** Where the fields stand in a record of the central directory. */
export function shortFields(record: DataView): ShortFields {
  return {
    packedSize: record.getUint32(20, true),
    size: record.getUint32(24, true),
    disk: record.getUint16(34, true),
    headerOffset: record.getUint32(42, true),
  }
}

/**
 * Why the zip64 field of a record (APPNOTE 4.5.3) does not go with its short fields, or `undefined`. The
 * field holds only what did not fit, in a fixed order; some writers put all of it in. Readers take the one
 * for the other, so what is more than needed must say the same again.
 */
export function zip64Fault(short: ShortFields, record: CentralRecord): string | undefined {
  const fields = record.extraFields.filter(({id}) => id === ZIP64_EXTRA)
  const needed = [short.size, short.packedSize, short.headerOffset].filter(value => value === MAX32).length
  const field = fields[0]
  if (field === undefined) return needed > 0 ? 'lacks the zip64 field that it refers to' : undefined
  if (fields.length > 1) return 'has two zip64 fields'
  const view = viewOf(field.data)
  const surplus = view.byteLength - 8 * needed
  if (surplus === 0) return undefined
  if (surplus === 4) return zeroAt(view, 8 * needed)
  const all = [record.size, record.packedSize, record.headerOffset]
  const isSame = all.every((value, i) => 8 * i + 8 > view.byteLength || u64(view, 8 * i) === value)
  if (!isSame) return 'is said to have two different sizes or places'
  return view.byteLength >= 28 ? zeroAt(view, 24) : undefined
}

/** The volume number, which an archive in one piece does not need. */
function zeroAt(view: DataView, at: number): string | undefined {
  return view.getUint32(at, true) === 0 ? undefined : IN_ANOTHER_VOLUME
}

const IN_ANOTHER_VOLUME = 'lies in another volume of a split archive'

/** Why a record is not one of an archive in one piece, or `undefined`. */
export function volumeFault({disk}: ShortFields): string | undefined {
  return disk === 0 || disk === MAX16 ? undefined : IN_ANOTHER_VOLUME
}
