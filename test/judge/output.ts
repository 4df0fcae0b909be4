/** The repaired archive and its manifest, checked against each other and against the export. */
import {type Blame, brief} from './fault.ts'
import type {Input, InputFile} from './input.ts'
import type {ZipFile} from './zip.ts'

export const OURS = '_notion-export-fix/'

export interface Item {
  readonly id?: string | null
  readonly kind: string
  readonly title: string
  readonly path: string
  readonly from: readonly string[]
  readonly size: number
  readonly crc32: string
  readonly outSize: number
  readonly outCrc32: string
  readonly database?: string | null
  readonly viewOf?: string | null
}

export interface Manifest {
  readonly format: number
  readonly tool: {readonly name: string; readonly version: string}
  readonly sources: readonly {readonly name: string; readonly size: number}[]
  readonly options: unknown
  readonly items: readonly Item[]
  readonly missing: readonly {readonly in: string; readonly href: string}[]
  readonly ignored: readonly {readonly path: string; readonly why: string}[]
}

export interface Output {
  readonly files: ReadonlyMap<string, ZipFile>
  readonly manifest: Manifest
  /** Where each input file went, by identity: two files may have one path. */
  readonly placed: ReadonlyMap<InputFile, Item>
  readonly byId: ReadonlyMap<string, readonly Item[]>
}

const KINDS = new Set(['page', 'row', 'database', 'view', 'table', 'attachment', 'index'])

/** Undefined when there is nothing to go on: no manifest, or one that is not JSON. */
export function readOutput(input: Input, entries: readonly ZipFile[], blame: Blame): Output | undefined {
  const files = new Map<string, ZipFile>()
  for (const entry of entries) {
    if (!entry.name.endsWith('/')) files.set(entry.name, entry)
    if (/[^\x20-\x7e]/.test(entry.name) && !entry.isUtf8Flagged)
      blame('utf8-flag', entry.name, 'bit 11 is not set')
  }
  const path = `${OURS}manifest.json`
  const text = files.get(path)?.bytes.toString('utf8')
  if (text === undefined) return void blame('manifest', path, 'not in the archive')
  let manifest: Manifest
  try {
    manifest = JSON.parse(text) as Manifest
  } catch (error) {
    return void blame('manifest', path, String(error))
  }
  if (!checkShape(manifest, text, blame)) return undefined
  checkSources(input, manifest, blame)
  const placed = checkAccounts(input, manifest, blame)
  checkItems(files, placed, manifest, blame)
  return {files, manifest, placed, byId: groupById(manifest.items)}
}

