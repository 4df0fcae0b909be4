import {type FileHandle, open} from 'node:fs/promises'
import {setTimeout as wait} from 'node:timers/promises'
import {errorCode, isTooMany} from './error-code.ts'

/** Milliseconds between two tries, and how often. Whatever holds the files is ours and soon done. */
const PAUSE = 20
const TRIES = 150

/** Does `work` again while the system says that too many files are open. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isTooMany(errorCode(error)) || tries === TRIES) throw error
      await wait(PAUSE)
    }
  }
}

/** `open` of `node:fs`, when there is a free place. */
export function openPatiently(...args: Parameters<typeof open>): Promise<FileHandle> {
  return patiently(() => open(...args))
}

/** Lets so many in at once; the others wait in their order. */
export class Gate {
  private free: number
  private readonly waiting: (() => void)[] = []

  constructor(width: number) {
    this.free = width
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free === 0) await new Promise<void>(resolve => this.waiting.push(resolve))
    else this.free--
    try {
      return await work()
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.free++
    }
  }
}
