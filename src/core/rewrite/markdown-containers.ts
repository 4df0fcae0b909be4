import type {Line} from './markdown-line.ts'
import {GREATER} from './markdown-link.ts'

const QUOTE = -1

/** The quotes and list items that are open, from the outside in. */
export class Containers {
  /** A `>` was taken on this line. */
  quoted = false
  /** The columns that an item's content is indented, or QUOTE. */
  #sizes: number[] = []
  /** Items of which nothing but the marker has been seen: a blank line ends them. */
  #empty: boolean[] = []

  get depth(): number {
    return this.#sizes.length
  }

  closeTo(depth: number): void {
    // Setting a length is slow, and this is asked at every line.
    while (depth < this.#sizes.length) {
      this.#sizes.pop()
      this.#empty.pop()
    }
  }

  /** How many go on in this line; what they need of it is used up. */
  match(src: string, line: Line): number {
    for (let i = 0; i < this.#sizes.length; i++) {
      const size = this.#sizes[i]!
      if (size === QUOTE) {
        if (line.indent > 3 || line.blank || src.charCodeAt(line.next) !== GREATER) return i
        this.#takeQuote(line)
      } else if (line.blank) {
        if (this.#empty[i]) return i
      } else if (line.indent >= size) {
        line.take(size)
        this.#empty[i] = false
      } else return i
    }
    return this.#sizes.length
  }

  quote(line: Line): void {
    this.#takeQuote(line)
    this.#sizes.push(QUOTE)
    this.#empty.push(false)
  }

  /** A list item whose marker ends before `behind`. */
  item(line: Line, behind: number): void {
    const width = line.indent + behind - line.next
    line.takeMarker(behind)
    // Five columns and more are one, and indented code.
    const space = line.blank || line.indent > 4 ? 1 : line.indent
    this.#sizes.push(width + space)
    this.#empty.push(line.blank)
    if (!line.blank) line.take(space)
  }

  #takeQuote(line: Line): void {
    line.takeMarker(line.next + 1)
    if (line.indent > 0) line.take(1)
    this.quoted = true
  }
}
