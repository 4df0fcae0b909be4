import type {MissingLink} from './document-links.ts'
import type {Id, Plan, Survey} from './model.ts'

/** Everything that we add lies here, so that a person can delete it. */
export const OUR_FOLDER = '_notion-export-fix'
export const MANIFEST_PATH = `${OUR_FOLDER}/manifest.json`
export const RELATIONS_PATH = `${OUR_FOLDER}/relations.csv`
export const REPORT_PATH = `${OUR_FOLDER}/report.md`

/** Length and CRC-32 of the bytes of one entry. */
export interface Figures {
  readonly size: number
  readonly crc32: number
}

export interface ManifestInput {
  readonly tool: {readonly name: string; readonly version: string}
  readonly sources: readonly {readonly name: string; readonly size: number}[]
  readonly options: Readonly<Record<string, unknown>>
  readonly survey: Survey
  readonly plan: Plan
  /** Table pages that were written, by database. */
  readonly tables: ReadonlyMap<Id, string>
  /** Of the original, by entry. */
  readonly before: (entry: number) => Figures
  /** Of what was written, by its first entry. */
  readonly after: (entry: number) => Figures
  /** Of table pages, by database. */
  readonly afterTable: (id: Id) => Figures
  readonly missing: readonly MissingLink[]
}

/**
 * What stands where and where it came from: format 1, one item per line (design, section 4). In pieces, whole
 * lines each, since it is long.
 */
export function* manifest(input: ManifestInput): Generator<string> {
  const {tool, sources, options, survey, missing} = input
  yield `{"format":1,\n"tool":${JSON.stringify(tool)},\n`
  yield `"sources":${JSON.stringify(sources)},\n"options":${JSON.stringify(options)},\n`
  yield* list('items', itemsOf(input))
  yield ',\n'
  yield* list('missing', missing, ({in: path, href}) => ({in: path, href}))
  yield ',\n'
  yield* list('ignored', survey.ignored, ({path, why}) => ({path, why}))
  yield '}\n'
}

function* itemsOf(input: ManifestInput): Generator<object> {
  yield* fileItems(input)
  yield* tableItems(input)
}

function* fileItems({survey, plan, before, after}: ManifestInput): Generator<object> {
  for (const [path, entries] of outputFiles(survey, plan)) {
    const item = survey.items[entries[0]!]!
    const original = before(entries[0]!)
    const written = after(entries[0]!)
    yield {
      ...(item.id !== undefined && {id: item.id}),
      kind: item.kind,
      title: item.title,
      path,
      from: entries.map(entry => survey.entries[entry]!.path),
      size: original.size,
      crc32: hex(original.crc32),
      outSize: written.size,
      outCrc32: hex(written.crc32),
      ...(item.database !== undefined && {database: item.database}),
      ...(item.viewOf !== undefined && {viewOf: item.viewOf}),
    }
  }
}

/** Tables are ours: nothing of the export became them. */
function* tableItems({survey, tables, afterTable}: ManifestInput): Generator<object> {
  const titles = new Map(
    survey.items.flatMap(item =>
      item?.kind === 'database' && item.id !== undefined ? [[item.id, item.title]] : [],
    ),
  )
  for (const [id, path] of tables) {
    const written = afterTable(id)
    const item = {id, kind: 'table', title: titles.get(id) ?? '', path, from: []}
    yield {...item, outSize: written.size, outCrc32: hex(written.crc32)}
  }
}

/**
 * The files of the output that come from the export, in their order, with the entries of each. Of a database
 * and a view with its bytes the database comes first, since that is what the file is.
 */
export function* outputFiles(survey: Survey, plan: Plan): Generator<[path: string, entries: number[]]> {
  const {groups, later} = joinedEntries(survey, plan)
  for (const [entry, path] of plan.paths.entries()) {
    if (path !== undefined && !later.has(entry)) yield [path, groups.get(entry) ?? [entry]]
  }
}

/** Entries that become one file, by the one that comes first in the export, and the others of them: few. */
function joinedEntries(survey: Survey, plan: Plan) {
  const firsts = new Map<string, number>()
  const groups = new Map<number, number[]>()
  const later = new Set<number>()
  plan.paths.forEach((path, entry) => {
    if (path === undefined) return
    const first = firsts.get(path)
    if (first === undefined) {
      firsts.set(path, entry)
      return
    }
    const group = groups.get(first) ?? [first]
    if (survey.items[entry]!.kind === 'database') group.unshift(entry)
    else group.push(entry)
    groups.set(first, group)
    later.add(entry)
  })
  return {groups, later}
}

function* list<T>(
  name: string,
  things: Iterable<T>,
  toItem: (thing: T) => unknown = thing => thing,
): Generator<string> {
  yield `"${name}":[`
  let end = ''
  for (const thing of things) {
    yield `${end === '' ? '' : ','}\n${JSON.stringify(toItem(thing))}`
    end = '\n'
  }
  yield `${end}]`
}

/** Eight digits, as `unzip -v` shows it. */
function hex(crc32: number): string {
  return crc32.toString(16).padStart(8, '0')
}
