import {groupByPath, MANIFEST_PATH, manifest, REPORT_PATH} from '../core/manifest.ts'
import type {Plan, Problem, Survey} from '../core/model.ts'
import {DEFAULT_MAX_PATH, plan as makePlan} from '../core/plan.ts'
import {type MissingLink, Relinker} from '../core/relink.ts'
import {countKinds, firstPage, listRenames, type Report} from '../core/report.ts'
import {rewrite} from '../core/rewrite.ts'
import {reportMarkdown} from '../core/summary.ts'
import type {Figures, OutFile, Sink, Source} from '../io.ts'
import {TOOL} from '../version.ts'
import {dosDate} from '../zip/time.ts'
import {type Gathered, gather, readAnchors, readSurvey} from './gather.ts'
import {decodeText, encodeText, MOST_REWRITTEN} from './text.ts'

/** How far a run is. Bytes are uncompressed bytes of the export. */
export interface Progress {
  readonly phase: 'read' | 'write'
  readonly done: number
  readonly total: number
}

export interface FixSettings {
  readonly maxPath?: number
  readonly dryRun?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** Problems that were seen before: a missing part. */
  readonly problems?: readonly Problem[]
  /** Archives as the person gave them, for the manifest; the sources themselves if left out. */
  readonly named?: readonly {readonly name: string; readonly size: number}[]
}

/** What the caller needs to choose a name for the output before anything is written. */
export type OpenSink = (about: {readonly date: string; readonly longestPath: number}) => Promise<Sink>

/** Everything between reading and the report, for one export. Nothing is written before the plan is made. */
export async function fix(
  sources: readonly Source[],
  openSink: OpenSink,
  settings: FixSettings = {},
): Promise<Report> {
  const {signal, maxPath = DEFAULT_MAX_PATH} = settings
  const all = gather(sources)
  const total = all.entries.reduce((sum, entry) => sum + entry.size, 0)
  const survey = await readSurvey(all, counter('read', total, settings), signal)
  const plan = makePlan(survey, {maxPath})
  const anchors = await readAnchors(all, survey, signal)
  const relinker = new Relinker(survey, plan, entry => anchors.get(entry)?.anchors)
  const time = newestTime(survey)
  const date = dosDate(time)
  const paths = plan.paths.filter(path => path !== undefined)
  const longestPath = paths.reduce((longest, path) => Math.max(longest, path.length), 0)
  const sink = await openSink({date, longestPath})
  try {
    const writer = new Writer(all, survey, relinker, sink)
    const advance = counter('write', total, settings)
    const groups = groupByPath(survey, plan)
    for (const [path, entries] of groups) {
      signal?.throwIfAborted()
      await writer.writeFile(path, entries)
      for (const entry of entries) advance(all.entries[entry]!.size)
    }
    const problems = [
      ...(settings.problems ?? []),
      ...plan.problems,
      ...writer.problems,
      ...indexProblems(survey, plan),
    ]
    const draft: Report = {
      tool: TOOL,
      status: settings.dryRun ? 'planned' : 'written',
      sources: settings.named ?? sources.map(({name, size}) => ({name, size})),
      date,
      counts: countKinds(survey),
      files: survey.items.filter(item => item !== undefined).length,
      written: groups.size,
      repaired: repairs(survey, plan, writer.links),
      problems,
      missing: writer.missing,
      renames: listRenames(survey, plan),
      ignored: survey.ignored,
      incomplete: problems.some(({code}) => code === 'part-missing' || code === 'entry-damaged'),
      ...firstOf(survey, plan),
    }
    const ours: [string, string][] = [
      [REPORT_PATH, reportMarkdown(draft)],
      [
        MANIFEST_PATH,
        manifest({
          tool: TOOL,
          sources: draft.sources,
          options: {maxPath},
          survey,
          plan,
          before: entry => writer.before.get(entry)!,
          after: path => writer.after.get(path)!,
          missing: writer.missing,
        }),
      ],
    ]
    for (const [path, text] of ours) await sink.write({path, time, data: {whole: encodeText(text)}})
    signal?.throwIfAborted()
    const {name, already} = await sink.finish()
    return {...draft, ...(name !== undefined && {output: name}), ...(already && {status: 'already-written'})}
  } catch (error) {
    await sink.abort()
    throw error
  }
}

/** Writes the files of the export, in order, and remembers what came of them. */
class Writer {
  readonly problems: Problem[] = []
  readonly missing: MissingLink[] = []
  readonly before = new Map<number, Figures>()
  readonly after = new Map<string, Figures>()
  links = 0
  private readonly all: Gathered
  private readonly survey: Survey
  private readonly relinker: Relinker
  private readonly sink: Sink

  constructor(all: Gathered, survey: Survey, relinker: Relinker, sink: Sink) {
    this.all = all
    this.survey = survey
    this.relinker = relinker
    this.sink = sink
  }

  /** One file of the output: from its first entry; the others have the same bytes, which are checked too. */
  async writeFile(path: string, entries: readonly number[]): Promise<void> {
    const [main, ...twins] = entries as [number, ...number[]]
    const {time} = this.all.entries[main]!
    const file = (await this.rewritten(main, path, time)) ?? {path, time, data: await this.copied(main)}
    const written = await this.sink.write(file)
    this.after.set(path, written)
    const {size, crc32 = written.crc32} = this.all.entries[main]!
    for (const entry of entries) this.before.set(entry, {size, crc32})
    for (const twin of twins) await this.check(twin)
  }

  private async rewritten(entry: number, path: string, time: number): Promise<OutFile | undefined> {
    const {format} = this.survey.items[entry]!
    if (format === undefined) return undefined
    const original = this.all.entries[entry]!
    if (original.size > MOST_REWRITTEN) {
      this.problems.push({code: 'too-large', path})
      return undefined
    }
    const bytes = await this.all.sourceOf[entry]!.read(original)
    const text = decodeText(bytes)
    if (text === undefined) {
      this.problems.push({code: 'not-utf8', path})
      return undefined
    }
    const made = rewrite(this.relinker, entry, format, text)
    this.problems.push(...made.problems)
    this.missing.push(...made.missing)
    this.links += made.links
    // Copying what did not change saves compressing it again.
    return made.text === text ? undefined : {path, time, data: {whole: encodeText(made.text)}}
  }

  private async copied(entry: number): Promise<OutFile['data']> {
    const source = this.all.sourceOf[entry]!
    const original = this.all.entries[entry]!
    if (this.sink.takesPacked && source.packed) return {packed: await source.packed(original)}
    return {size: original.size, stream: () => source.stream(original)}
  }

  /** A twin is not written, but must be as readable as the file that stands for it. */
  private async check(entry: number): Promise<void> {
    for await (const _ of this.all.sourceOf[entry]!.stream(this.all.entries[entry]!));
  }
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

function newestTime(survey: Survey): number {
  return survey.entries.reduce(
    (newest, {time}, at) => (survey.items[at] ? Math.max(newest, time) : newest),
    0,
  )
}

function repairs(survey: Survey, plan: Plan, links: number): Report['repaired'] {
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

function firstOf(survey: Survey, plan: Plan): {firstPage?: string} {
  const page = firstPage(survey, plan)
  return page === undefined ? {} : {firstPage: page}
}
