/** The export as the judge sees it: every file of every part, and which of them are Notion's. */
import {readFileSync, statSync} from 'node:fs'
import {basename} from 'node:path'
import {readZip} from './zip.ts'

export interface InputFile {
  /** After the part; NFC is left to whoever compares. */
  readonly path: string
  readonly bytes: Buffer
  readonly crc: string
  readonly time: number
  readonly kind: 'markdown' | 'html' | 'csv' | 'index' | 'attachment'
  /** From the name, else from `<article id=…>`. */
  readonly id?: string
  /** File name without id and extension. For attachments: without extension. */
  readonly stem: string
}

export interface Input {
  readonly sources: readonly {readonly name: string; readonly size: number}[]
  /** In the order of the archives, without folders and without what nobody wants. */
  readonly files: readonly InputFile[]
  /** `__MACOSX/`, `._*` and `.DS_Store`. */
  readonly junk: readonly string[]
  /** Paths of every folder, named or implied. */
  readonly folders: ReadonlySet<string>
}

const PART = /^(?:Export|ExportBlock)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-Part-\d+\.zip$/
const JUNK = /(?:^|\/)(?:__MACOSX\/|\._[^/]*$|\.DS_Store$)/
/** The only place where an id is Notion's in a file name: before these extensions. */
export const FILE_ID = /(?:^| )([0-9a-f]{32})(?:_all)?(?: \d+| \(\d+\))?\.(md|csv|html)$/
/** The same for a folder. */
export const FOLDER_ID = /(?:^| )([0-9a-f]{32})$/

export function readExport(paths: readonly string[]): Input {
  const files: InputFile[] = []
  const junk: string[] = []
  const folders = new Set<string>()
  for (const path of paths) {
    for (const entry of flatten(readFileSync(path))) {
      for (const folder of foldersOf(entry.name)) folders.add(folder)
      if (entry.name.endsWith('/')) continue
      if (JUNK.test(entry.name)) junk.push(entry.name)
      else files.push({path: entry.name, ...classify(entry.name, entry.bytes), ...entry})
    }
  }
  return {
    sources: paths.map(path => ({name: basename(path), size: statSync(path).size})),
    files,
    junk,
    folders,
  }
}

/** Parts lie in the outer archive's root and nowhere else: other ZIPs are people's attachments. */
function flatten(zip: Buffer): ReturnType<typeof readZip> {
  return readZip(zip).flatMap(entry => (PART.test(entry.name) ? readZip(entry.bytes) : [entry]))
}

export function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'))
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function dirOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** What an entry is (design, section 2): the id in the name, else Notion's own marks in the HTML. */
function classify(path: string, bytes: Buffer): Pick<InputFile, 'kind' | 'id' | 'stem'> {
  const name = nameOf(path)
  const found = FILE_ID.exec(name)
  if (found) {
    const kind = {md: 'markdown', csv: 'csv', html: 'html'} as const
    return {kind: kind[found[2] as 'md'], id: found[1]!, stem: name.slice(0, found.index)}
  }
  const stem = name.replace(/\.[^.]*$/, '')
  if (!name.endsWith('.html')) return {kind: 'attachment', stem}
  const text = bytes.toString('utf8')
  const article = /<article id="([0-9a-f-]{32,36})"/.exec(text)
  if (article) return {kind: 'html', id: article[1]!.replaceAll('-', ''), stem}
  return {kind: text.includes('<ul id="id::') ? 'index' : 'attachment', stem}
}
