import {Command} from 'commander'
import {escapeJson} from '../core/escape.ts'
import {EXIT, say, stopOnSignals, tell} from './say.ts'

/** `notion-export-fix verify`: argv → verification → exit code. */

interface Flags {
  readonly against?: readonly string[]
  readonly nameEncoding?: string
  readonly quiet?: boolean
  readonly json?: boolean
}

/** The command; `run` is given what is to be done, which commander would not wait for. */
export function verifyCommand(run: (work: () => Promise<number>) => void): Command {
  return new Command('verify')
    .description(
      'Proves a repaired archive or folder with other eyes: every file is here with its bytes, every link ' +
        'leads somewhere, every name is safe. Changes nothing.',
    )
    .argument('<clean>', 'the repaired .zip or folder (a file called verify: ./verify)')
    .option(
      '--against <export...>',
      'the export that it was made from, ZIP, parts or folder: proves that nothing of it was lost',
    )
    .option('--name-encoding <label>', 'for names of the export that are neither UTF-8 nor CP437')
    .option('-q, --quiet', 'no progress, and nothing is said when all is well')
    .option('--json', 'the result as JSON on standard output')
    .showHelpAfterError('(see notion-export-fix verify --help)')
    .exitOverride()
    .action((clean: string, _: unknown, command: Command) => {
      const flags = command.opts<Flags>()
      const {parent} = command
      const isStray = (name: string) => parent?.getOptionValueSource(name) === 'cli'
      if (Object.keys(parent?.opts() ?? {}).some(isStray))
        command.error('error: options of verify stand behind it')
      run(() => verify(clean, flags).catch(error => tell(error, flags, [clean])))
    })
}

async function verify(clean: string, flags: Flags): Promise<number> {
  const {signal} = stopOnSignals()
  const {expandInputs} = await import('../node/arguments.ts')
  const {faultsText, verificationText, verifyExport} = await import('../index.ts')
  const {nameEncoding, quiet, json} = flags
  const against = flags.against && (await expandInputs(flags.against))
  const isShown = !quiet && process.stderr.isTTY
  const progress = isShown ? (await import('../node/progress.ts')).showProgress(process.stderr) : undefined
  try {
    const found = await verifyExport(clean, {
      signal,
      ...(against && {against}),
      ...(nameEncoding !== undefined && {nameEncoding}),
      ...(progress && {onProgress: progress.update}),
    })
    progress?.stop()
    const isWell = found.faults.length === 0
    if (json) say(process.stdout, escapeJson(JSON.stringify(found)))
    else if (isWell && !quiet) say(process.stdout, verificationText(found))
    if (!isWell) say(process.stderr, `error: ${faultsText(found)}`)
    return isWell ? EXIT.done : EXIT.failed
  } finally {
    progress?.stop()
  }
}
