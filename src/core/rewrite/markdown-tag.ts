import {
  APOSTROPHE,
  BANG,
  DASH,
  EQUALS,
  GREATER,
  isAlpha,
  isControl,
  isDigit,
  isSpace,
  LESS,
  QUOTE,
  SLASH,
  SPACE,
  TICK,
} from './markdown-link.ts'

const AT = 64
const COLON = 58
const DOT = 46
const QUESTION = 63
const UNDERSCORE = 95

/** Reads what begins with `<`: tags, comments, autolinks. As CommonMark has them, and micromark reads them. */
export class TagReader {
  /** Of the last opening tag; empty for everything else. */
  name = ''
  /** Of the last tag: the value of `href` or `src`, where it has one that matters. */
  valueStart = -1
  valueEnd = -1
  readonly #src: string
  #to = 0
  /** From where on an end is not there: to look for it again and again would be quadratic. */
  #missing: Map<string, number> | undefined

  constructor(src: string) {
    this.#src = src
  }

  /** Tags that end before `to` are read. */
  reset(to: number): void {
    this.#to = to
    this.#missing = undefined
  }

  /** Behind what begins at `at`, or -1 if that is only a `<`. */
  read(at: number): number {
    this.name = ''
    this.valueStart = -1
    const code = at + 1 < this.#to ? this.#src.charCodeAt(at + 1) : 0
    if (code === SLASH) return this.#closing(at + 2)
    if (code === QUESTION) return this.#until('?>', at + 2)
    if (code === BANG) return this.#declaration(at)
    const link = this.#autolink(at + 1)
    return link >= 0 || !isAlpha(code) ? link : this.opening(at)
  }

