import {Command, CommanderError, InvalidArgumentError} from 'commander'
import {escapeName} from './core/escape.ts'
import type {FixOptions, Report} from './index.ts'
import {TOOL} from './version.ts'

/** argv → run → exit code. The only place that knows commander, the standard streams and exit codes. */

const EXIT = {done: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130} as const

interface Flags {
  readonly output?: string
  readonly dryRun?: boolean
  readonly maxPath?: number
  readonly nameEncoding?: string
  readonly keepGoing?: boolean
  readonly force?: boolean
  readonly quiet?: boolean
  readonly json?: boolean
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
  .option('--name-encoding <label>', 'for names that are neither UTF-8 nor CP437, e.g. shift_jis')
  .option('--keep-going', 'save what is here when a part of the export is missing (exit code 3)')
  .option('-f, --force', 'replace an existing output')
  .option('-q, --quiet', 'no progress, no summary')
  .option('--json', 'the report as JSON on standard output, one line for each export')
  .showHelpAfterError('(see notion-export-fix --help)')
  .exitOverride()

main().then(
  code => {
    process.exitCode = code
  },
  error => {
    process.exitCode = tell(error)
  },
)

async function main(): Promise<number> {
  // `| head` closes our output early; that is no failure.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', error =>
      process.exit('code' in error && error.code === 'EPIPE' ? EXIT.done : EXIT.failed),
    )
  }
  try {
    program.parse()
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    throw error
  }
  if (program.args.length === 0) {
    program.outputHelp({error: true})
    return EXIT.usage
  }
  const {expandInputs} = await import('./node/arguments.ts')
  return repairAll(await expandInputs(program.args), program.opts<Flags>())
}

async function repairAll(paths: readonly string[], flags: Flags): Promise<number> {
  const {groupInputs} = await import('./node/inputs.ts')
  const groups = await groupInputs(paths, flags)
  const {output} = flags
  if (groups.length > 1 && output !== undefined && /\.zip$/i.test(output)) {
    return usage(
      `cannot write ${groups.length} exports to one archive "${output}"`,
      'give a folder with --output',
    )
  }
  if (groups.length > 1 && output !== undefined && !flags.dryRun) await makeFolder(output)
  const controller = stopOnSignals()
  const written: string[] = []
  let worst: number = EXIT.done
  for (const group of groups) {
    try {
      const report = await repairOne(group, flags, groups.length > 1, controller.signal)
      if (report.output !== undefined) written.push(report.output)
      if (report.incomplete && worst === EXIT.done) worst = EXIT.incomplete
    } catch (error) {
      const code = tell(error, flags)
      if (code === EXIT.interrupted || groups.length === 1) return code
      worst = EXIT.failed
    }
  }
  if (worst === EXIT.failed && written.length > 0 && !flags.quiet) {
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
  const {showProgress} = await import('./node/progress.ts')
  const {output, maxPath, dryRun, nameEncoding, keepGoing, force} = flags
  const progress = flags.quiet || !process.stderr.isTTY ? undefined : showProgress(process.stderr)
  const options: FixOptions = {
    signal,
    ...(output !== undefined && (isOneOfMany ? {outputFolder: output} : {output})),
    ...(maxPath !== undefined && {maxPath}),
    ...(dryRun && {dryRun}),
    ...(nameEncoding !== undefined && {nameEncoding}),
    ...(keepGoing && {keepGoing}),
    ...(force && {force}),
    ...(progress && {onProgress: progress.update}),
  }
  try {
    const report = await fixExport(group, options)
    progress?.stop()
    if (flags.json) say(process.stdout, JSON.stringify(report))
    else if (!flags.quiet) say(process.stdout, summaryText(report))
    return report
  } finally {
    progress?.stop()
  }
}

/** The folder for the archives of several exports. */
async function makeFolder(path: string): Promise<void> {
  const {mkdir} = await import('node:fs/promises')
  const {writeError} = await import('./node/file.ts')
  await mkdir(path, {recursive: true}).catch(cause => {
    throw writeError(path, cause)
  })
}

/** The first signal stops the run, which cleans up; the second stops at once. */
function stopOnSignals(): AbortController {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted)
      controller.abort()
    })
  }
  return controller
}

/** Says what went wrong and gives the exit code. What we did not expect shows where it happened. */
function tell(error: unknown, flags: Flags = {}): number {
  if (!(error instanceof Error && error.name === 'ExportError')) {
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
    say(
      process.stderr,
      `error: this is a fault of notion-export-fix; nothing was written. Please report it:\n${trace}`,
    )
    return EXIT.failed
  }
  const {code, message, hint} = error as import('./core/error.ts').ExportError
  if (flags.json)
    say(process.stdout, JSON.stringify({error: {code, message, ...(hint !== undefined && {hint})}}))
  say(process.stderr, `error: ${escapeName(message)}`)
  if (hint !== undefined) say(process.stderr, `hint: ${escapeName(hint)}`)
  if (code === 'aborted') return EXIT.interrupted
  return code === 'usage' ? EXIT.usage : EXIT.failed
}

function usage(message: string, hint: string): number {
  say(process.stderr, `error: ${escapeName(message)}\nhint: ${hint}`)
  return EXIT.usage
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function say(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`)
}
