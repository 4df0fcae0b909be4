import {Command, InvalidArgumentError, Option} from 'commander'
import {compileLess} from './cli/compiler.ts'
import {boundHeap} from './cli/heap.ts'
import {EXIT, leave, say, stopOnSignals, tell, tellParseError, watchStreams} from './cli/say.ts'
import {uiCommand} from './cli/ui.ts'
import {verifyCommand} from './cli/verify.ts'
import {escapeJson, escapeLines, escapeName} from './core/escape.ts'
import type {FixOptions, Report} from './index.ts'
import {TOOL} from './version.ts'

/** argv → run → exit code. This and `cli/` alone know commander, the standard streams and exit codes. */

interface Flags {
  readonly output?: string
  readonly dryRun?: boolean
  readonly maxPath?: number
  readonly relations?: 'titles' | 'links'
  readonly properties?: 'lines' | 'yaml'
  readonly tables: boolean
  readonly csvSafe?: boolean
  readonly nameEncoding?: string
  readonly keepGoing?: boolean
  readonly force?: boolean
  readonly quiet?: boolean
  readonly json?: boolean
  readonly threads?: number
}

const program = new Command('notion-export-fix')
  .description(
    'Repairs the ZIP that Notion exports: readable names, living links, paths that Windows can extract. ' +
      'Nothing is uploaded; the original is never changed.',
  )
  .version(TOOL.version)
  .argument('[export...]', 'ZIPs, extracted folders or patterns; parts of one export are merged')
  .option(
    '-o, --output <path>',
    'x.zip for an archive, any other path for a folder (default: beside the input)',
  )
  .option('--dry-run', 'show what would be done and all problems; write nothing')
  .option(
    '--max-path <n>',
    'longest path in the output, in UTF-16 units; 150 suits long OneDrive folders (default: 180)',
    wholeNumber,
  )
  .addOption(
    new Option('--relations <style>', 'relation cells in CSVs (default: titles)').choices([
      'titles',
      'links',
    ]),
  )
  .addOption(
    new Option('--properties <style>', "properties on a row's page (default: lines)").choices([
      'lines',
      'yaml',
    ]),
  )
  .option('--no-tables', 'no readable .md page for each database')
  .option('--csv-safe', "a leading ' before cells of CSVs that a spreadsheet would run as formulas")
  .option('--name-encoding <label>', 'for names that are neither UTF-8 nor CP437, e.g. shift_jis')
  .option('--keep-going', 'save what can be read of a damaged or incomplete export (exit code 3)')
  .option('-f, --force', 'replace an existing output')
  .option('-q, --quiet', 'no progress, no summary')
  .option(
    '--threads <n>',
    'worker threads; 0 for none (default: one less than processors, 1 to 4)',
    wholeNumber,
  )
  .option('--json', 'the report as JSON on standard output, one line for each export')
  // A pattern of the shell can make an option of a hostile file name.
  .configureOutput({outputError: (text, write) => write(escapeLines(text))})
  .showHelpAfterError('(see notion-export-fix --help)')
  .exitOverride()
  // Each command has its own options; `help` is a file like any other.
  .enablePositionalOptions()
  .helpCommand(false)
  .action(() => {
    work = repair
  })
  .addCommand(verifyCommand(choose))
  .addCommand(uiCommand(choose))

/** What the arguments ask for; commander does not wait for it. */
let work = repair

function choose(other: () => Promise<number>): void {
  work = other
}

main().then(leave)

async function main(): Promise<number> {
  watchStreams()
  compileLess()
  try {
    program.parse()
  } catch (error) {
    return tellParseError(error, program.args)
  }
  return work()
}

async function repair(): Promise<number> {
  if (program.args.length === 0) {
    program.outputHelp({error: true})
    return EXIT.usage
  }
  const flags = program.opts<Flags>()
  try {
    const groups = await prepare(program.args, flags)
    return await repairAll(groups, flags)
  } catch (error) {
    return tell(error, flags, program.args)
  }
}

