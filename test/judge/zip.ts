/**
 * A ZIP reader of our own, for archives that fit in memory: the judge must not read archives through
 * the library that the code under test reads them through.
 */
import {crc32, inflateRawSync} from 'node:zlib'

export interface ZipFile {
  /** As UTF-8 when the bytes are valid UTF-8, whatever bit 11 says. */
  readonly name: string
  readonly bytes: Buffer
  /** Of the bytes as we inflated them; compared with the directory's before anything else. */
  readonly crc: string
  /** DOS date and time, as one number. */
  readonly time: number
  readonly isUtf8Flagged: boolean
}

const END = 0x06054b50
const CENTRAL = 0x02014b50

/** All entries in the order of the central directory, folders too. Throws on anything odd. */
export function readZip(zip: Buffer): ZipFile[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('no end of central directory')
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  if (count === 0xffff || at === 0xffffffff) throw new Error('zip64 archives are too large for the judge')
  const files: ZipFile[] = []
  for (let i = 0; i < count; i++) {
    if (zip.readUInt32LE(at) !== CENTRAL) throw new Error(`central directory broken at entry ${i}`)
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(field => zip.readUInt16LE(at + field))
    const name = zip.subarray(at + 46, at + 46 + nameLength!)
    files.push(readOne(zip, at, decodeName(name)))
    at += 46 + nameLength! + extraLength! + commentLength!
  }
  if (at !== end) throw new Error('bytes between the central directory and its end')
  return files
}

function readOne(zip: Buffer, at: number, name: string): ZipFile {
  const method = zip.readUInt16LE(at + 10)
  const packed = zip.readUInt32LE(at + 20)
  const size = zip.readUInt32LE(at + 24)
  const local = zip.readUInt32LE(at + 42)
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const data = zip.subarray(start, start + packed)
  const bytes = method === 0 ? data : inflateRawSync(data)
  const crc = hex(crc32(bytes))
  if (bytes.length !== size || crc !== hex(zip.readUInt32LE(at + 16))) {
    throw new Error(`${name}: size or CRC is not what the directory says`)
  }
  const time = (zip.readUInt16LE(at + 14) << 16) + zip.readUInt16LE(at + 12)
  return {name, bytes, crc, time: time >>> 0, isUtf8Flagged: (zip.readUInt16LE(at + 8) & 0x800) !== 0}
}

/** Python and macOS write UTF-8 without the flag; no name of our corpus is in another encoding. */
function decodeName(bytes: Buffer): string {
  return new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes)
}

/** The CRC as manifests spell it. */
export function hex(crc: number): string {
  return (crc >>> 0).toString(16).padStart(8, '0')
}
