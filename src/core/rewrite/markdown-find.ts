import {remark} from '../on-demand.ts'
import type {BlockSink} from './markdown-block-sink.ts'
import {BlockPass} from './markdown-blocks.ts'
import {htmlBlockEnd} from './markdown-html-block.ts'
import {InlineScanner} from './markdown-inline.ts'
import {type Interest, PageInterest} from './markdown-interest.ts'
import {type FoundLink, type Has, LEFT, type Open} from './markdown-link.ts'

export interface FindOptions {
  /** For targets that CommonMark cannot read and that do not end in an id. */
  readonly has?: Has | undefined
  /** For tests: only the scanner, or only remark. */
  readonly parser?: 'scanner' | 'remark'
}

export interface FoundLinks {
  /** In order of their targets. */
  readonly links: readonly FoundLink[]
  /** Whether remark was needed for any part of the page. */
  readonly remark: boolean
}

/**
 * How much remark is given of one page, and at most at once of text that is mostly syntax. It reads prose
 * at 5 MB/s, but what is made to be slow in quadratic time. What is above keeps what the scanner found,
 * which knows the same rules: at worst a definition stays as it is, or a link to a file of this export is
 * rewritten in what remark would have called code.
 */
const REMARK_PAGE = 256 * 1024
const REMARK_DENSE = 8 * 1024
/** A word that is no target in `<>`, and a second one that is no title. */
const SENTENCE = /[ \t]*[^\s<]\S*[ \t]+[^\s"'(]/y

/** The links of a Markdown page, in order of their targets. */
export function findMarkdownLinks(text: string, {has, parser}: FindOptions = {}): FoundLinks {
  const tags = hasTags(text)
  if (!tags && !text.includes('](') && !text.includes(']:')) return {links: [], remark: false}
  const src = text.includes('\r') ? withoutReturns(text) : text
  const from = src.charCodeAt(0) === 0xfeff ? 1 : 0
  if (parser === 'remark') return {links: remark.code.remarkLinks(src, from, src.length, has), remark: true}
  return new Finder(src, from, tags, has, parser === 'scanner').find()
}

/** Whether `<a ` or `<img ` stands anywhere: most pages have hardly a `<`, which is found at once. */
function hasTags(text: string): boolean {
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
    if (/^<(?:a|img)\s/i.test(text.slice(at, at + 5))) return true
  }
  return false
}

/** Every line ends in LF, every character keeps its place. */
function withoutReturns(text: string): string {
  return text.replaceAll('\r\n', ' \n').replaceAll('\r', '\n')
}

class Finder implements BlockSink {
  readonly #src: string
  readonly #from: number
  readonly #has: Has | undefined
  readonly #scanner: InlineScanner
  readonly #scannerOnly: boolean
  #found: Open<FoundLink>[] = []
  readonly #interest: Interest
  /** The part since the last safe place. */
  #part: number
  #partFound = 0
  #unsure = false
  /** A definition makes `[…]` a link anywhere on the page. */
  #definition = false
  #budget = REMARK_PAGE
  #remark = false

  constructor(src: string, from: number, tags: boolean, has: Has | undefined, scannerOnly: boolean) {
    this.#src = src
    this.#from = this.#part = from
    this.#has = has
    this.#scanner = new InlineScanner(src, has)
    this.#scannerOnly = scannerOnly
    this.#interest = new PageInterest(src, tags)
  }

