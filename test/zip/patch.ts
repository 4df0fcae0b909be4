import {crc32} from '../../src/zip/crc.ts'
import {viewOf} from '../../src/zip/fields.ts'
import {dosTime} from '../../src/zip/time.ts'
import {utf8} from './support.ts'

/** An entry for {@link lying}: every field can be set apart from what is true. */
export interface Lie {
  name: string | Uint8Array
  data?: Uint8Array
  flags?: number
  method?: number
  crc32?: number
  size?: number
  packedSize?: number
  madeBy?: number
  attributes?: number
  extra?: Uint8Array
  comment?: Uint8Array
  offset?: number
  /** What the local header says otherwise. */
  local?: {
    name?: string
    flags?: number
    method?: number
    crc32?: number
    size?: number
    packedSize?: number
    extra?: Uint8Array
    signature?: number
  }
}

export interface EndLie {
  count?: number
  disk?: number
  directorySize?: number
  directoryStart?: number
  comment?: Uint8Array
  before?: Uint8Array
  after?: Uint8Array
  zip64?: {offset?: number; count?: number; size?: number}
}

const bytesOf = (name: string | Uint8Array) => (typeof name === 'string' ? utf8(name) : name)

function fields(...values: readonly (readonly [number, 2 | 4 | 8])[]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((sum, [, width]) => sum + width, 0))
  const view = viewOf(bytes)
  let at = 0
  for (const [value, width] of values) {
    if (width === 2) view.setUint16(at, value, true)
    else if (width === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += width
  }
  return bytes
}

export function extraField(id: number, data: Uint8Array): Uint8Array {
  return Buffer.concat([fields([id, 2], [data.length, 2]), data])
}

/** Info-ZIP's Unicode path field for a name. */
export function unicodePath(name: Uint8Array, path: Uint8Array | string, crc = crc32(name)): Uint8Array {
  return extraField(0x7075, Buffer.concat([Uint8Array.of(1), fields([crc, 4]), bytesOf(path)]))
}

/** A stored archive, written by the letter of APPNOTE except where it is told to lie. */
export function lying(lies: readonly Lie[], end: EndLie = {}): Uint8Array {
  const time = dosTime(2025, 11, 18, 9, 41, 22)
  const pieces: Uint8Array[] = [end.before ?? new Uint8Array(0)]
  const directory: Uint8Array[] = []
  let at = 0
  for (const lie of lies) {
    const name = bytesOf(lie.name)
    const data = lie.data ?? new Uint8Array(0)
    const extra = lie.extra ?? new Uint8Array(0)
    const comment = lie.comment ?? new Uint8Array(0)
    const flags = lie.flags ?? 0x800
    const method = lie.method ?? 0
    const crc = lie.crc32 ?? crc32(data)
    const size = lie.size ?? data.length
    const packedSize = lie.packedSize ?? data.length
    const local = lie.local ?? {}
    const localName = local.name === undefined ? name : bytesOf(local.name)
    const localExtra = local.extra ?? new Uint8Array(0)
    const header = Buffer.concat([
      fields([local.signature ?? 0x04034b50, 4], [20, 2], [local.flags ?? flags, 2]),
      fields([local.method ?? method, 2], [time, 4], [local.crc32 ?? crc, 4]),
      fields([local.packedSize ?? packedSize, 4], [local.size ?? size, 4]),
      fields([localName.length, 2], [localExtra.length, 2]),
      localName,
      localExtra,
    ])
    directory.push(
      Buffer.concat([
        fields([0x02014b50, 4], [lie.madeBy ?? 45, 2], [20, 2], [flags, 2], [method, 2], [time, 4], [crc, 4]),
        fields([packedSize, 4], [size, 4], [name.length, 2], [extra.length, 2], [comment.length, 2], [0, 2]),
        fields([0, 2], [lie.attributes ?? 0, 4], [lie.offset ?? at, 4]),
        name,
        extra,
        comment,
      ]),
    )
    pieces.push(header, data)
    at += header.length + data.length
  }
  const records = Buffer.concat(directory)
  pieces.push(records)
  const count = end.count ?? lies.length
  const directorySize = end.directorySize ?? records.length
  const directoryStart = end.directoryStart ?? at
  if (end.zip64 !== undefined) {
    pieces.push(
      fields([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [0, 4], [0, 4]),
      fields([end.zip64.count ?? count, 8], [end.zip64.count ?? count, 8]),
      fields([end.zip64.size ?? directorySize, 8], [directoryStart, 8]),
      fields([0x07064b50, 4], [0, 4], [end.zip64.offset ?? at + records.length, 8], [1, 4]),
    )
  }
  const comment = end.comment ?? new Uint8Array(0)
  pieces.push(
    fields([0x06054b50, 4], [end.disk ?? 0, 2], [0, 2], [count & 0xffff, 2], [count & 0xffff, 2]),
    fields([directorySize, 4], [directoryStart, 4], [comment.length, 2]),
    comment,
    end.after ?? new Uint8Array(0),
  )
  return new Uint8Array(Buffer.concat(pieces))
}
