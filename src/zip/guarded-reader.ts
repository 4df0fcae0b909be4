import type {RandomAccess} from './model.ts'
import {refuse} from './refuse.ts'

/** Bytes read at once, so that thousands of small reads become a few large ones. */
const WINDOW = 1 << 20

interface Window {
  readonly start: number
  readonly end: number
  readonly bytes: Promise<Uint8Array>
  /** Set once `bytes` has come, so that reads within the window need not wait. */
  ready?: Uint8Array
}

/**
 * Reads small pieces through one large window, and refuses every position that an archive makes up
 * before it reaches the file: Node throws for offsets past 2^53 where no `catch` of ours would see it.
 */
export class GuardedReader {
  readonly #access: RandomAccess
  readonly #name: string
  #window: Window | undefined

  constructor(access: RandomAccess, name: string) {
    this.#access = access
    this.#name = name
  }

  /**
   * `length` bytes from `position`, at once when they lie in the window. The bytes are shared: do not
   * write to them. `window` is how much to read from `position` on when they are not there yet.
   */
  read(position: number, length: number, window = WINDOW): Uint8Array | Promise<Uint8Array> {
    const {size} = this.#access
    if (!Number.isSafeInteger(position) || position < 0 || position + length > size) {
      return Promise.reject(
        refuse('bad-zip', this.#name, `it points to byte ${position} of a file of ${size} bytes`),
      )
    }
    if (length === 0) return new Uint8Array(0)
    const cached = this.#window
    const hit = cached !== undefined && position >= cached.start && position + length <= cached.end
    const found = hit ? cached : this.#load(position, Math.min(Math.max(length, window), size - position))
    const from = position - found.start
    if (found.ready !== undefined) return found.ready.subarray(from, from + length)
    return found.bytes.then(bytes => bytes.subarray(from, from + length))
  }

  #load(start: number, length: number): Window {
    const bytes: Promise<Uint8Array> = this.#access.read(start, length)
    // Not `start` first: see Extent.
    const window: Window = {bytes, start, end: start + length}
    this.#window = window
    bytes.then(
      ready => {
        window.ready = ready
      },
      () => {
        // A failed read must not stay: the next one may succeed, and its error is told to who asked.
        if (this.#window === window) this.#window = undefined
      },
    )
    return window
  }
}