  #declaration(at: number): number {
    const src = this.#src
    // `<!-->` and `<!--->` are whole comments.
    if (src.startsWith('--', at + 2)) return this.#until('-->', at + 2)
    if (src.startsWith('[CDATA[', at + 2)) return this.#until(']]>', at + 9)
    return isAlpha(src.charCodeAt(at + 2)) ? this.#until('>', at + 3) : -1
  }

  #until(end: string, from: number): number {
    if (from >= (this.#missing?.get(end) ?? this.#to)) return -1
    // A slice is a view: this looks no further than the paragraph.
    const found = this.#src.slice(from, this.#to).indexOf(end)
    if (found >= 0) return from + found + end.length
    this.#missing ??= new Map()
    this.#missing.set(end, from)
    return -1
  }

  #closing(from: number): number {
    if (from >= this.#to || !isAlpha(this.#src.charCodeAt(from))) return -1
    const i = this.#skip(this.#name(from))
    return i < this.#to && this.#src.charCodeAt(i) === GREATER ? i + 1 : -1
  }

  #name(from: number): number {
    let i = from
    while (i < this.#to && isNameCode(this.#src.charCodeAt(i))) i++
    return i
  }

  #skip(from: number): number {
    let i = from
    while (i < this.#to && isSpace(this.#src.charCodeAt(i))) i++
    return i
  }

  /** `<name attribute="value">`; everything up to the `>` or -1. */
  opening(at: number): number {
    const src = this.#src
    let i = this.#name(at + 1)
    const name = i - at > 12 ? '' : src.slice(at + 1, i).toLowerCase()
    const wanted = name === 'a' ? 'href' : name === 'img' ? 'src' : ''
    for (;;) {
      const next = this.#skip(i)
      if (next >= this.#to) return -1
      const code = src.charCodeAt(next)
      if (code === SLASH) return this.#ends(next + 1, name)
      if (code === GREATER) return this.#ends(next, name)
      if (next === i || (code !== COLON && code !== UNDERSCORE && !isAlpha(code))) return -1
      i = this.#attribute(next, wanted)
      if (i < 0) return -1
    }
  }

  #ends(at: number, name: string): number {
    if (at >= this.#to || this.#src.charCodeAt(at) !== GREATER) return -1
    this.name = name
    return at + 1
  }

  #attribute(from: number, wanted: string): number {
    const src = this.#src
    let i = from + 1
    while (i < this.#to && isAttributeCode(src.charCodeAt(i))) i++
    const equals = this.#skip(i)
    if (equals >= this.#to || src.charCodeAt(equals) !== EQUALS) return i
    const start = this.#skip(equals + 1)
    if (start >= this.#to) return -1
    const quote = src.charCodeAt(start)
    const quoted = isQuote(quote)
    const end = quoted ? this.#quoted(start + 1, quote) : this.#unquoted(start)
    if (end < 0) return -1
    if (wanted !== '' && i - from === wanted.length && src.slice(from, i).toLowerCase() === wanted) {
      // The first of two counts, as in a browser.
      if (this.valueStart < 0) {
        this.valueStart = quoted ? start + 1 : start
        this.valueEnd = quoted ? end - 1 : end
      }
    }
    return end
  }

  #quoted(from: number, quote: number): number {
    return this.#until(quote === QUOTE ? '"' : "'", from)
  }

  #unquoted(from: number): number {
    let i = from
    for (; i < this.#to; i++) {
      const code = this.#src.charCodeAt(i)
      if (isQuote(code) || code === LESS || code === EQUALS || code === TICK) return -1
      if (code === GREATER || isSpace(code)) break
      // A slash ends a value for micromark, but not as its first character.
      if (code === SLASH && i > from) break
    }
    return i > from ? i : -1
  }

  /** `<https://…>` or `<name@example.com>`; `from` is behind the `<`. */
  #autolink(from: number): number {
    const src = this.#src
    if (from < this.#to && isAlpha(src.charCodeAt(from))) {
      let i = from + 1
      while (i < this.#to && i - from <= 32 && isSchemeCode(src.charCodeAt(i))) i++
      if (i - from >= 2 && i - from <= 33 && i < this.#to && src.charCodeAt(i) === COLON)
        return this.#url(i + 1)
    }
    let i = from
    while (i < this.#to && isMailCode(src.charCodeAt(i))) i++
    return i > from && i < this.#to && src.charCodeAt(i) === AT ? this.#host(i + 1) : -1
  }

  #url(from: number): number {
    for (let i = from; i < this.#to; i++) {
      const code = this.#src.charCodeAt(i)
      if (code === GREATER) return i + 1
      if (code === SPACE || code === LESS || isControl(code)) return -1
    }
    return -1
  }

  #host(from: number): number {
    const src = this.#src
    let label = from
    for (let i = from; i < this.#to; i++) {
      const code = src.charCodeAt(i)
      if (code === DOT || code === GREATER) {
        if (i === label || src.charCodeAt(i - 1) === DASH) return -1
        if (code === GREATER) return i + 1
        label = i + 1
      } else if (i - label >= 63 || !(isAlphanumeric(code) || (code === DASH && i > label))) return -1
    }
    return -1
  }
}

function isAlphanumeric(code: number): boolean {
  return isAlpha(code) || isDigit(code)
}

function isNameCode(code: number): boolean {
  return isAlphanumeric(code) || code === DASH
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === APOSTROPHE
}

function isAttributeCode(code: number): boolean {
  return isNameCode(code) || code === DOT || code === COLON || code === UNDERSCORE
}

function isSchemeCode(code: number): boolean {
  return isNameCode(code) || code === DOT || code === 43
}

/** micromark's `asciiAtext`: `[#-'*+\--9=?A-Z^-~]`. */
function isMailCode(code: number): boolean {
  if (isAlphanumeric(code) || (code >= 94 && code <= 126)) return true
  return (code >= 35 && code <= 39) || code === 42 || code === 43 || isMailMark(code)
}

function isMailMark(code: number): boolean {
  return (code >= DASH && code <= 57) || code === EQUALS || code === QUESTION
}
