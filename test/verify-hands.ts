import {createWriteStream, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {pipeline} from 'node:stream/promises'
import {crc32} from 'node:zlib'
import yazl from 'yazl'
import {hex, readZip} from './judge/zip.ts'

/** Hands that spoil a repaired archive in one place, so that everything else still agrees with it. */

const MANIFEST = '_notion-export-fix/manifest.json'
const RELATIONS = '_notion-export-fix/relations.csv'

export interface ManifestLine {
  id?: string
  kind: string
  path: string
  from: string[]
  size?: number
  crc32?: string
  outSize: number
  outCrc32: string
}

export interface ManifestFile {
  items: ManifestLine[]
  missing: {in: string; href: string}[]
  ignored: {path: string; why: string}[]
}

/** The files of an archive, in their order; what is changed here is written by {@link Hands.writeZip}. */
export class Hands {
  files: {path: string; bytes: Buffer}[]
  readonly manifest: ManifestFile

  constructor(zip: string) {
    this.files = readZip(readFileSync(zip)).map(({name, bytes}) => ({path: name, bytes}))
    this.manifest = JSON.parse(this.file(MANIFEST).bytes.toString())
  }

  /** The only file whose path ends so. */
  file(end: string): {path: string; bytes: Buffer} {
    const found = this.files.filter(({path}) => path === end || path.endsWith(`/${end}`))
    if (found.length !== 1) throw new Error(`${found.length} files are called ${end}`)
    return found[0]!
  }

  item(end: string): ManifestLine {
    const {path} = this.file(end)
    return this.manifest.items.find(item => item.path === path)!
  }

  /** Writes other words into a document, and what the manifest says of it, so that only the words tell. */
  swap(end: string, was: string, is: string): void {
    const file = this.file(end)
    const text = file.bytes.toString()
    if (!text.includes(was)) throw new Error(`${end} does not hold ${was}: ${text}`)
    file.bytes = Buffer.from(text.replace(was, () => is))
    if (file.path !== RELATIONS) this.agree(end)
  }

  /** Makes the manifest say of a file what it is now. */
  agree(end: string): void {
    const {bytes} = this.file(end)
    Object.assign(this.item(end), {outSize: bytes.length, outCrc32: hex(crc32(bytes))})
  }

  /** Gives a file another name, in the manifest too. */
  rename(end: string, name: string): void {
    const [file, item] = [this.file(end), this.item(end)]
    file.path = item.path = join(dirname(file.path), name)
  }

  /** A file that nobody wrote. */
  add(path: string, text: string): void {
    this.files.unshift({path, bytes: Buffer.from(text)})
  }

  drop(end: string): void {
    const gone = this.file(end)
    this.files = this.files.filter(file => file !== gone)
  }

  /** Takes a line out of the manifest. */
  forget(end: string): void {
    const item = this.item(end)
    this.manifest.items.splice(this.manifest.items.indexOf(item), 1)
  }

  /** Writes other words into `relations.csv`. */
  relate(was: string, is: string): void {
    this.swap(RELATIONS, was, is)
  }

  async writeZip(path: string): Promise<string> {
    const zip = new yazl.ZipFile()
    for (const file of this.written()) zip.addBuffer(file.bytes, file.path, {mtime: new Date(2025, 10, 18)})
    zip.end()
    await pipeline(zip.outputStream, createWriteStream(path))
    return path
  }

  writeFolder(path: string): string {
    for (const file of this.written()) {
      mkdirSync(dirname(join(path, file.path)), {recursive: true})
      writeFileSync(join(path, file.path), file.bytes)
    }
    return path
  }

  private written(): {path: string; bytes: Buffer}[] {
    const manifest = Buffer.from(JSON.stringify(this.manifest))
    return this.files.map(file => (file.path === MANIFEST ? {path: MANIFEST, bytes: manifest} : file))
  }
}
