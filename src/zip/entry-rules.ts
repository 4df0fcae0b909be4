import type {CentralRecord} from './directory.ts'
import {FLAG} from './fields.ts'
import type {ZipEntry} from './model.ts'
import {type Decode, decodeName} from './name-bytes.ts'
import {refuseEntry} from './refuse.ts'
import {safePath} from './safe-path.ts'

const NOT_NOTION = 'no export of Notion has such an entry; choose the .zip that Notion sent'
const REPACK = 'unpack it with the program that made it, and give the folder'

/** UNIX file types in the upper half of the attributes (`st_mode`), for hosts 3 and 19. */
const TYPE_MASK = 0xf000
const TYPE_REGULAR = 0x8000
const TYPE_DIRECTORY = 0x4000
const OTHER_TYPES = new Map([
  [0xa000, 'a symbolic link'],
  [0x1000, 'a named pipe'],
  [0x2000, 'a device'],
  [0x6000, 'a device'],
  [0xc000, 'a socket'],
])
/** MS-DOS directory attribute, in the lower byte for every host. */
const DOS_DIRECTORY = 0x10

/** Methods that other programs write (APPNOTE 4.4.5). */
const METHODS = new Map([
  [1, 'Shrink'],
  [6, 'Implode'],
  [9, 'Deflate64'],
  [12, 'bzip2'],
  [14, 'LZMA'],
  [93, 'Zstandard'],
  [95, 'XZ'],
  [98, 'PPMd'],
])

/** The entry of a record, `undefined` for a directory; refuses what must not or cannot be read. */
export function zipEntry(record: CentralRecord, archive: string, fallback?: Decode): ZipEntry | undefined {
  const name = decodeName(record, fallback)
  const safe = safePath(name)
  if ('found' in safe) throw refuseEntry('unsafe-name', archive, name, safe.found, NOT_NOTION)
  const directory = isDirectory(record, name)
  if (safe.path === '' && !(directory && name !== '')) {
    throw refuseEntry('unsafe-name', archive, name, 'has an empty name', NOT_NOTION)
  }
  refuseType(record, archive, name)
  refuseEncrypted(record, archive, name)
  const method = knownMethod(record, archive, name)
  refuseSizes(record, archive, name)
  if (directory) {
    // Leaving it out would lose what is in it.
    if (record.size > 0) throw refuseEntry('bad-zip', archive, name, 'is a folder that holds data')
    return undefined
  }
  const {size, crc32, time, headerOffset, packedSize} = record
  return {path: safe.path, size, crc32, time, headerOffset, packedSize, method}
}

/** `st_mode`'s type where the host has one, else 0. */
function unixType({host, attributes}: CentralRecord): number {
  return host === 3 || host === 19 ? (attributes >>> 16) & TYPE_MASK : 0
}

function isDirectory(record: CentralRecord, name: string): boolean {
  if (name.endsWith('/')) return true
  const type = unixType(record)
  return type === 0 ? (record.attributes & DOS_DIRECTORY) !== 0 : type === TYPE_DIRECTORY
}

function refuseType(record: CentralRecord, archive: string, name: string): void {
  const type = unixType(record)
  if (type === 0 || type === TYPE_REGULAR || type === TYPE_DIRECTORY) return
  const what = OTHER_TYPES.get(type) ?? 'no regular file'
  throw refuseEntry('unsupported', archive, name, `is ${what}`, NOT_NOTION)
}

function refuseEncrypted({flags}: CentralRecord, archive: string, name: string): void {
  if ((flags & (FLAG.encrypted | FLAG.strongEncryption | FLAG.masked)) === 0) return
  throw refuseEntry('encrypted', archive, name, 'is encrypted', REPACK)
}

function knownMethod({method}: CentralRecord, archive: string, name: string): 0 | 8 {
  if (method === 0 || method === 8) return method
  const called = METHODS.get(method)
  const found = `is compressed by method ${method}${called === undefined ? '' : ` (${called})`}`
  throw refuseEntry('unsupported', archive, name, found, REPACK)
}

function refuseSizes({method, size, packedSize}: CentralRecord, archive: string, name: string): void {
  if (!Number.isSafeInteger(size) || (method === 0 && size !== packedSize)) {
    const found = `is said to be ${size} bytes, and ${packedSize} bytes in the archive`
    throw refuseEntry('bad-zip', archive, name, found)
  }
}
