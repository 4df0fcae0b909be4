import {CommanderError} from 'commander'
import {escapeJson, escapeLines, escapeName} from '../core/escape.ts'
import {errorCode, isTooMany} from '../node/error-code.ts'

/** What both commands share: exit codes, the standard streams, and errors in words. */

export const EXIT = {done: 0, failed: 1, usage: 2, incomplete: 3, interrupted: 130} as const

/** Set when a report could not be told: a full disk behind `>`. */
let isUntold = false
/** Streams that take no more. */
const closed = new Set<NodeJS.WriteStream>()

/**
 * `| head` closes our output early: the work goes on, only nobody listens. The run never ends in the
 * middle, where its temporary files would stay.
 */
export function watchStreams(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', error => {
      closed.add(stream)
      if ('code' in error && error.code === 'EPIPE') return
      isUntold = true
      // All else may be done when this is heard.
      process.exitCode ||= EXIT.failed
    })
  }
}

/** The exit code, for when all is done: what nobody could be told is no success. */
export function leave(code: number): void {
  process.exitCode = isUntold && code === EXIT.done ? EXIT.failed : code
}

export function say(stream: NodeJS.WriteStream, text: string): void {
  if (!closed.has(stream)) stream.write(`${text}\n`)
}

/** The first signal stops the run, which cleans up; the second stops at once. */
export function stopOnSignals(): AbortController {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted)
      controller.abort()
    })
  }
  return controller
}

/**
 * Says what went wrong and gives the exit code. What we did not expect shows where it happened. With
 * `isOneOfMany` the line says of which export it speaks.
 */
export function tell(
  error: unknown,
  {json}: {readonly json?: boolean},
  inputs: readonly string[],
  isOneOfMany = false,
): number {
  const of = isOneOfMany ? `${inputs.map(escapeName).join(', ')}: ` : ''
  if (!(error instanceof Error && error.name === 'ExportError')) {
    const code = errorCode(error)
    if (isTooMany(code) || code === 'ERR_MODULE_NOT_FOUND') return tellUnloaded(isTooMany(code), json, inputs)
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const message = 'this is a fault of notion-export-fix; nothing was written. Please report it'
    if (json) sayJson({code: 'fault', message: `${message}: ${error}`, inputs})
    say(process.stderr, `error: ${of}${message}:\n${escapeLines(trace)}`)
    return EXIT.failed
  }
  const {code, message, hint} = error as import('../core/error.ts').ExportError
  if (json) sayJson({code, message, ...(hint !== undefined && {hint}), inputs})
  say(process.stderr, `error: ${of}${escapeName(message)}`)
  if (hint !== undefined) say(process.stderr, `hint: ${escapeName(hint)}`)
  if (code === 'aborted') return EXIT.interrupted
  return code === 'usage' ? EXIT.usage : EXIT.failed
}

/**
 * Node cannot even read our own code; what we open ourselves has an error of its own. With too few files Node
 * may also say that a package is not there, since it could not look.
 */
function tellUnloaded(isSure: boolean, json: boolean | undefined, inputs: readonly string[]): number {
  const cause = 'the system lets this program open too few files'
  const message = isSure
    ? `cannot start: ${cause}`
    : `cannot load a part of this program: ${cause}, or it is not installed whole`
  const hint = `allow more with ulimit -n${isSure ? '' : ', or install it again'}`
  if (json) sayJson({code: 'no-access', message, hint, inputs})
  say(process.stderr, `error: ${message}\nhint: ${hint}`)
  return EXIT.failed
}

/** Commander has said it in words already; what it throws for `--help` is no error. */
export function tellParseError(error: unknown, inputs: readonly string[]): number {
  if (!(error instanceof CommanderError)) return tell(error, {}, [])
  if (error.exitCode === 0) return EXIT.done
  const message = error.message.replace(/^error: /, '')
  // What was parsed before the error does not count: the wish for JSON may stand behind it.
  if (process.argv.includes('--json')) sayJson({code: 'usage', message, inputs})
  return EXIT.usage
}

function sayJson(error: {code: string; message: string; hint?: string; inputs: readonly string[]}): void {
  say(process.stdout, escapeJson(JSON.stringify({error})))
}
