import {isId} from '../id-table.ts'
import {
  APOSTROPHE,
  BACKSLASH,
  CLOSE,
  GREATER,
  type Has,
  isControl,
  isSpace,
  LEFT,
  LESS,
  LF,
  OPEN,
  QUOTE,
  RIGHT,
  SPACE,
  TICK,
} from './markdown-link.ts'

/** As in micromark; also what keeps `](((((` linear. */
const MAX_NESTED = 32
/** How many ends of one target are tried, and how long it may be. */
const MAX_TRIES = 16
const MAX_LENGTH = 4096
/** What is nothing but itself in a target without `<`. Matches anywhere, if only the empty word. */
const WORD = /[^\u0001-\u0020\u007f()\\]*/y

/** Reads what follows a label, `(destination "title")`, as CommonMark has it. */
export class TargetReader {
  start = 0
  end = 0
  /** Behind the closing parenthesis. */
  after = 0
  /** The closing parenthesis follows the bare destination: no `<`, no title. */
  bare = false
  /** And the destination holds no other parenthesis, and no escape: most are like this. */
  plain = false
  readonly #src: string
  #to = 0
  /** Titles that nothing closes, by their mark: looking for the end a second time would be quadratic. */
  #unclosed: number[] | undefined

  constructor(src: string) {
    this.#src = src
  }

  /** Targets that end before `to` are read. */
  reset(to: number): void {
    this.#to = to
    this.#unclosed = undefined
  }

