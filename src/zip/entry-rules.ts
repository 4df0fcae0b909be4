import type {CentralRecord} from './directory.ts'
import {FLAG} from './fields.ts'
import type {ZipEntry} from './model.ts'
import {type Decode, decodeName, isUndecodable, UNICODE_PATH} from './name-bytes.ts'
import type {Oddities} from './oddities.ts'
import {refuseEntry} from './refuse.ts'
import {safePath} from './safe-path.ts'
import {volumeFault, zip64Fault} from './zip64-field.ts'

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

/** A file is told from here on to be a bomb, if it is one: over 1 GiB and over 200 times what it takes. */
const HUGE = 1 << 30
const HUGE_RATIO = 200

/** What the records of one archive are judged by. */
export interface Rules {
  /** Name of the archive, for messages. */
  readonly archive: string
  readonly fallback?: Decode | undefined
  readonly oddities: Oddities
}

/** The entry of a record, and whether it is a folder; refuses what must not or cannot be read. */
export function zipEntry(record: CentralRecord, rules: Rules): {entry: ZipEntry; isFolder: boolean} {
  const {archive, fallback} = rules
  const name = decodeName(record, fallback)
  const safe = safePath(name)
  if ('found' in safe) throw refuseEntry('unsafe-name', archive, name, safe.found, NOT_NOTION)
  const isFolder = isDirectory(record, name)
  if (safe.path === '' && !(isFolder && name !== '')) {
    throw refuseEntry('unsafe-name', archive, name, 'has an empty name', NOT_NOTION)
  }
  refuseTwoNames(record, archive, name)
  refuseType(record, archive, name)
  refuseEncrypted(record, archive, name)
  refusePatch(record, archive, name)
  const method = knownMethod(record, archive, name)
  refuseVolume(record, archive, name)
  refuseSizes(record, archive, name)
  // Leaving it out would lose what is in it.
  if (isFolder && record.size > 0) throw refuseEntry('bad-zip', archive, name, 'is a folder that holds data')
  noteOddities(record, safe.path, rules)
  const {size, crc32, time, headerOffset, packedSize} = record
  return {entry: {path: safe.path, size, crc32, time, headerOffset, packedSize, method}, isFolder}
}

function noteOddities(record: CentralRecord, path: string, {fallback, oddities}: Rules): void {
  // Cheap to ask for, where decoding once more is not.
  if (path.includes('%') && isUndecodable(record, fallback)) oddities.note('name', {entry: path})
  const {size, packedSize} = record
  if (size > HUGE && size > packedSize * HUGE_RATIO) oddities.note('growth', {entry: path})
}

/** Readers take the first, or the last. */
function refuseTwoNames({extraFields}: CentralRecord, archive: string, name: string): void {
  if (extraFields.filter(({id}) => id === UNICODE_PATH).length < 2) return
  throw refuseEntry('bad-zip', archive, name, 'has two Unicode names')
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

/** Some readers inflate it as if it were the file. */
function refusePatch({flags}: CentralRecord, archive: string, name: string): void {
  if ((flags & FLAG.patched) === 0) return
  throw refuseEntry('unsupported', archive, name, 'is a patch for a file, not a file', NOT_NOTION)
}

function knownMethod(record: CentralRecord, archive: string, name: string): 0 | 8 {
  const {method, size, packedSize} = record
  // Some writers call an empty file deflated and write not even the end of a deflate stream. Copied as it
  // is, it would be damage to other readers.
  if (method === 8 && size === 0 && packedSize === 0) return 0
  if (method === 0 || method === 8) return method
  const called = METHODS.get(method)
  const found = `is compressed by method ${method}${called === undefined ? '' : ` (${called})`}`
  throw refuseEntry('unsupported', archive, name, found, REPACK)
}

function refuseVolume({short}: CentralRecord, archive: string, name: string): void {
  const found = volumeFault(short)
  if (found !== undefined) throw refuseEntry('unsupported', archive, name, found, 'join its volumes first')
}

function refuseSizes(record: CentralRecord, archive: string, name: string): void {
  const fault = zip64Fault(record.short, record)
  if (fault !== undefined) throw refuseEntry('bad-zip', archive, name, fault)
  const {method, size, packedSize} = record
  if (!Number.isSafeInteger(size) || (method === 0 && size !== packedSize)) {
    const found = `is said to be ${size} bytes, and ${packedSize} bytes in the archive`
    throw refuseEntry('bad-zip', archive, name, found)
  }
}
