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
  /** Of what was written, by new path. */
  readonly after: (path: string) => Figures
  readonly missing: readonly MissingLink[]
}

/** What stands where and where it came from: format 1, one item per line (design, section 4). */
export function manifest(input: ManifestInput): string {
  const {tool, sources, options, survey, plan, missing} = input
  const head = [
    '"format":1',
    `"tool":${JSON.stringify(tool)}`,
    `"sources":${JSON.stringify(sources)}`,
    `"options":${JSON.stringify(options)}`,
  ]
  const {ignored} = survey
  const lists = [
    list('items', [...itemLines(input, groupByPath(survey, plan)), ...tableLines(input)]),
    list(
      'missing',
      missing.map(({in: path, href}) => JSON.stringify({in: path, href})),
    ),
    list(
      'ignored',
      ignored.map(({path, why}) => JSON.stringify({path, why})),
    ),
  ]
  return `{${[...head, ...lists].join(',\n')}}\n`
}

function itemLines(input: ManifestInput, groups: Map<string, number[]>): string[] {
  const {survey, before, after} = input
  return [...groups].map(([path, entries]) => {
    const item = survey.items[entries[0]!]!
    const original = before(entries[0]!)
    const written = after(path)
    return JSON.stringify({
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
    })
  })
}

/** Tables are ours: nothing of the export became them. */
function tableLines({survey, tables, after}: ManifestInput): string[] {
  return [...tables].map(([id, path]) => {
    const written = after(path)
    const item = {id, kind: 'table', title: survey.titles.get(id) ?? '', path, from: []}
    return JSON.stringify({...item, outSize: written.size, outCrc32: hex(written.crc32)})
  })
}

/**
 * The entries of each output file, in the order of output. Of a database and a view with its bytes the
 * database comes first, since that is what the file is.
 */
export function groupByPath(survey: Survey, plan: Plan): Map<string, number[]> {
  const groups = new Map<string, number[]>()
  plan.paths.forEach((path, entry) => {
    if (path === undefined) return
    const group = groups.get(path)
    if (!group) groups.set(path, [entry])
    else if (survey.items[entry]!.kind === 'database') group.unshift(entry)
    else group.push(entry)
  })
  return groups
}

function list(name: string, lines: readonly string[]): string {
  return `"${name}":[${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n`}]`
}

/** Eight digits, as `unzip -v` shows it. */
function hex(crc32: number): string {
  return crc32.toString(16).padStart(8, '0')
}
