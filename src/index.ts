/**
 * Repairs Notion's export: readable names, living links, an archive that Windows can extract.
 *
 * ```ts
 * import {fixExport} from 'notion-export-fix'
 * const report = await fixExport(['export.zip'], {output: 'clean.zip'})
 * ```
 * @module
 */
import {dirname, resolve} from 'node:path'
import {ExportError} from './core/error.ts'
import {LEAST_MAX_PATH} from './core/plan.ts'
import type {Report} from './core/report.ts'
import type {Sink, Source} from './io.ts'
import {nowhere} from './memory.ts'
import {type OpenExport, openExport} from './node/inputs.ts'
import {checkOutput, fittingMaxPath, isArchive, openOutput} from './node/output.ts'
import {fix, type Progress} from './run/fix.ts'
import {checkOptions, copyAll, findRepaired, type MadeWith} from './run/repaired.ts'
import {TOOL} from './version.ts'

export {type ErrorCode, ExportError} from './core/error.ts'
export type {DosTime, Entry, Kind, Problem, ProblemCode, RenameReason} from './core/model.ts'
export type {MissingLink} from './core/relink.ts'
export type {Rename, Repaired, Report} from './core/report.ts'
export {summaryText} from './core/summary.ts'
export type {Figures, OutFile, Packed, Sink, Source} from './io.ts'
export {memorySink, memorySource} from './memory.ts'
export type {Progress} from './run/fix.ts'

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
  /** Encoding of names that are neither UTF-8 nor CP437: a label of the WHATWG Encoding Standard. */
  readonly nameEncoding?: string
  /** Save what is here when a part is missing; the report's `incomplete` is then true. */
  readonly keepGoing?: boolean
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
 *
 * @throws {ExportError} what a person can do something about; nothing was written.
 */
export async function fixExport(
  inputs: readonly (string | Source)[],
  options: FixOptions = {},
): Promise<Report> {
  const {maxPath, output} = options
  if (inputs.length === 0) throw new ExportError('usage', 'cannot repair anything: no export was given')
  if (maxPath !== undefined && !(Number.isSafeInteger(maxPath) && maxPath >= LEAST_MAX_PATH)) {
    throw new ExportError(
      'usage',
      `cannot use the path limit ${maxPath}: it must be ${LEAST_MAX_PATH} or more`,
    )
  }
  const paths = inputs.filter(input => typeof input === 'string')
  const given = inputs.filter(input => typeof input !== 'string')
  if (paths.length === 0 && typeof output !== 'object' && !options.dryRun && output === undefined) {
    throw new ExportError('usage', 'cannot choose a place for the output: give one')
  }
  if (typeof output !== 'object') await checkOutput(paths, {...options, output})
  try {
    const opened = await openExport(paths, {
      nameEncoding: options.nameEncoding,
      keepGoing: options.keepGoing,
      spoolFolder: spoolFolder(paths, options),
    })
    try {
      return await run(opened, given, paths, options)
    } finally {
      await opened.close()
    }
  } catch (error) {
    throw options.signal?.aborted
      ? new ExportError('aborted', 'stopped; nothing was written', {cause: error})
      : error
  }
}

async function run(
  opened: OpenExport,
  given: readonly Source[],
  paths: readonly string[],
  options: FixOptions,
): Promise<Report> {
  const sources = [...opened.sources, ...given]
  const repaired = await findRepaired(sources)
  if (repaired) return copyRepaired(repaired, paths, options)
  let longest = 0
  const {maxPath, dryRun, signal, onProgress} = options
  const report = await fix(
    sources,
    async ({date, longestPath}) => {
      longest = longestPath
      return checkedBefore(await openSink(paths, date, options), opened)
    },
    {
      problems: opened.problems,
      named: [...opened.named, ...given.map(({name, size}) => ({name, size}))],
      ...(maxPath !== undefined && {maxPath}),
      ...(dryRun && {dryRun}),
      ...(signal && {signal}),
      ...(onProgress && {onProgress}),
    },
  )
  const {output} = options
  const fits = typeof output === 'string' && !isArchive(output) ? fittingMaxPath(output, longest) : undefined
  return fits === undefined ? report : {...report, fittingMaxPath: fits}
}

/** The last look at the inputs comes right before the output gets its name. */
function checkedBefore(sink: Sink, opened: OpenExport): Sink {
  return {
    ...sink,
    async finish() {
      await opened.checkUnchanged()
      return sink.finish()
    },
  }
}

async function openSink(paths: readonly string[], date: string, options: FixOptions): Promise<Sink> {
  if (options.dryRun) return nowhere()
  if (typeof options.output === 'object') return options.output
  return openOutput(paths, date, {...options, output: options.output})
}

/** "Already repaired": nothing to do, or, where an output was asked for, the same bytes again. */
async function copyRepaired(
  repaired: MadeWith,
  paths: readonly string[],
  options: FixOptions,
): Promise<Report> {
  checkOptions(repaired, options)
  const {source} = repaired
  const report: Report = {
    tool: TOOL,
    status: 'already-repaired',
    sources: [{name: source.name, size: source.size}],
    date: '',
    counts: {page: 0, row: 0, database: 0, view: 0, table: 0, attachment: 0, index: 0},
    files: source.entries.length,
    written: 0,
    repaired: {ids: 0, titles: 0, links: 0, shortened: 0},
    problems: [],
    missing: [],
    renames: [],
    ignored: [],
    incomplete: false,
  }
  if (options.output === undefined || options.dryRun) return report
  const sink = await openSink(paths, '', options)
  try {
    await copyAll(source, sink, options.signal)
    const {name} = await sink.finish()
    return {...report, written: source.entries.length, ...(name !== undefined && {output: name})}
  } catch (error) {
    await sink.abort()
    throw error
  }
}

/** Beside the output, where there must be room anyway; beside the input for a dry run. */
function spoolFolder(paths: readonly string[], {output, outputFolder, dryRun}: FixOptions): string {
  if (typeof output === 'string' && !dryRun) return dirname(resolve(output))
  return outputFolder ?? dirname(resolve(paths[0] ?? '.'))
}
