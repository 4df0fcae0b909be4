import type {Kind} from '../core/model.ts'

/** The manifest as somebody reads it who trusts nothing: every field that is used is looked at first. */

/** Whole path in the archive, with `/`. */
export type Path = string

/** Where the three files lie that are ours and stand in no manifest. */
export const OURS = '_notion-export-fix/'
export const MANIFEST: Path = `${OURS}manifest.json`
export const REPORT: Path = `${OURS}report.md`
export const RELATIONS: Path = `${OURS}relations.csv`

/** Length in bytes, and CRC-32 as eight hex digits. */
export interface Sums {
  readonly size: number
  readonly crc32: string
}

export interface Item {
  /** Absent for attachments and the index. */
  readonly id?: string
  readonly kind: Kind
  readonly title: string
  readonly path: Path
  readonly from: readonly Path[]
  /** Of the original; absent for table pages, which have none. */
  readonly before?: Sums
  /** Of what was written. */
  readonly after: Sums
  /** Of a view: the id of its database. */
  readonly viewOf?: string
}

/** What `--keep-going` saved of a damaged file: it is not what the export says, and nobody can say what it was. */
export function isSalvaged({kind, path, from, before}: Item): boolean {
  const isNamed = path.endsWith('.damaged') && !from.some(name => name.endsWith('.damaged'))
  return kind === 'attachment' && isNamed && before !== undefined
}

export interface Manifest {
  readonly items: readonly Item[]
  readonly missing: readonly {readonly in: Path; readonly href: string}[]
  readonly ignored: readonly {readonly path: Path; readonly why: string}[]
  readonly maxPath: number
  readonly relations: 'titles' | 'links'
  /** Cells that begin like formulas have a `'` before them. */
  readonly csvSafe: boolean
}

/** Tells what is wrong with a manifest. */
type Blame = (detail: string) => void

/** Undefined when there is nothing to go on; `blame` has then been told why. */
export function readManifest(text: string, blame: Blame): Manifest | undefined {
  const raw = parse(text, blame)
  if (!raw) return undefined
  if (raw.format !== 1) return void blame(`its format is ${JSON.stringify(raw.format)}, not 1`)
  const {items, missing, ignored} = raw
  if (!Array.isArray(items) || !Array.isArray(missing) || !Array.isArray(ignored)) {
    return void blame('it has no items, missing or ignored')
  }
  const options = isRecord(raw.options) ? raw.options : {}
  if (!Number.isSafeInteger(options.maxPath)) blame('its options do not say how long a path may be')
  const paths = new Set<Path>()
  const read = items.flatMap(line => {
    const item = readItem(line)
    if (item === undefined) blame(`an item is not as it must be: ${JSON.stringify(line)}`)
    else if (paths.has(item.path)) blame(`two items have the path ${item.path}`)
    else paths.add(item.path)
    return item ?? []
  })
  return {
    items: read,
    missing: missing.filter(isTexts('in', 'href', blame)),
    ignored: ignored.filter(isTexts('path', 'why', blame)),
    maxPath: Number(options.maxPath),
    relations: options.relations === 'links' ? 'links' : 'titles',
    csvSafe: options.csvSafe === true,
  }
}

const KINDS: ReadonlySet<unknown> = new Set<Kind>([
  'page',
  'row',
  'database',
  'view',
  'table',
  'attachment',
  'index',
])

function parse(text: string, blame: Blame): Record<string, unknown> | undefined {
  try {
    const raw: unknown = JSON.parse(text)
    return isRecord(raw) ? raw : void blame('it is no manifest')
  } catch {
    return void blame('it is not JSON')
  }
}

function readItem(line: unknown): Item | undefined {
  if (!isRecord(line)) return undefined
  const {id, kind, title, path, from, viewOf} = line
  const before = readSums(line.size, line.crc32)
  const after = readSums(line.outSize, line.outCrc32)
  if (!KINDS.has(kind) || typeof title !== 'string' || typeof path !== 'string') return undefined
  if (!Array.isArray(from) || !from.every(each => typeof each === 'string') || !after) return undefined
  if (id !== undefined && !(typeof id === 'string' && /^[0-9a-f]{32}$/.test(id))) return undefined
  const isOurs = kind === 'table'
  if (isOurs ? from.length > 0 : from.length === 0 || !before) return undefined
  return {
    kind: kind as Kind,
    title,
    path,
    from,
    after,
    ...(id !== undefined && {id}),
    ...(before && {before}),
    ...(typeof viewOf === 'string' && {viewOf}),
  }
}

function readSums(size: unknown, crc32: unknown): Sums | undefined {
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined
  return typeof crc32 === 'string' && /^[0-9a-f]{8}$/.test(crc32) ? {size, crc32} : undefined
}

/** Whether a line of a list has two texts of these names. */
function isTexts<A extends string, B extends string>(a: A, b: B, blame: Blame) {
  return (line: unknown): line is Record<A | B, string> => {
    if (isRecord(line) && typeof line[a] === 'string' && typeof line[b] === 'string') return true
    blame(`a line must have "${a}" and "${b}": ${JSON.stringify(line)}`)
    return false
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
