/** Small exports and repaired archives, written by hand: what the judge must accept, and each way to be wrong. */
import {crc32} from 'node:zlib'
import {hex} from './zip.ts'

export interface Made {
  path: string
  text: string
  /** DOS date and time. */
  time?: number
  /** Plants a fault in the archive itself. */
  damage?: 'crc' | 'no-utf8-flag'
}

export const NOON = (((2025 - 1980) << 9) | (11 << 5) | 18) * 0x10000 + (12 << 11)

/** A ZIP of stored entries. Bytes are UTF-8 unless `text` is Latin-1 made by `bytes`. */
export function makeZip(files: readonly Made[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const {path, text, time = NOON, damage} of files) {
    const name = Buffer.from(path)
    const data = Buffer.from(text, isBinary(text) ? 'latin1' : 'utf8')
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(damage !== 'no-utf8-flag' && /[^\x20-\x7e]/.test(path) ? 0x800 : 0, 2)
    fields.writeUInt32LE(time, 6)
    fields.writeUInt32LE((crc32(data) ^ (damage === 'crc' ? 1 : 0)) >>> 0, 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(data.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const central = Buffer.alloc(14)
    central.writeUInt32LE(offset, 10)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, data])
    parts.push(local)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fields, central, name]))
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}

/** Nested archives travel as Latin-1 text, so that a file is always a string. */
export function binary(data: Buffer): string {
  return data.toString('latin1')
}

function isBinary(text: string): boolean {
  return text.startsWith('PK\x03\x04')
}

export interface MadeItem {
  id?: string
  kind: string
  title: string
  path: string
  from: string[]
  database?: string
  viewOf?: string
  text: string
  /** Written over what is computed, to plant a fault. */
  lie?: Record<string, unknown>
}

export interface MadeOutput {
  options: Record<string, unknown>
  items: MadeItem[]
  missing: {in: string; href: string}[]
  ignored: {path: string; why: string}[]
  /** Entries that no item tells of, put in front of our own. */
  strangers: Made[]
  source: {name: string; size: number}
  /** A last hand on the entries, for faults of order, time and format. */
  finish?: (entries: Made[]) => void
}

/** The archive with its manifest; sizes and CRCs are taken from the texts and the export. */
export function makeOutput(output: MadeOutput, input: ReadonlyMap<string, string>): Buffer {
  const size = (text: string) => Buffer.byteLength(text, isBinary(text) ? 'latin1' : 'utf8')
  const crc = (text: string) => hex(crc32(Buffer.from(text, isBinary(text) ? 'latin1' : 'utf8')))
  const lines = output.items.map(({text, lie, ...item}) => {
    const before = input.get(item.from[0] ?? '') ?? ''
    const sums = {size: size(before), crc32: crc(before), outSize: size(text), outCrc32: crc(text)}
    return JSON.stringify({...item, ...sums, ...lie})
  })
  const {source, missing, ignored} = output
  const manifest =
    `{"format":1,"tool":{"name":"notion-export-fix","version":"0.0.0"},"sources":[${JSON.stringify(source)}],` +
    `"options":${JSON.stringify(output.options)},"items":[\n${lines.join(',\n')}\n],"missing":${JSON.stringify(missing)},"ignored":${JSON.stringify(ignored)}}\n`
  const entries: Made[] = output.items.map(({path, text}) => ({path, text}))
  entries.push(...output.strangers, {path: '_notion-export-fix/manifest.json', text: manifest})
  output.finish?.(entries)
  return makeZip(entries)
}
