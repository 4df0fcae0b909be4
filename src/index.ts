/**
 * Repairs Notion's export: readable names, living links, an archive that Windows can extract.
 *
 * ```ts
 * import {fixExport} from 'notion-export-fix'
 * const report = await fixExport(['export.zip'], {output: 'clean.zip'})
 * ```
 * @module
 */
import {tmpdir} from 'node:os'
import {dirname, resolve} from 'node:path'
import {ExportError} from './core/error.ts'
import type {OutputOptions} from './core/options.ts'
import type {Report} from './core/report.ts'
import type {Sink, Source} from './io.ts'
import {nowhere} from './memory.ts'
import {nodeCodec} from './node/codec.ts'
import {type OpenExport, openExport} from './node/inputs.ts'
import {checkOutput, isArchive, openOutput, windowsFit} from './node/output.ts'
import {checkSettings} from './node/settings.ts'
import {bySourceName} from './run/archive.ts'
import {fix, type Progress} from './run/fix.ts'
import {explainNotNotion} from './run/not-notion.ts'
import {checkOptions, copyAll, findRepaired, type MadeWith, repairedReport} from './run/repaired.ts'
import type {Room} from './run/room.ts'
import {salvage} from './run/salvage.ts'
import type {Codec} from './zip/codec.ts'

export type {MissingLink} from './core/document-links.ts'
export {type ErrorCode, ExportError} from './core/error.ts'
export type {DosTime, Entry, Kind, Problem, ProblemCode, RenameReason} from './core/model.ts'
export type {DatabaseReport, Rename, Repaired, Report, ViewReport} from './core/report.ts'
export {summaryText} from './core/summary.ts'
export type {Figures, OutFile, Packed, Sink, Source} from './io.ts'
export {memorySink, memorySource} from './memory.ts'
export type {Progress} from './run/fix.ts'
export type {Fault, FaultClass} from './verify/faults.ts'
export type {Counts, Unchecked, UncheckedReason, Verification} from './verify/verification.ts'
export {faultsText, verificationText} from './verify/words.ts'
export {type VerifyOptions, verifyExport} from './verify-export.ts'

