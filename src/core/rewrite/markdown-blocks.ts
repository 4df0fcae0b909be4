import type {BlockSink} from './markdown-block-sink.ts'
import {Containers} from './markdown-containers.ts'
import {htmlBlockEnd, htmlBlockStart, mayStandAlone} from './markdown-html-block.ts'
import type {Interest} from './markdown-interest.ts'
import {closesFence, isHeading, isSetext, isThematic, Line, listMarker, opensFence} from './markdown-line.ts'
import {GREATER, isSpace, LESS} from './markdown-link.ts'
import {NOWHERE} from './markdown-search.ts'
import {TagReader} from './markdown-tag.ts'

/** Deeper nesting is read as text: a blank line must ask every open item. */
const MAX_DEPTH = 64

const NONE = 0
const PARAGRAPH = 1
const FENCE = 2
const CODE = 3
const HTML = 4

/**
 * CommonMark's block structure, line by line, as far as it decides what is text and what is code: quotes
 * and list items with lazy continuation, fences, indented code, HTML blocks, headings, paragraphs.
 * Where micromark differs from the specification, this goes with micromark.
 */
export class BlockPass {
  readonly #src: string
  readonly #sink: BlockSink
  readonly #line: Line
  readonly #tag: TagReader
  readonly #open = new Containers()
  #leaf = NONE
  #spans: number[] = []
  #joined = false
  #fence = 0
  #fenceLength = 0
  #html = 0
  #blankNow = true
  /** What to make of this line is not certain. */
  #odd = false
  readonly #interest: Interest
  /** The place of interest before which nothing is left to pass over. */
  #passed = -1

  constructor(src: string, interest: Interest, sink: BlockSink) {
    this.#src = src
    this.#interest = interest
    this.#sink = sink
    this.#line = new Line(src)
    this.#tag = new TagReader(src)
  }

