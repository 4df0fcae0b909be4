import {crc32} from 'node:zlib'

/** A ZIP written by the letter of APPNOTE, except where it is told to lie: every field of every record can. */

export type Bytes = string | Uint8Array

/** One entry. What is left out is true. */
export interface Part {
  readonly name: Bytes
  /** What comes out of it. */
  readonly data?: Bytes
  /** What lies in the archive, when it is not `data` itself. */
  readonly packed?: Uint8Array
  readonly method?: number
  readonly flags?: number
  readonly crc?: number
  readonly size?: number
  readonly packedSize?: number
  readonly madeBy?: number
  readonly needed?: number
  /** Date in the upper, time in the lower 16 bits. */
  readonly time?: number
  readonly disk?: number
  readonly attributes?: number
  readonly offset?: number
  readonly extra?: Uint8Array
  readonly comment?: Bytes
  /** Central record's own signature. */
  readonly signature?: number
  /** What only the local header says; sizes and flags are the central ones where it says nothing. */
  readonly local?: {
    readonly name?: Bytes
    readonly flags?: number
    readonly method?: number
    readonly crc?: number
    readonly size?: number
    readonly packedSize?: number
    readonly extra?: Uint8Array
    readonly signature?: number
    readonly time?: number
    readonly needed?: number
  }
  /** Before its local header, and behind its data: a descriptor, or what is no part of it. */
  readonly before?: Bytes
  readonly behind?: Bytes
  /** False: only a local header, no record in the directory. */
  readonly isListed?: boolean
  /** False: only a record in the directory, no header and no data. */
  readonly isThere?: boolean
}

export interface End {
  readonly count?: number
  readonly countHere?: number
  readonly disk?: number
  readonly directoryDisk?: number
  readonly directorySize?: number
  readonly directoryStart?: number
  readonly comment?: Bytes
  readonly commentLength?: number
  /** Bytes before everything that no offset counts. */
  readonly front?: Bytes
  /** Between the directory and the end record. */
  readonly gap?: Bytes
  readonly behind?: Bytes
  /** With zip64 records; the short record then holds all ones unless it is told otherwise. */
  readonly zip64?: {
    readonly count?: number
    readonly countHere?: number
    readonly directorySize?: number
    readonly directoryStart?: number
    readonly disk?: number
    readonly directoryDisk?: number
    readonly signature?: number
    readonly length?: number
    readonly more?: Uint8Array
    readonly place?: number | bigint
    readonly placeDisk?: number
    readonly disks?: number
  }
}

/** 2025-11-18 09:41:22. */
const TIME = 0x5b72_4d2b

export const bytesOf = (text: Bytes) => (typeof text === 'string' ? new TextEncoder().encode(text) : text)
/** One after the other; lists in place of pieces, since a call cannot take as many arguments as they can hold. */
export const join = (...pieces: readonly (Bytes | readonly Bytes[])[]) => {
  const flat = pieces.flatMap(piece => (isList(piece) ? piece : [piece]))
  return new Uint8Array(Buffer.concat(flat.map(bytesOf)))
}
const isList = (piece: Bytes | readonly Bytes[]): piece is readonly Bytes[] => Array.isArray(piece)

/** Little-endian fields: `u(4, value)`. */
export function u(width: 1 | 2 | 4 | 8, value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(width)
  let rest = BigInt.asUintN(64, BigInt(value))
  for (let at = 0; at < width; at++, rest >>= 8n) bytes[at] = Number(rest & 0xffn)
  return bytes
}

/** A piece of an extra field. */
export const field = (id: number, ...data: readonly Bytes[]) =>
  join(u(2, id), u(2, join(...data).length), ...data)

/** A zip64 field of these 64-bit values. */
export const zip64Field = (...values: readonly (number | bigint)[]) =>
  field(1, ...values.map(value => u(8, value)))

/** A data descriptor: `width` of its sizes in bytes. */
export function descriptor(
  part: {crc: number; size: number; packedSize?: number},
  {width = 4, isSigned = true}: {width?: 4 | 8; isSigned?: boolean} = {},
): Uint8Array {
  const {crc, size, packedSize = size} = part
  return join(isSigned ? u(4, 0x08074b50) : '', u(4, crc), u(width, packedSize), u(width, size))
}

