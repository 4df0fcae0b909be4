import {Worker} from 'node:worker_threads'

/**
 * A thread that ends the process when it hangs: what hangs cannot look at its own clock. It counts its looks,
 * two a second, and no clock either: a process that was paused has not hung.
 */
const CODE = `
const {workerData: {beat, seconds}} = require('node:worker_threads')
const {writeSync} = require('node:fs')
const at = new Int32Array(beat)
let last = -1
let looks = 0
setInterval(() => {
  if (at[0] !== last) {
    last = at[0]
    looks = 0
  } else if (at[0] >= 0 && ++looks > seconds * 2) {
    writeSync(2, 'mutant ' + at[0] + ' hangs\\n')
    process.kill(process.pid, 'SIGKILL')
  }
}, 500)
`

export class Watchdog {
  private readonly at = new Int32Array(new SharedArrayBuffer(4))
  private readonly worker: Worker

  constructor(seconds: number) {
    this.worker = new Worker(CODE, {eval: true, workerData: {beat: this.at.buffer, seconds}})
    this.worker.unref()
  }

  /** What is being done now. */
  watch(number: number): void {
    Atomics.store(this.at, 0, number)
  }

  async close(): Promise<void> {
    await this.worker.terminate()
  }
}
