import {type Databases, findDatabases, withRows} from '../core/databases.ts'
import type {Graph} from '../core/graph.ts'
import {MANIFEST_PATH, manifest, outputFiles, REPORT_PATH} from '../core/manifest.ts'
import type {Plan, Problem, Survey} from '../core/model.ts'
import {DEFAULTS, type OutputOptions} from '../core/options.ts'
import {plan as makePlan} from '../core/plan.ts'
import {
  countFormulas,
  countKinds,
  firstPage,
  listDatabases,
  listRenames,
  type Report,
} from '../core/report.ts'
import {reportMarkdown} from '../core/report-markdown.ts'
import {Resolver} from '../core/resolve.ts'
import {Rewriter} from '../core/rewrite.ts'
import type {OutFile, Sink, Source} from '../io.ts'
import {TOOL} from '../version.ts'
import {dosDate} from '../zip/time.ts'
import {Anchors} from './anchors.ts'
import {type Advance, type Gathered, gather, readSurvey} from './gather.ts'
import {makeRelations} from './relations-file.ts'
import {type Room, roomFor} from './room.ts'
import {remade} from './text-pile.ts'
import {Writer} from './writer.ts'

/**
 * How far a run is. Bytes are uncompressed bytes of the export; of its Part ZIPs while these are unpacked.
 * Only a run that keeps going checks everything first.
 */
export interface Progress {
  readonly phase: 'unpack' | 'check' | 'read' | 'write'
  readonly done: number
  readonly total: number
}

export interface FixSettings {
  readonly options?: Partial<OutputOptions>
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** What the inputs themselves have to tell: a missing part, an odd archive. Asked when all is read. */
  readonly problems?: () => Promise<readonly Problem[]>
  /** Archives as the person gave them, for the manifest; the sources themselves if left out. */
  readonly named?: readonly {readonly name: string; readonly size: number}[]
}

/** What the caller needs to choose a name for the output before anything is written. */
export type OpenSink = (about: {
  readonly date: string
  readonly longestPath: number
  readonly room: Room
}) => Promise<Sink>

/** Everything between reading and the report, for one export. Nothing is written before the plan is made. */
export async function fix(
  sources: readonly Source[],
  openSink: OpenSink,
  settings: FixSettings = {},
): Promise<Report> {
  return write(await prepare(sources, settings), openSink, settings)
}

/** An export that was surveyed and planned: all that can be told and chosen before anything is written. */
export interface Prepared {
  readonly all: Gathered
  readonly sources: readonly Source[]
  readonly survey: Survey
  readonly plan: Plan
  readonly databases: Databases
}

/** Reads what the plan needs, and makes it; of the options only `maxPath` counts. */
export async function prepare(
  sources: readonly Source[],
  {options, signal, onProgress}: FixSettings = {},
): Promise<Prepared> {
  const all = gather(sources)
  const advance = (done: number, total: number) => onProgress?.({phase: 'read', done, total})
  const {survey, databases} = await readDatabases(all, advance, signal)
  const plan = makePlan(survey, {...DEFAULTS, ...options})
  return {all, sources, survey, plan, databases}
}

/** A function of its own: what was read of every page is let go of before the plan is made. */
async function readDatabases(
  all: Gathered,
  advance: Advance,
  signal: AbortSignal | undefined,
): Promise<{survey: Survey; databases: Databases}> {
  const first = await readSurvey(all, advance, signal)
  const databases = findDatabases(first, new Resolver(first))
  return {survey: withRows(first, databases), databases}
}

/** Writes an export that was prepared with the same `maxPath`. */
export async function write(
  {all, sources, survey, plan, databases}: Prepared,
  openSink: OpenSink,
  settings: FixSettings = {},
): Promise<Report> {
  const {signal} = settings
  const options = {...DEFAULTS, ...settings.options}
  const total = all.entries.reduce((sum, entry) => sum + entry.size, 0)
  const anchors = new Anchors(all, signal)
  const rewriter = new Rewriter({survey, plan, databases, options, anchors: entry => anchors.of(entry)})
  const time = newestTime(survey)
  const sink = await openSink({
    date: dosDate(time),
    longestPath: longestPath(plan, rewriter),
    room: roomFor(survey),
  })
  try {
    const writer = new Writer({all, survey, rewriter, anchors, sink})
    await writeAll(writer, {survey, plan, rewriter, time}, counter('write', total, settings), signal)
    const relations = await makeRelations(rewriter, sink, time)
    const inputProblems = (await settings.problems?.()) ?? []
    const draft = draftReport(
      {sources, settings, inputProblems, survey, plan, databases, rewriter, writer},
      relations.graph,
    )
    const put = async (path: string, data: OutFile['data']) => {
      await sink.write({path, time, data})
    }
    await put(
      REPORT_PATH,
      remade(() => reportMarkdown(draft)),
    )
    if (databases.byId.size > 0) await sink.write(relations.file)
    const {tool, sources: named} = draft
    const told = {tool, sources: named, options, survey, plan, tables: rewriter.tables, ...writer.told()}
    await put(
      MANIFEST_PATH,
      remade(() => manifest(told)),
    )
    signal?.throwIfAborted()
    const {name, already} = await sink.finish()
    return {...draft, ...(name !== undefined && {output: name}), ...(already && {status: 'already-written'})}
  } catch (error) {
    await sink.abort()
    throw error
  }
}