function groupById(items: readonly Item[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(item.id ?? '', [...(groups.get(item.id ?? '') ?? []), item])
  return groups
}

function checkShape(manifest: Manifest, text: string, blame: Blame): boolean {
  const wrong = (detail: string) => blame('manifest', `${OURS}manifest.json`, detail)
  if (manifest.format !== 1) wrong(`format ${manifest.format}`)
  if (manifest.tool?.name !== 'notion-export-fix' || !manifest.tool.version)
    wrong('tool has no name or version')
  if (typeof manifest.options !== 'object' || manifest.options === null) wrong('options are not an object')
  for (const key of ['sources', 'items', 'missing', 'ignored'] as const) {
    if (Array.isArray(manifest[key])) continue
    wrong(`${key} is not a list`)
    return false
  }
  if (text.split('\n').some(line => line.split('"from":').length > 2)) wrong('two items on one line')
  for (const item of manifest.items) {
    const at = (detail: string) => blame('manifest-item', String(item.path), detail)
    if (!KINDS.has(item.kind)) at(`kind ${item.kind}`)
    if (item.id && !/^[0-9a-f]{32}$/.test(item.id)) at(`id ${item.id}`)
    if (!item.id && !['attachment', 'index'].includes(item.kind)) at(`${item.kind} without an id`)
    if (typeof item.title !== 'string' || item.title === '') at('no title')
    if (!Array.isArray(item.from)) {
      at('from is not a list')
      return false
    }
    for (const key of ['crc32', 'outCrc32'] as const) {
      if (item[key] !== undefined && !/^[0-9a-f]{8}$/.test(item[key])) at(`${key} ${item[key]}`)
    }
    if (item.database && item.kind !== 'row') at(`a ${item.kind} with a database`)
    if (item.viewOf && item.kind !== 'view') at(`a ${item.kind} with viewOf`)
  }
  return true
}

function checkSources(input: Input, manifest: Manifest, blame: Blame): void {
  const told = manifest.sources.map(({name, size}) => `${name} ${size}`)
  const real = input.sources.map(({name, size}) => `${name} ${size}`)
  if (told.join('\n') !== real.join('\n')) blame('manifest', 'sources', `${told} instead of ${real}`)
}

/** Every input file stands in exactly one `from` or in `ignored`, and only junk in the latter. */
function checkAccounts(input: Input, manifest: Manifest, blame: Blame): Map<InputFile, Item> {
  const placed = new Map<InputFile, Item>()
  const waiting = new Map<string, InputFile[]>()
  for (const file of input.files) waiting.set(file.path, [...(waiting.get(file.path) ?? []), file])
  for (const item of manifest.items) {
    const origins: InputFile[] = []
    for (const from of item.from) {
      const file = waiting.get(from)?.shift()
      if (!file) {
        blame('from-unknown', item.path, `${brief(from)} is no input file, or was taken before`)
        continue
      }
      placed.set(file, item)
      origins.push(file)
    }
    for (const file of origins) {
      if (item.size !== file.bytes.length) blame('manifest-size', item.path, `${item.size} of ${file.path}`)
      if (item.crc32 !== file.crc) blame('manifest-crc', item.path, `${item.crc32} of ${file.path}`)
    }
    checkMerge(item, origins, blame)
  }
  for (const left of [...waiting.values()].flat()) blame('lost', left.path, 'in no from and not in ignored')
  const ignored = manifest.ignored.map(({path}) => path).sort()
  const junk = [...input.junk].sort()
  for (const path of ignored.filter(path => !junk.includes(path))) blame('ignored', path, 'is no junk')
  for (const path of junk.filter(path => !ignored.includes(path))) blame('ignored', path, 'is not told')
  if (new Set(ignored).size !== ignored.length) blame('ignored', 'manifest', 'a path stands there twice')
  for (const {path, why} of manifest.ignored) if (!why) blame('ignored', path, 'no reason')
  return placed
}

/** Two origins only for a view and its `_all`, or for one path in two parts; equal bytes both times. */
function checkMerge(item: Item, origins: readonly InputFile[], blame: Blame): void {
  const [first, second] = origins
  if (!first || !second) return
  if (origins.length > 2 && new Set(origins.map(file => file.path)).size > 2) {
    blame('merge', item.path, `${origins.length} origins`)
  }
  if (!first.bytes.equals(second.bytes)) blame('merge', item.path, 'origins differ in their bytes')
  const isPair = first.kind === 'csv' && first.id === second.id
  if (first.path !== second.path && !isPair) blame('merge', item.path, `${first.path} with ${second.path}`)
}

/** Every output file is an item or lies in our folder; sizes, CRCs and attachments' bytes fit. */
function checkItems(
  files: ReadonlyMap<string, ZipFile>,
  placed: ReadonlyMap<InputFile, Item>,
  manifest: Manifest,
  blame: Blame,
): void {
  const paths = new Set<string>()
  for (const item of manifest.items) {
    if (paths.has(item.path)) blame('manifest-item', item.path, 'two items with one path')
    paths.add(item.path)
    const file = files.get(item.path)
    if (!file) {
      blame('absent', item.path, 'told by the manifest, not in the archive')
      continue
    }
    if (item.outSize !== file.bytes.length) blame('manifest-size', item.path, `outSize ${item.outSize}`)
    if (item.outCrc32 !== file.crc) blame('manifest-crc', item.path, `outCrc32 ${item.outCrc32}`)
    if (item.from.length === 0 && item.kind !== 'table') blame('manifest-item', item.path, 'no origin')
  }
  for (const path of files.keys()) {
    if (!paths.has(path) && !path.startsWith(OURS)) blame('stranger', path, 'no item tells of it')
  }
  for (const [file, item] of placed) {
    if (file.id ? item.id !== file.id : file.kind === 'attachment' && item.id) {
      blame('manifest-item', item.path, `id ${item.id} for ${file.path}`)
    }
    const fits = {markdown: ['page', 'row'], html: ['page', 'row', 'database'], csv: ['database', 'view']}
    const expected = (fits as Record<string, string[]>)[file.kind] ?? [file.kind]
    if (!expected.includes(item.kind)) blame('kind', item.path, `${item.kind} for a ${file.kind} file`)
    const same = files.get(item.path)?.bytes.equals(file.bytes) ?? true
    if (file.kind === 'attachment' && !same) blame('attachment-bytes', item.path, 'changed')
  }
}