/** All settings may be left out; the result depends on nothing else. */
export interface FixOptions {
  /**
   * `x.zip` writes an archive, any other path a folder, a {@link Sink} whatever it likes. Left out: an
   * archive `Notion export <date>.zip` beside the first input, where an existing file is never replaced.
   */
  readonly output?: string | Sink
  /** Where an archive goes whose name is left to us. */
  readonly outputFolder?: string
  /** Replace an existing `output`. */
  readonly force?: boolean
  /** Make the plan and find all problems, but write nothing. */
  readonly dryRun?: boolean
  /** Longest path in the output, in UTF-16 units: 60 or more, 180 if left out. */
  readonly maxPath?: number
  /** Relation cells in CSVs: the targets' titles (default), or `Title (path)`. */
  readonly relations?: 'titles' | 'links'
  /** Property block of a row's page: repaired lines (default), or YAML front matter. */
  readonly properties?: 'lines' | 'yaml'
  /** Whether each database gets a readable page; true if left out. */
  readonly tables?: boolean
  /** Whether a `'` goes before each cell of a CSV that a spreadsheet would run; false if left out. */
  readonly csvSafe?: boolean
  /** Encoding of names that are neither UTF-8 nor CP437: a label of the WHATWG Encoding Standard. */
  readonly nameEncoding?: string
  /**
   * Save what can be read when a part is missing or something is damaged; the report's `incomplete` is then
   * true. Takes longer: everything is read once more, before anything is named.
   */
  readonly keepGoing?: boolean
  /**
   * Worker threads that compress and decompress; 0 for none, one less than there are processors (1 to 4) if
   * left out. The result is the same.
   */
  readonly threads?: number
  /** Stops the run; nothing is left behind. The promise rejects with the code `aborted`. */
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Repairs one export and tells what was done. `inputs` are its ZIP, its parts, or its extracted folder, as
 * paths or as {@link Source}s; several are merged before anything is resolved.
 *
 * The input is never changed. The output is whole or absent: it gets its name only when everything was
 * written, read back and synced. The same input and options give the same bytes on every machine.
 * Sources that are given stay open: whoever made them closes them.
 *
 * @throws {ExportError} what a person can do something about; nothing was written.
 */
export async function fixExport(
  inputs: readonly (string | Source)[],
  options: FixOptions = {},
): Promise<Report> {
  const {output, outputFolder, dryRun, force, signal} = options
  if (inputs.length === 0) throw new ExportError('usage', 'cannot repair anything: no export was given')
  checkSettings(options)
  const paths = inputs.filter(input => typeof input === 'string')
  const given = inputs.filter(input => typeof input !== 'string')
  if (paths.length === 0 && output === undefined && outputFolder === undefined && !dryRun) {
    throw new ExportError('usage', 'cannot choose a place for the output: give one')
  }
  if (typeof output !== 'object') await checkOutput(paths, {output, outputFolder, dryRun, force})
  const codec = nodeCodec(options.threads)
  try {
    const opened = await openExport(paths, {...options, codec, spoolFolder: spoolFolder(paths, options)})
    try {
      return await run(opened, given, paths, {...options, codec})
    } finally {
      await opened.close()
    }
  } catch (error) {
    throw signal?.aborted ? new ExportError('aborted', 'stopped; nothing was written', {cause: error}) : error
  } finally {
    await codec.close()
  }
}

/** The options, and what a run needs besides. */
type RunOptions = FixOptions & {readonly codec: Codec}

async function run(
  opened: OpenExport,
  given: readonly Source[],
  paths: readonly string[],
  options: RunOptions,
): Promise<Report> {
  // Parts in any order are the same export: neither names nor bytes may depend on it.
  const sources = [...opened.sources, ...given].sort(bySourceName)
  const named = [...opened.named, ...given.map(({name, size}) => ({name, size}))].sort(bySourceName)
  const open = async (date: string, room?: Room) =>
    checkedBefore(await openSink(paths, {date, room}, options), opened)
  const repaired = await findRepaired(sources)
  if (repaired) return copyRepaired(repaired, open, {...options, problems: () => opened.problems()})
  let longest = 0
  const {dryRun, signal, onProgress, output} = options
  const check = (done: number, total: number) => onProgress?.({phase: 'check', done, total})
  const report = await fix(
    options.keepGoing ? await salvage(sources, check, signal) : sources,
    ({date, longestPath, room}) => {
      longest = longestPath
      return open(date, room)
    },
    {
      problems: () => opened.problems(),
      named,
      options: outputOptions(options),
      ...(dryRun && {dryRun}),
      ...(signal && {signal}),
      ...(onProgress && {onProgress}),
    },
  ).catch(error => {
    throw explainNotNotion(error, {sources, named})
  })
  const isFolder = typeof output === 'string' && !isArchive(output)
  return isFolder ? {...report, ...windowsFit(output, longest)} : report
}

/** Those that were given, and no others. */
function outputOptions({
  maxPath,
  relations,
  properties,
  tables,
  csvSafe,
}: FixOptions): Partial<OutputOptions> {
  return {
    ...(maxPath !== undefined && {maxPath}),
    ...(relations !== undefined && {relations}),
    ...(properties !== undefined && {properties}),
    ...(tables !== undefined && {tables}),
    ...(csvSafe !== undefined && {csvSafe}),
  }
}

/** The last look at the inputs comes right before the output gets its name. */
function checkedBefore(sink: Sink, opened: OpenExport): Sink {
  return {
    takesPacked: sink.takesPacked,
    ...(sink.keepsNothing !== undefined && {keepsNothing: sink.keepsNothing}),
    ...(sink.prepare && {prepare: files => sink.prepare!(files)}),
    write: file => sink.write(file),
    async finish() {
      await opened.checkUnchanged()
      return sink.finish()
    },
    abort: () => sink.abort(),
  }
}

async function openSink(
  paths: readonly string[],
  about: {readonly date: string; readonly room: Room | undefined},
  options: RunOptions,
): Promise<Sink> {
  if (options.dryRun) return nowhere()
  if (typeof options.output === 'object') return options.output
  return openOutput(paths, about, {...options, output: options.output})
}

/** "Already repaired": nothing to do, or, where an output was asked for, the same bytes again. */
async function copyRepaired(
  repaired: MadeWith,
  open: (date: string) => Promise<Sink>,
  options: FixOptions & Pick<OpenExport, 'problems'>,
): Promise<Report> {
  checkOptions(repaired, outputOptions(options))
  const report = repairedReport(repaired)
  if (options.output === undefined || options.dryRun) return report
  const sink = await open('')
  try {
    const written = await copyAll(repaired, sink, options.signal)
    const problems = await options.problems()
    const {name} = await sink.finish()
    return {...report, written, problems, ...(name !== undefined && {output: name})}
  } catch (error) {
    await sink.abort()
    throw error
  }
}

/** Beside the output, where there must be room anyway; where nothing of ours is left, out of the way. */
function spoolFolder(paths: readonly string[], {output, outputFolder, dryRun}: FixOptions): string {
  if (dryRun || typeof output === 'object') return tmpdir()
  if (output !== undefined) return dirname(resolve(output))
  return outputFolder ?? dirname(resolve(paths[0] ?? '.'))
}