  find(): FoundLinks {
    new BlockPass(this.#src, this.#interest, this).run(this.#from)
    const whole = this.#definition && this.#mayAsk(this.#from, this.#src.length)
    if (whole)
      return {
        links: remark.code.remarkLinks(this.#src, this.#from, this.#src.length, this.#has),
        remark: true,
      }
    this.safe(this.#src.length)
    return {links: this.#found, remark: this.#remark}
  }

  unsure(): void {
    this.#unsure = true
  }

  safe(at: number): void {
    if (this.#unsure && !this.#definition && this.#mayAsk(this.#part, at)) {
      this.#found.length = this.#partFound
      this.#found.push(...remark.code.remarkLinks(this.#src, this.#part, at, this.#has))
      this.#remark = true
    }
    this.#unsure = false
    this.#part = at
    this.#partFound = this.#found.length
  }

  text(spans: readonly number[], joined: boolean, html: number): void {
    let first = spans[0]!
    const last = spans[spans.length - 1]!
    if (html === 0 && this.#src.charCodeAt(first) === LEFT) this.#definition ||= this.#mayDefine(first, last)
    // All that the pass has asked about lies behind this, so that both go from left to right.
    if (this.#interest.link(first) >= last) return
    // Of `<pre>` and its like, only what stands behind the end.
    if (html === 1) first = htmlBlockEnd(this.#src, spans[spans.length - 2]!, last, html)
    if (first < 0) return
    if (joined && html !== 1) this.#scanJoined(spans, html > 0)
    else this.#scanner.scan(first, last, html > 0, this.#found)
  }

  /** Lines of a quote are read without what stands before them. */
  #scanJoined(spans: readonly number[], html: boolean): void {
    const lines: string[] = []
    const at: number[] = []
    let length = 0
    for (let i = 0; i < spans.length; i += 2) {
      lines.push(this.#src.slice(spans[i], spans[i + 1]))
      at.push(length)
      length += spans[i + 1]! - spans[i]! + 1
    }
    const before = this.#found.length
    new InlineScanner(lines.join('\n'), this.#has).scan(0, length - 1, html, this.#found)
    const place = (inner: number): number => {
      const line = lastAtMost(at, inner)
      return inner - at[line]! + spans[line * 2]!
    }
    for (let i = before; i < this.#found.length; i++) {
      const link = this.#found[i]!
      link.start = place(link.start)
      link.end = place(link.end)
      link.labelStart = place(link.labelStart)
      link.labelEnd = place(link.labelEnd)
    }
  }

  /** Whether a paragraph may begin with a definition: `[label]:`, and what can stand behind. */
  #mayDefine(first: number, last: number): boolean {
    const limit = Math.min(last, first + 1100)
    for (let i = first + 1; i < limit; i++) {
      const char = this.#src[i]
      if (char === '[') return false
      if (char === '\\') i++
      else if (char === ']') return i + 1 < last && this.#src[i + 1] === ':' && !this.#goesOn(i + 2)
    }
    return false
  }

  /** `[TODO]: call them` is a sentence: behind a target, nothing but a title can stand on its line. */
  #goesOn(from: number): boolean {
    SENTENCE.lastIndex = from
    return SENTENCE.test(this.#src)
  }

  #mayAsk(from: number, to: number): boolean {
    if (this.#scannerOnly || to - from > this.#budget) return false
    const cost = remarkCost(this.#src.slice(from, to))
    if (cost === 0 || cost > this.#budget) return false
    this.#budget -= cost
    return true
  }
}

/** What reading the text may cost remark, in characters of prose; 0 when there is nothing to find. */
function remarkCost(text: string): number {
  let syntax = 0
  let starts = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if ('[]()<>`*_\\!&-+#\n'.includes(char)) syntax++
    if (char === '<' || (char === ']' && (text[i + 1] === '(' || text[i + 1] === ':'))) starts++
  }
  if (starts === 0) return 0
  const dense = syntax > text.length / 10
  if (dense && text.length > REMARK_DENSE) return Number.POSITIVE_INFINITY
  // From every start it may look through all of the text for an end that is not there.
  return text.length * (dense ? 8 : 1) * (1 + starts / 64)
}

/** Index of the last of the ascending numbers that is at most `value`. */
function lastAtMost(numbers: readonly number[], value: number): number {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (numbers[middle]! <= value) low = middle
    else high = middle - 1
  }
  return low
}