/** A local header and its data. */
export function localBytes(part: Part): Uint8Array {
  const {name, needed, flags, method, time, crc, size, packedSize} = figuresOf(part)
  const local = part.local ?? {}
  const localName = bytesOf(local.name ?? name)
  const extra = local.extra ?? new Uint8Array()
  return join(
    ...[u(4, local.signature ?? 0x04034b50), u(2, local.needed ?? needed), u(2, local.flags ?? flags)],
    ...[u(2, local.method ?? method), u(4, local.time ?? time), u(4, local.crc ?? crc)],
    ...[u(4, local.packedSize ?? packedSize), u(4, local.size ?? size)],
    ...[u(2, localName.length), u(2, extra.length), localName, extra],
    part.packed ?? bytesOf(part.data ?? ''),
  )
}

function centralBytes(part: Part, offset: number): Uint8Array {
  const {name, needed, flags, method, time, crc, size, packedSize} = figuresOf(part)
  const extra = part.extra ?? new Uint8Array()
  const comment = bytesOf(part.comment ?? '')
  return join(
    ...[u(4, part.signature ?? 0x02014b50), u(2, part.madeBy ?? 45), u(2, needed), u(2, flags)],
    ...[u(2, method), u(4, time), u(4, crc), u(4, packedSize), u(4, size)],
    ...[u(2, name.length), u(2, extra.length), u(2, comment.length), u(2, part.disk ?? 0)],
    ...[u(2, 0), u(4, part.attributes ?? 0), u(4, part.offset ?? offset), name, extra, comment],
  )
}

function figuresOf(part: Part) {
  const data = bytesOf(part.data ?? '')
  return {
    name: bytesOf(part.name),
    needed: part.needed ?? 20,
    flags: part.flags ?? 0x800,
    method: part.method ?? 0,
    time: part.time ?? TIME,
    crc: part.crc ?? crc32(data),
    size: part.size ?? data.length,
    packedSize: part.packedSize ?? (part.packed ?? data).length,
  }
}

/** The archive. */
export function build(parts: readonly Part[], end: End = {}): Uint8Array {
  const body: Bytes[] = []
  const directory: Uint8Array[] = []
  let at = 0
  for (const part of parts) {
    const before = bytesOf(part.before ?? '')
    const offset = at + before.length
    const pieces = part.isThere === false ? [] : [before, localBytes(part), bytesOf(part.behind ?? '')]
    for (const piece of pieces) body.push(piece)
    for (const piece of pieces) at += piece.length
    if (part.isListed !== false) directory.push(centralBytes(part, offset))
  }
  const records = join(directory)
  const known = {count: directory.length, directorySize: records.length, directoryStart: at}
  return join(end.front ?? '', body, records, end.gap ?? '', endBytes(known, end), end.behind ?? '')
}

interface Known {
  readonly count: number
  readonly directorySize: number
  readonly directoryStart: number
}

function endBytes(known: Known, end: End): Uint8Array {
  const ones = (value: number, width: number) => (end.zip64 ? 2 ** width - 1 : value)
  const comment = bytesOf(end.comment ?? '')
  const count = end.count ?? ones(known.count, 16)
  return join(
    end.zip64 ? end64Bytes(known, end.zip64) : '',
    ...[u(4, 0x06054b50), u(2, end.disk ?? 0), u(2, end.directoryDisk ?? 0)],
    ...[u(2, end.countHere ?? count), u(2, count)],
    u(4, end.directorySize ?? ones(known.directorySize, 32)),
    u(4, end.directoryStart ?? ones(known.directoryStart, 32)),
    ...[u(2, end.commentLength ?? comment.length), comment],
  )
}

function end64Bytes(known: Known, lie: NonNullable<End['zip64']>): Uint8Array {
  const more = lie.more ?? new Uint8Array()
  const count = lie.count ?? known.count
  return join(
    ...[u(4, lie.signature ?? 0x06064b50), u(8, lie.length ?? 44 + more.length), u(2, 45), u(2, 45)],
    ...[u(4, lie.disk ?? 0), u(4, lie.directoryDisk ?? 0), u(8, lie.countHere ?? count), u(8, count)],
    ...[u(8, lie.directorySize ?? known.directorySize), u(8, lie.directoryStart ?? known.directoryStart)],
    more,
    ...[u(4, 0x07064b50), u(4, lie.placeDisk ?? 0)],
    ...[u(8, lie.place ?? known.directoryStart + known.directorySize), u(4, lie.disks ?? 1)],
  )
}
