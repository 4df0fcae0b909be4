import {ExportError} from '../../core/error.ts'
import type {Entry} from '../../core/model.ts'
import {type Prepared, type Progress, prepare, write} from '../../run/fix.ts'
import {explainNotNotion} from '../../run/not-notion.ts'
import {findRepaired} from '../../run/repaired.ts'
import {salvage} from '../../run/salvage.ts'
import type {Choices, FromEngine} from '../messages.ts'
import {browserCodec as codec} from './codec.ts'
import {groupFiles, type OpenExport, openFiles} from './inputs.ts'
import {glance, preview} from './look.ts'
import {Outlet} from './outlet.ts'
import {pageSink} from './sink.ts'
import {makeSpool} from './spool.ts'

export type Tell = (message: FromEngine, transfer?: Transferable[]) => void

/** One export, from the drop to the archive. A write that was stopped or has failed can be begun again. */
export class Session {
  outlet: Outlet | undefined
  readonly #tell: Tell
  #stopping = new AbortController()
  #opened: OpenExport | undefined
  #prepared: Prepared | undefined

  constructor(tell: Tell) {
    this.#tell = tell
  }

  async open(files: readonly File[], keepGoing: boolean): Promise<void> {
    const {signal} = this.#stopping
    const onProgress = throttled(progress => this.#tell({kind: 'progress', ...progress}))
    const groups = await groupFiles(files)
    if (groups.length > 1) {
      this.#tell({kind: 'several', groups})
      return
    }
    const listed: Entry[] = []
    const onListed = (entries: readonly Entry[]) => {
      for (const entry of entries) listed.push(entry)
      this.#tell({kind: 'glance', glance: glance(listed)})
    }
    const spool = await makeSpool()
    const opened = await openFiles(files, {codec, spool, signal, onProgress, onListed, keepGoing})
    this.#opened = opened
    const {sources, named} = opened
    if (await findRepaired(sources)) {
      this.#tell({kind: 'already'})
      await this.close()
      return
    }
    const check = (done: number, total: number) => onProgress({phase: 'check', done, total})
    const readable = keepGoing ? await salvage(sources, check, signal) : sources
    this.#prepared = await prepare(readable, {signal, onProgress}).catch(error => {
      throw explainNotNotion(error, {sources, named})
    })
    this.#tell({kind: 'prepared', preview: preview(this.#prepared, opened.lacking)})
  }

  async write(options: Choices): Promise<void> {
    const {problems, named, checkUnchanged} = this.#opened!
    this.#stopping = new AbortController()
    const {signal} = this.#stopping
    const outlet = new Outlet(this.#tell)
    this.outlet = outlet
    const report = await write(this.#prepared!, async () => pageSink(outlet, codec, checkUnchanged), {
      options,
      problems,
      named,
      signal,
      onProgress: throttled(progress => this.#tell({kind: 'progress', ...progress})),
    })
    this.#tell({kind: 'written', report})
    await this.close()
  }

  stop(): void {
    this.#stopping.abort()
    this.outlet?.fail(new Error('stopped'))
  }

  /** The page could not put bytes where they belong. */
  refused(why: string, isFull: boolean): void {
    this.outlet?.fail(
      isFull
        ? new ExportError('no-space', 'cannot write the archive: there is no room left', {
            hint: 'make room on that disk, or choose another place',
          })
        : new ExportError('no-access', `cannot write the archive: ${why}`, {hint: 'choose another place'}),
    )
  }

  get isStopped(): boolean {
    return this.#stopping.signal.aborted
  }

  /** Forgets everything, also what was unpacked. */
  async close(): Promise<void> {
    await this.#opened?.close()
    this.#opened = undefined
    this.#prepared = undefined
  }
}

/** What a person is told of an error. */
export function failureOf(error: unknown, isStopped: boolean) {
  if (isStopped) return {code: 'aborted', message: 'stopped; nothing was written'}
  if (error instanceof ExportError) {
    const {code, message, hint} = error
    return {code, message, ...(hint !== undefined && {hint})}
  }
  return {message: error instanceof Error ? `${error.name}: ${error.message}` : String(error)}
}

/** A page need not hear of every batch; of the last it must. */
function throttled(tell: (progress: Progress) => void): (progress: Progress) => void {
  let last = 0
  return progress => {
    const now = performance.now()
    if (now - last < 60 && progress.done < progress.total) return
    last = now
    tell(progress)
  }
}