  /** Tells of every block in which there is something of interest, and of few others. */
  run(from: number): void {
    const src = this.#src
    for (let at = from; at < src.length; ) {
      if (this.#leaf === NONE && this.#interest.link(at) === NOWHERE) break
      if (this.#blankNow) at = this.#safe(at)
      const found = src.indexOf('\n', at)
      const end = found < 0 ? src.length : found
      this.#line.begin(at, end)
      this.#blankNow = this.#open.quoted = false
      this.#read()
      at = end + 1
    }
    this.#closeTo(0)
  }

  /**
   * A line that begins with a word behind a blank one closes all that is open. From there on, all can be
   * passed over up to the last such line before something of interest: where to go on.
   */
  #safe(at: number): number {
    const code = this.#src.charCodeAt(at)
    if (isSpace(code) || (code === GREATER && this.#open.depth > 0)) return at
    this.#closeTo(0)
    this.#sink.safe(at)
    const next = this.#interest.any(at)
    // Once for each place: to look back from it again and again would be quadratic.
    if (next === this.#passed) return at
    this.#passed = next
    const blank = this.#src.slice(at, next).lastIndexOf('\n\n')
    const to = at + blank + 2
    if (blank < 0 || isSpace(this.#src.charCodeAt(to))) return at
    this.#sink.safe(to)
    return to
  }

  #read(): void {
    this.#odd = false
    this.#readLine()
    // Last, since the line itself may be a safe place.
    if (this.#odd) this.#sink.unsure()
  }

  #readLine(): void {
    const matched = this.#open.match(this.#src, this.#line)
    const all = matched === this.#open.depth
    let interrupts = all && this.#leaf === PARAGRAPH
    if (all && this.#leaf > PARAGRAPH) {
      if (this.#continueLeaf()) return
      interrupts = this.#leaf === CODE
      if (interrupts) this.#leaf = NONE
    }
    this.#containers(matched, interrupts)
  }

  /** Fences, indented code and HTML blocks take whole lines. False when the block does not take this one. */
  #continueLeaf(): boolean {
    const {blank, indent, next, pos, end} = this.#line
    if (this.#leaf === FENCE) {
      if (indent < 4 && closesFence(this.#src, next, end, this.#fence, this.#fenceLength)) this.#leaf = NONE
      return true
    }
    if (this.#leaf === CODE) return blank || indent >= 4
    if (blank && this.#html > 5) {
      this.#flush()
      return false
    }
    this.#addLine()
    if (htmlBlockEnd(this.#src, pos, end, this.#html) >= 0) this.#flush()
    return true
  }

  /** New containers in the line, then what they hold. */
  #containers(already: number, interrupts: boolean): void {
    const line = this.#line
    let matched = already
    let opened = false
    for (;;) {
      if (line.blank) {
        if (!opened) this.#blankLine(matched)
        return
      }
      if (line.indent >= 4) break
      if (!this.#container(matched, interrupts)) break
      matched = this.#open.depth
      opened = true
    }
    if (this.#leaf === PARAGRAPH) {
      if (line.indent >= 4 || !this.#interrupt(matched)) this.#addLine()
    } else {
      this.#closeTo(matched)
      if (line.indent >= 4) this.#begin(matched, CODE)
      else this.#start(matched, this.#leafAt(true))
    }
  }

  #blankLine(matched: number): void {
    this.#closeTo(matched)
    this.#blankNow = true
  }

  /**
   * `interrupts`: an empty item and `2.` do not end a paragraph. micromark is strict about them behind
   * indented code too, and where the line has begun with another container.
   */
  #container(matched: number, interrupts: boolean): boolean {
    const line = this.#line
    const quote = this.#src.charCodeAt(line.next) === GREATER
    const behind = quote ? line.next + 1 : listMarker(this.#src, line.next, line.end, interrupts)
    if (behind < 0) {
      // Only within a paragraph is this what CommonMark says.
      const odd = interrupts && this.#leaf !== PARAGRAPH
      if (odd && listMarker(this.#src, line.next, line.end, false) >= 0) this.#odd = true
      return false
    }
    if (matched >= MAX_DEPTH) {
      this.#odd = true
      return false
    }
    this.#closeTo(matched)
    if (quote) this.#open.quote(line)
    else this.#open.item(line, behind)
    return true
  }

  /** A leaf that ends the paragraph before it, lazy or not. False: the line goes on with the paragraph. */
  #interrupt(matched: number): boolean {
    const {next, end} = this.#line
    const lazy = matched < this.#open.depth
    if (!lazy && isSetext(this.#src, next, end)) {
      this.#flush()
      return true
    }
    const leaf = this.#leafAt(lazy)
    if (leaf === PARAGRAPH) return false
    if (leaf === HTML && this.#html === 7) {
      // Any tag alone on a line interrupts no paragraph; on a lazy line, micromark's mind is its own.
      this.#odd = true
      return false
    }
    this.#start(matched, leaf)
    return true
  }

  /** Which leaf the line begins; NONE for headings and breaks, which are one line. */
  #leafAt(seventh: boolean): number {
    const {next, end} = this.#line
    const src = this.#src
    if (isHeading(src, next, end) || isThematic(src, next, end)) return NONE
    this.#fenceLength = opensFence(src, next, end)
    if (this.#fenceLength > 0) return FENCE
    if (src.charCodeAt(next) !== LESS) return PARAGRAPH
    this.#html = htmlBlockStart(src, next, end, this.#tag, seventh)
    // micromark ends CDATA elsewhere, and knows more tags as blocks than as text (`<a b=c=d>`).
    if (this.#html === 5 || (this.#html === 0 && seventh && mayStandAlone(src, next, end))) this.#odd = true
    return this.#html > 0 ? HTML : PARAGRAPH
  }

  #start(matched: number, leaf: number): void {
    const {next, end} = this.#line
    const html = this.#html
    this.#begin(matched, leaf)
    this.#fence = this.#src.charCodeAt(next)
    this.#html = html
    if (leaf === FENCE) return
    // A new one: to set the length of an array costs more.
    this.#spans = [next, end]
    if (leaf === NONE) this.#sink.text(this.#spans, false, 0)
    else if (leaf === HTML) {
      // `<!-->` is a whole comment, `<?>` a whole instruction: the end may share signs with the start.
      if (htmlBlockEnd(this.#src, next + (html === 3 ? 1 : 2), end, html) >= 0) this.#flush()
    }
  }

  #begin(matched: number, leaf: number): void {
    this.#closeTo(matched)
    this.#leaf = leaf
    this.#joined = false
  }

  #addLine(): void {
    this.#spans.push(this.#line.next, this.#line.end)
    this.#joined ||= this.#open.quoted
  }

  #closeTo(depth: number): void {
    this.#flush()
    this.#open.closeTo(depth)
  }

  #flush(): void {
    const leaf = this.#leaf
    this.#leaf = NONE
    if (leaf === PARAGRAPH) this.#sink.text(this.#spans, this.#joined, 0)
    else if (leaf === HTML) this.#sink.text(this.#spans, this.#joined, this.#html)
  }
}
