/** Behind the end of any text: no string of V8 or of another engine has 2 ** 30 units. */
export const NOWHERE = 2 ** 30

/**
 * The places of one sign in a text, asked for from left to right, so that every stretch is searched once.
 * The engine's own search reads many characters at a time; a loop over them is fifty times as slow.
 */
export class Search {
  readonly #src: string
  readonly #sign: string
  #at = -1

  constructor(src: string, sign: string) {
    this.#src = src
    this.#sign = sign
  }

  /** The first place at `from` or behind it, or NOWHERE. `from` never gets smaller. */
  from(from: number): number {
    if (this.#at < from) {
      const found = this.#src.indexOf(this.#sign, from)
      this.#at = found < 0 ? NOWHERE : found
    }
    return this.#at
  }
}
