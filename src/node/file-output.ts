import type {FileHandle} from 'node:fs/promises'
import type {ByteSink} from '../zip/batch.ts'

/** After so many bytes the disk is asked to take them, so that it has little left to write at the end. */
const FLUSH = 32 << 20

/** Positioned writes: a short write is not an error to the system, but would be a hole to us. */
export class FileOutput implements ByteSink {
  readonly #file: FileHandle
  #at = 0
  #asked = 0
  #flushing: Promise<void> | undefined
  /** A system tells once that a disk took nothing (Linux's fsync(2)), so it is kept. */
  #failure: {readonly cause: unknown} | undefined

  constructor(file: FileHandle) {
    this.#file = file
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#throwFailure()
    for (let done = 0; done < bytes.length; ) {
      const {bytesWritten} = await this.#file.write(bytes, done, bytes.length - done, this.#at)
      done += bytesWritten
      this.#at += bytesWritten
    }
    if (this.#flushing === undefined && this.#at - this.#asked >= FLUSH) this.#flushing = this.#flush()
  }

  /** All that was written is on the disk when it resolves. */
  async sync(): Promise<void> {
    await this.#flushing
    this.#throwFailure()
    await this.#file.sync()
  }

  async #flush(): Promise<void> {
    this.#asked = this.#at
    await this.#file.datasync().catch(cause => {
      this.#failure = {cause}
    })
    this.#flushing = undefined
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure.cause
  }
}