  /** `at` is the opening parenthesis. */
  read(at: number): boolean {
    const src = this.#src
    let i = this.#skip(at + 1)
    this.bare = this.plain = false
    if (i < this.#to && src.charCodeAt(i) === CLOSE) {
      this.start = this.end = i
      this.after = i + 1
      return true
    }
    const enclosed = src.charCodeAt(i) === LESS
    i = enclosed ? this.#enclosed(i) : this.#raw(i)
    if (i < 0) return false
    const between = this.#skip(i)
    this.bare = between === i && !enclosed
    if (between > i) i = this.#title(between)
    if (i < 0 || i >= this.#to || src.charCodeAt(i) !== CLOSE) return false
    this.after = i + 1
    return true
  }

  #skip(from: number): number {
    let i = from
    while (i < this.#to && isSpace(this.#src.charCodeAt(i))) i++
    return i
  }

  #enclosed(from: number): number {
    this.start = from + 1
    for (let i = from + 1; i < this.#to; i++) {
      const code = this.#src.charCodeAt(i)
      if (code === GREATER) {
        this.end = i
        return i + 1
      }
      if (code === LESS || code === LF) return -1
      if (code === BACKSLASH && isMarked(this.#src.charCodeAt(i + 1))) i++
    }
    return -1
  }

  #raw(from: number): number {
    const src = this.#src
    let nested = 0
    let i = wordEnd(src, from)
    this.plain = i > from && i < this.#to && src.charCodeAt(i) === CLOSE
    for (; i < this.#to; i = wordEnd(src, i + 1)) {
      const code = src.charCodeAt(i)
      if (nested === 0 && (code === CLOSE || isSpace(code))) break
      if (code === OPEN && ++nested > MAX_NESTED) return -1
      if (code === CLOSE) nested--
      if (code === SPACE || isControl(code)) return -1
      if (code === BACKSLASH && isMarked(src.charCodeAt(i + 1), OPEN, CLOSE)) i++
    }
    if (nested > 0 || i === from || i > this.#to) return -1
    this.start = from
    this.end = i
    return i
  }

  /** Behind the title and the space after it; `from` itself when there is none. */
  #title(from: number): number {
    const mark = this.#src.charCodeAt(from)
    if (mark !== QUOTE && mark !== APOSTROPHE && mark !== OPEN) return from
    if (this.#unclosed?.includes(mark)) return -1
    const close = mark === OPEN ? CLOSE : mark
    for (let i = from + 1; i < this.#to; i++) {
      const code = this.#src.charCodeAt(i)
      if (code === close) return this.#skip(i + 1)
      if (code === BACKSLASH && isMarked(this.#src.charCodeAt(i + 1), close, close)) i++
    }
    this.#unclosed ??= []
    this.#unclosed.push(mark)
    return -1
  }
}

function isMarked(code: number, one = LESS, other = GREATER): boolean {
  return code === one || code === other || code === BACKSLASH
}

function wordEnd(src: string, from: number): number {
  WORD.lastIndex = from
  WORD.test(src)
  return WORD.lastIndex
}

/**
 * The end of a target that Notion wrote and CommonMark cannot read, since a title with one parenthesis
 * leaves one in the path: the first `)` behind `<32 hex>.(md|csv|html)`, or else behind a path that leads
 * somewhere. -1 when there is none. `read` is the end of what CommonMark takes for the target, if anything.
 *
 * `encodeURI` leaves neither white space nor brackets in a path, so the search ends there: searches from
 * two places never cover the same text.
 */
export function notionEnd(src: string, from: number, to: number, has?: Has, read = -1): number {
  const limit = Math.min(to, from + MAX_LENGTH)
  if (read >= 0 && (!closesAgain(src, read + 1, limit) || endsInId(src, from, read))) return -1
  const ends: number[] = []
  for (let i = from; i < limit; i++) {
    const code = src.charCodeAt(i)
    // Behind a target that could be read, other scripts are prose: Notion has them encoded.
    if (!isPath(code) || (code > 126 && read >= 0)) break
    if (code !== CLOSE || i <= read) continue
    if (endsInId(src, from, i)) return read >= 0 && has?.(src.slice(from, read)) ? -1 : i
    if (has !== undefined && ends.length < MAX_TRIES && i > from) ends.push(i)
  }
  if (has === undefined || ends.length === 0) return -1
  if (read >= 0 && has(src.slice(from, read))) return -1
  return ends.find(end => has(src.slice(from, end))) ?? -1
}

/**
 * The end of a shorter target inside what CommonMark reads: in `([x](Open%20(%20<id>.md))` it takes the
 * sentence's own `)` for the one that the path lacks. -1 when what it reads is what was meant.
 */
export function notionEndWithin(src: string, from: number, read: number, has?: Has): number {
  if (src.indexOf(')', from) >= read || endsInId(src, from, read)) return -1
  const ends: number[] = []
  for (let i = from; i < read && isPath(src.charCodeAt(i)); i++) {
    if (src.charCodeAt(i) !== CLOSE) continue
    if (endsInId(src, from, i)) return i
    if (ends.length < MAX_TRIES) ends.push(i)
  }
  if (has === undefined || ends.length === 0 || has(src.slice(from, read))) return -1
  return ends.find(end => has(src.slice(from, end))) ?? -1
}

/** Behind most targets there is a space, or the end of a sentence. */
function closesAgain(src: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const code = src.charCodeAt(i)
    if (code === CLOSE) return true
    if (!isPath(code) || code > 126) return false
  }
  return false
}

function isPath(code: number): boolean {
  return (
    code > SPACE &&
    code !== LEFT &&
    code !== RIGHT &&
    code !== LESS &&
    code !== GREATER &&
    code !== QUOTE &&
    code !== TICK &&
    code !== BACKSLASH &&
    code !== 127
  )
}

/** Whether `src.slice(from, end)` ends in `<32 hex>.md`, `.csv` or `.html`. */
export function endsInId(src: string, from: number, end: number): boolean {
  let dot = -1
  if (src.startsWith('.md', end - 3)) dot = end - 3
  else if (src.startsWith('.csv', end - 4)) dot = end - 4
  else if (src.startsWith('.html', end - 5)) dot = end - 5
  return dot - 32 >= from && isId(src, dot - 32)
}
