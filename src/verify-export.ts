import {tmpdir} from 'node:os'
import {ExportError} from './core/error.ts'
import {type NodeCodec, nodeCodec} from './node/codec.ts'
import {type OpenExport, openExport} from './node/inputs.ts'
import {checkSettings} from './node/settings.ts'
import type {Progress} from './run/fix.ts'
import type {Verification} from './verify/verification.ts'

/** All settings may be left out. */
export interface VerifyOptions {
  /**
   * The export that the archive was made from, as its ZIP, its parts, or its extracted folder. Without it
   * nothing can be said about what was lost on the way.
   */
  readonly against?: readonly string[]
  /** Encoding of names of the export that are neither UTF-8 nor CP437, as in {@link FixOptions}. */
  readonly nameEncoding?: string
  /** Stops the work. The promise rejects with the code `aborted`. */
  readonly signal?: AbortSignal
  /** Bytes are uncompressed bytes of both sides. */
  readonly onProgress?: (progress: Progress) => void
}

/**
 * Proves a repaired archive or folder with other eyes: nothing that repairs is asked, and every document is
 * read by a parser of others. Changes nothing; deflated parts of `against` are unpacked to the system's
 * temporary folder. What is wrong is in the result's `faults`.
 *
 * @throws {ExportError} when `clean` or the export cannot be read.
 */
export async function verifyExport(clean: string, options: VerifyOptions = {}): Promise<Verification> {
  const {signal} = options
  checkSettings(options)
  if (options.against?.length === 0) throw new ExportError('usage', 'cannot compare: no export was given')
  const codec = nodeCodec()
  try {
    return await run(clean, {...options, codec})
  } catch (error) {
    throw signal?.aborted ? new ExportError('aborted', 'stopped', {cause: error}) : error
  } finally {
    await codec.close()
  }
}

async function run(
  path: string,
  options: VerifyOptions & {readonly codec: NodeCodec},
): Promise<Verification> {
  // Its parsers are a hundred modules that nobody needs who repairs.
  const [{openClean}, {verify}] = await Promise.all([import('./node/clean.ts'), import('./verify/verify.ts')])
  const {against, nameEncoding, signal, onProgress, codec} = options
  const {source: clean, isFolder} = await openClean(path, codec, signal)
  let opened: OpenExport | undefined
  try {
    // What a missing part held is told file by file, as what the export lacks.
    const settings = {nameEncoding, signal, onProgress, spoolFolder: tmpdir(), keepGoing: true, codec}
    opened = against && (await openExport(against, settings))
    const total = [clean, ...(opened?.sources ?? [])].reduce(
      (sum, {entries}) => entries.reduce((bytes, {size}) => bytes + size, sum),
      0,
    )
    let done = 0
    const advance = (bytes: number) => {
      done += bytes
      onProgress?.({phase: 'read', done, total})
    }
    const export_ = opened && {sources: opened.sources, names: opened.named.map(({name}) => name)}
    const found = await verify({clean, isFolder, against: export_, watch: {signal, advance}})
    const problems = (await opened?.problems()) ?? []
    const partsMissing = problems.flatMap(({code, path}) => (code === 'part-missing' ? [path] : []))
    return partsMissing.length === 0 ? found : {...found, partsMissing}
  } finally {
    await opened?.close()
    await clean.close()
  }
}
