import type {ByteSink} from '../../zip/write.ts'
import type {FromEngine} from '../messages.ts'

/** Bytes go out in pieces of memory of this size, which come back when they were written. */
const PIECE = 1 << 18

/** So many may be on their way before the engine waits. */
const UNDER_WAY = 16

/** The way out: bytes go to the page, which alone may write to what a person chose. */
export class Outlet implements ByteSink {
  readonly #tell: (message: FromEngine, transfer?: Transferable[]) => void
  readonly #free: ArrayBuffer[] = []
  #underWay = 0
  #failure: Error | undefined
  #isSaved = false
  #archive: Blob | undefined
  #wake: () => void = () => {}

  constructor(tell: (message: FromEngine, transfer?: Transferable[]) => void) {
    this.#tell = tell
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += PIECE) {
      await this.#until(() => this.#underWay < UNDER_WAY)
      const part = bytes.subarray(at, at + PIECE)
      const buffer = this.#free.pop() ?? new ArrayBuffer(PIECE)
      new Uint8Array(buffer).set(part)
      this.#underWay++
      this.#tell({kind: 'bytes', bytes: new Uint8Array(buffer, 0, part.length)}, [buffer])
    }
  }

  /** Waits until the archive has its name. Gives its bytes, where they can be read again. */
  async finish(): Promise<Blob | undefined> {
    await this.#until(() => this.#underWay === 0)
    this.#tell({kind: 'end'})
    await this.#until(() => this.#isSaved)
    return this.#archive
  }

  /** A piece of memory comes back. */
  taken(buffer: ArrayBuffer): void {
    this.#free.push(buffer)
    this.#underWay--
    this.#wake()
  }

  saved(archive: Blob | undefined): void {
    this.#isSaved = true
    this.#archive = archive
    this.#wake()
  }

  /** Nothing more will be taken. */
  fail(error: Error): void {
    this.#failure ??= error
    this.#wake()
  }

  async #until(isReady: () => boolean): Promise<void> {
    while (!this.#failure && !isReady()) {
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    if (this.#failure) throw this.#failure
  }
}