/** What can be known before any work: every usage error is told once, and nothing is made. */
async function prepare(args: readonly string[], flags: Flags): Promise<string[][]> {
  const {expandInputs} = await import('./node/arguments.ts')
  const {checkSettings} = await import('./node/settings.ts')
  const {groupInputs} = await import('./node/group.ts')
  checkSettings(flags)
  const paths = await expandInputs(args)
  const groups = await groupInputs(paths, flags)
  const {output} = flags
  if (groups.length > 1 && output !== undefined) {
    const {checkOutputFolder, isArchive} = await import('./node/output.ts')
    if (isArchive(output)) {
      const {ExportError} = await import('./index.ts')
      const message = `cannot write ${groups.length} exports to one archive "${output}"`
      throw new ExportError('usage', message, {path: output, hint: 'give a folder with --output'})
    }
    await checkOutputFolder(paths, output)
  }
  return groups
}

async function repairAll(groups: readonly string[][], flags: Flags): Promise<number> {
  const {signal} = stopOnSignals()
  const isMany = groups.length > 1
  const {output} = flags
  const folder = isMany && output !== undefined && !flags.dryRun ? await makeFolder(output) : undefined
  const written: string[] = []
  let worst: number = EXIT.done
  for (const group of groups) {
    try {
      const report = await repairOne(group, flags, isMany, signal)
      if (report.output !== undefined) written.push(report.output)
      if (report.incomplete && worst === EXIT.done) worst = EXIT.incomplete
    } catch (error) {
      const code = tell(error, flags, group, isMany)
      worst = isMany && code !== EXIT.interrupted ? EXIT.failed : code
      if (code === EXIT.interrupted) break
    }
  }
  if (written.length === 0) await folder?.remove()
  const isPartly = worst === EXIT.failed || worst === EXIT.interrupted
  if (isPartly && written.length > 0 && !flags.quiet) {
    say(process.stderr, `written all the same:\n${written.map(name => `  ${escapeName(name)}`).join('\n')}`)
  }
  return worst
}

async function repairOne(
  group: readonly string[],
  flags: Flags,
  isOneOfMany: boolean,
  signal: AbortSignal,
): Promise<Report> {
  const {fixExport, summaryText} = await import('./index.ts')
  const {output, maxPath, relations, properties, csvSafe, dryRun, nameEncoding, keepGoing, force, threads} =
    flags
  const isShown = !flags.quiet && process.stderr.isTTY
  const progress = isShown ? (await import('./node/progress.ts')).showProgress(process.stderr) : undefined
  const options: FixOptions = {
    signal,
    ...(output !== undefined && (isOneOfMany ? {outputFolder: output} : {output})),
    ...(maxPath !== undefined && {maxPath}),
    ...(threads !== undefined && {threads}),
    ...(relations !== undefined && {relations}),
    ...(properties !== undefined && {properties}),
    ...(!flags.tables && {tables: false}),
    ...(csvSafe && {csvSafe}),
    ...(dryRun && {dryRun}),
    ...(nameEncoding !== undefined && {nameEncoding}),
    ...(keepGoing && {keepGoing}),
    ...(force && {force}),
    onProgress: step => {
      boundHeap()
      progress?.update(step)
    },
  }
  try {
    const report = await fixExport(group, options)
    progress?.stop()
    if (flags.json) say(process.stdout, escapeJson(JSON.stringify(report)))
    else if (!flags.quiet) say(process.stdout, summaryText(report))
    return report
  } finally {
    progress?.stop()
  }
}

/** The folder for the archives of several exports; `remove` takes away what was made, if it is empty. */
async function makeFolder(path: string): Promise<{remove: () => Promise<void>}> {
  const {mkdir, rmdir} = await import('node:fs/promises')
  const {dirname, resolve} = await import('node:path')
  const {writeError} = await import('./node/file.ts')
  const top = await mkdir(path, {recursive: true}).catch(cause => {
    throw writeError(path, cause)
  })
  return {
    async remove() {
      if (top === undefined) return
      try {
        for (let at = resolve(path); at.length >= resolve(top).length; at = dirname(at)) await rmdir(at)
      } catch {
        // Somebody else has put something into it.
      }
    },
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}