/** What the export becomes: every file in the order of the export, then the table pages. */
async function writeAll(
  writer: Writer,
  {survey, plan, rewriter, time}: {survey: Survey; plan: Plan; rewriter: Rewriter; time: number},
  advance: (bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const written = (entries: readonly number[]) => {
    for (const entry of entries) advance(survey.entries[entry]!.size)
  }
  await writer.writeFiles(outputFiles(survey, plan), written, signal)
  for (const [id, path] of rewriter.tables) {
    signal?.throwIfAborted()
    await writer.writeTable(id, path, time)
  }
}

interface Made {
  readonly sources: readonly Source[]
  readonly settings: FixSettings
  readonly inputProblems: readonly Problem[]
  readonly survey: Survey
  readonly plan: Plan
  readonly databases: Databases
  readonly rewriter: Rewriter
  readonly writer: Writer
}

function draftReport(made: Made, relations: Graph): Report {
  const {sources, settings, inputProblems, survey, plan, databases, rewriter, writer} = made
  const problems = [
    ...inputProblems,
    ...plan.problems,
    ...writer.problems,
    ...relations.problems,
    ...indexProblems(survey, plan),
  ]
  return {
    tool: TOOL,
    status: settings.dryRun ? 'planned' : 'written',
    sources: settings.named ?? sources.map(({name, size}) => ({name, size})),
    date: dosDate(newestTime(survey)),
    counts: {...countKinds(survey), table: rewriter.tables.size},
    files: survey.items.filter(item => item !== undefined).length,
    written: writer.files,
    repaired: repairs(survey, plan, writer.links),
    problems,
    missing: writer.missing,
    renames: listRenames(survey, plan),
    ...listDatabases(plan, databases),
    relations: relations.counts,
    formulas: countFormulas(problems),
    ignored: survey.ignored,
    incomplete: problems.some(({code}) => code === 'part-missing' || code === 'entry-damaged'),
    ...firstOf(survey, plan, rewriter),
  }
}

function longestPath(plan: Plan, rewriter: Rewriter): number {
  const paths = [...plan.paths, ...rewriter.tables.values()]
  return paths.reduce((longest, path) => Math.max(longest, path?.length ?? 0), 0)
}

function counter(
  phase: Progress['phase'],
  total: number,
  {onProgress}: FixSettings,
): (bytes: number) => void {
  let done = 0
  return bytes => {
    done += bytes
    onProgress?.({phase, done, total})
  }
}

export function newestTime(survey: Survey): number {
  return survey.entries.reduce(
    (newest, {time}, at) => (survey.items[at] ? Math.max(newest, time) : newest),
    0,
  )
}

export function repairs(survey: Survey, plan: Plan, links: number): Report['repaired'] {
  const reasons = [...plan.renames.values()]
  return {
    ids: survey.items.filter(item => item?.id !== undefined && survey.places[item.entry]!.includes(item.id))
      .length,
    titles: reasons.filter(list => list.includes('title')).length,
    links,
    shortened: reasons.filter(list => list.includes('cut') || list.includes('deep')).length,
  }
}

function indexProblems(survey: Survey, plan: Plan): Problem[] {
  return survey.items.flatMap((item, entry) =>
    item?.kind === 'index' ? [{code: 'workspace-named', path: plan.paths[entry]!} as const] : [],
  )
}

function firstOf(survey: Survey, plan: Plan, {tables}: Rewriter): {firstPage?: string} {
  const page = firstPage(survey, plan, tables)
  return page === undefined ? {} : {firstPage: page}
}
