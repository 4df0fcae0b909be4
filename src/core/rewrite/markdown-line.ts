import {DASH, EQUALS, isDigit, SPACE, TAB, TICK} from './markdown-link.ts'

const HASH = 35
const STAR = 42
const PLUS = 43
const UNDERSCORE = 95
const TILDE = 126

/** One line, read from the left: white space counts in columns, and a tab may be used up in part. */
export class Line {
  start = 0
  end = 0
  pos = 0
  /** The first character that is not white space, and the columns before it. */
  next = 0
  indent = 0
  #src: string
  #col = 0

  constructor(src: string) {
    this.#src = src
  }

  get blank(): boolean {
    return this.next >= this.end
  }

  begin(start: number, end: number): void {
    this.start = this.pos = start
    this.end = end
    this.#col = 0
    this.#measure()
  }

  #measure(): void {
    let i = this.pos
    let col = this.#col
    for (; i < this.end; i++) {
      const code = this.#src.charCodeAt(i)
      if (code === SPACE) col++
      else if (code === TAB) col += 4 - (col % 4)
      else break
    }
    this.next = i
    this.indent = col - this.#col
  }

  /** Uses up columns of white space. */
  take(columns: number): void {
    const to = this.#col + columns
    this.indent -= columns
    while (this.#col < to) {
      const width = this.#src.charCodeAt(this.pos) === TAB ? 4 - (this.#col % 4) : 1
      if (this.#col + width > to) this.#col = to
      else {
        this.#col += width
        this.pos++
      }
    }
  }

  /** Uses up what stands between here and `behind`, which holds no tabs but before `next`. */
  takeMarker(behind: number): void {
    this.#col += this.indent + behind - this.next
    this.pos = behind
    this.#measure()
  }
}

/** Behind `- `, `1.` …, which need white space or the line's end behind them; -1 for none. */
export function listMarker(src: string, at: number, end: number, interrupts: boolean): number {
  const code = src.charCodeAt(at)
  let i = at
  if (code === DASH || code === STAR || code === PLUS) {
    if (code !== PLUS && isThematic(src, at, end)) return -1
    i++
  } else {
    if (!isDigit(code)) return -1
    while (i < end && i - at < 10 && isDigit(src.charCodeAt(i))) i++
    if (i - at > 9 || i >= end || (src[i] !== '.' && src[i] !== ')')) return -1
    if (interrupts && (i - at > 1 || src[at] !== '1')) return -1
    i++
  }
  const content = skip(src, i, end)
  if (content === end) return interrupts ? -1 : i
  return content > i ? i : -1
}

function skip(src: string, from: number, end: number): number {
  let i = from
  while (i < end && (src.charCodeAt(i) === SPACE || src.charCodeAt(i) === TAB)) i++
  return i
}

export function isThematic(src: string, at: number, end: number): boolean {
  const mark = src.charCodeAt(at)
  if (mark !== DASH && mark !== STAR && mark !== UNDERSCORE) return false
  let size = 0
  for (let i = at; i < end; i++) {
    const code = src.charCodeAt(i)
    if (code === mark) size++
    else if (code !== SPACE && code !== TAB) return false
  }
  return size > 2
}

/** The line under a heading. */
export function isSetext(src: string, at: number, end: number): boolean {
  const mark = src.charCodeAt(at)
  if (mark !== DASH && mark !== EQUALS) return false
  let i = at
  while (i < end && src.charCodeAt(i) === mark) i++
  return skip(src, i, end) === end
}

export function isHeading(src: string, at: number, end: number): boolean {
  let i = at
  while (i < end && src.charCodeAt(i) === HASH) i++
  return i > at && i - at < 7 && (i === end || src.charCodeAt(i) === SPACE || src.charCodeAt(i) === TAB)
}

/** The length of an opening fence, 0 for none. */
export function opensFence(src: string, at: number, end: number): number {
  const mark = src.charCodeAt(at)
  if (mark !== TICK && mark !== TILDE) return 0
  let i = at
  while (i < end && src.charCodeAt(i) === mark) i++
  if (i - at < 3) return 0
  // With a backtick behind it, it is a code span.
  for (let j = i; mark === TICK && j < end; j++) if (src.charCodeAt(j) === TICK) return 0
  return i - at
}

export function closesFence(src: string, at: number, end: number, mark: number, length: number): boolean {
  let i = at
  while (i < end && src.charCodeAt(i) === mark) i++
  return i - at >= length && skip(src, i, end) === end
}
