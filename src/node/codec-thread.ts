import {createRequire} from 'node:module'
import {Worker} from 'node:worker_threads'
import {ExportError} from '../core/error.ts'
import type {NewFile, PackedFile, Slice, Unpacked} from '../zip/codec.ts'
import {
  type Answer,
  type Job,
  type PackAnswer,
  packedFiles,
  packJob,
  resultsOf,
  type UnpackAnswer,
  unpackJob,
} from './codec-messages.ts'

/** A thread runs compiled code, wherever this file was loaded from. */
const CODE = createRequire(import.meta.url).resolve('#codec-worker')

interface Pending {
  readonly paths: readonly string[]
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** What a thread unpacked, and the memory that all of it lies in. */
interface UnpackedThere {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly inflated: Uint8Array<ArrayBuffer>
  readonly results: Unpacked['results']
}

/** One worker thread. When it stops by itself, what it had to do fails with the name of the entry. */
export class CodecThread {
  /** True once it runs; a thread that cannot start never is. */
  isReady = false
  readonly #worker: Worker
  /** Written by the thread: which of the job's entries it is at. */
  readonly #at = new Int32Array(new SharedArrayBuffer(4))
  readonly #pending: Pending[] = []
  #failure: unknown

  /** `code` is for tests. */
  constructor(code = CODE) {
    this.#worker = new Worker(code, {workerData: {at: this.#at.buffer}})
    // A run that has ended must not wait for a thread that nobody closed.
    this.#worker.unref()
    this.#worker.on('message', message => this.#hear(message))
    this.#worker.on('error', error => {
      this.#failure = error
    })
    this.#worker.on('exit', code => this.#stopped(code))
  }

  get jobs(): number {
    return this.#pending.length
  }

  /** `room` is for what is inflated; it is taken away too. */
  async unpack(
    bytes: Uint8Array<ArrayBuffer>,
    slices: readonly Slice[],
    room: Uint8Array<ArrayBuffer> | undefined,
  ): Promise<UnpackedThere> {
    const paths = slices.map(({path}) => path)
    const memory = room ? [bytes.buffer, room.buffer] : [bytes.buffer]
    const answer = (await this.#send(unpackJob(bytes, slices, room), paths, memory)) as UnpackAnswer
    return {bytes: answer.bytes, inflated: answer.inflated, results: resultsOf(answer, slices)}
  }

  async pack(files: readonly NewFile[]): Promise<PackedFile[]> {
    const job = packJob(files)
    const paths = files.map(({path}) => path)
    return packedFiles((await this.#send(job, paths, [job.bytes.buffer])) as PackAnswer)
  }

  async close(): Promise<void> {
    this.isReady = false
    this.#worker.removeAllListeners('exit')
    await this.#worker.terminate()
    this.#fail(new Error('the thread was closed'))
  }

  #send(job: Job, paths: readonly string[], memory: ArrayBuffer[]): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#pending.push({paths, resolve, reject})
      // Somebody waits for the answer, so the process must too.
      this.#worker.ref()
      this.#worker.postMessage(job, memory)
    })
  }

  #hear(message: Answer | 'ready'): void {
    if (message === 'ready') {
      this.isReady = true
      return
    }
    const pending = this.#pending.shift()
    if (this.#pending.length === 0) this.#worker.unref()
    pending?.resolve(message)
  }

  /** The jobs are done in their order, so the first one is the one that it was at. */
  #stopped(code: number): void {
    this.isReady = false
    const [first] = this.#pending
    const path = first?.paths[this.#at[0]!] ?? first?.paths[0]
    const why = this.#failure instanceof Error ? this.#failure.message : `exit code ${code}`
    this.#fail(
      new ExportError('thread-failed', `cannot go on at "${path}": a worker thread stopped (${why})`, {
        ...(path !== undefined && {path}),
        hint: 'try again with --threads 0',
        cause: this.#failure,
      }),
    )
  }

  #fail(error: unknown): void {
    for (const {reject} of this.#pending.splice(0)) reject(error)
  }
}
