// @ts-check
import {createCipheriv, createHash} from 'node:crypto'

/** Chance that comes out the same everywhere: mulberry32, whose whole state is one number. */
export class Random {
  #state

  /**
   * Every page, file and row has its own, so that the text of one does not hang on the length of another.
   *
   * @param {string} seed
   */
  constructor(seed) {
    this.#state = createHash('sha256').update(seed).digest().readUInt32LE(0)
  }

  /** At least 0, less than 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }

  /** @param {number} first @param {number} last may be drawn, too */
  between(first, last) {
    return first + Math.floor(this.next() * (last - first + 1))
  }

  /** @param {number} share of one */
  chance(share) {
    return this.next() < share
  }

  /**
   * @template T
   * @param {readonly T[]} list
   * @returns {T}
   */
  pick(list) {
    return /** @type {T} */ (list[Math.floor(this.next() * list.length)])
  }

  /**
   * Most are small, a few are very large: log-normal, as sizes of documents and pictures are.
   *
   * @param {number} mean
   * @param {number} sigma 0 for always the mean; at 1.5 half of all are below a third of it
   */
  size(mean, sigma) {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    return Math.round(mean * Math.exp(sigma * normal - (sigma * sigma) / 2))
  }
}

/**
 * Bytes that nobody can compress, as pictures and PDFs are: the key stream of AES.
 *
 * @param {string} seed
 * @returns {(length: number) => Buffer} the next so many
 */
export function noise(seed) {
  const key = createHash('sha256').update(seed).digest()
  const cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16))
  return length => cipher.update(Buffer.alloc(length))
}
