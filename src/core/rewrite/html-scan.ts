import type {QuoteType, Tokenizer, TokenizerCallbacks} from 'htmlparser2'
import {html} from '../on-demand.ts'
import {PlainTag} from './html-plain-tag.ts'
import {endOfStyle} from './html-style-end.ts'
import type {Attribute, HtmlVisitor, Quote} from './html-visitor.ts'
import {FOREIGN, RAW, type Wanted} from './html-wanted.ts'

/**
 * One pass over HTML with exact places. A tokenizer and no tree: Notion's index is not valid HTML, and
 * what a tree builder would move or close has no place in the source.
 */

export function scanHtml(text: string, wanted: Wanted, visitor: HtmlVisitor): void {
  const scan = new Scan(text, wanted, visitor)
  for (let from: number | undefined = 0; from !== undefined; ) {
    const hard = scan.readPlain(from)
    from = hard === undefined ? undefined : scan.run(hard)
  }
}

class Scan implements TokenizerCallbacks {
  private readonly source: string
  private readonly wanted: Wanted
  private readonly visitor: HtmlVisitor
  private tag = ''
  private attributes: Attribute[] = []
  /** The attribute being read, or `''` when nobody asked for it. */
  private name = ''
  private nameEnd = 0
  private value = ''
  private raw = ''
  /** How many `<svg>` and `<math>` are open: within them `<style/>` and `<title>` are plain elements. */
  private foreign = 0
  private tokenizer: Tokenizer | undefined
  /** Where the tokenizer's text begins in the source. */
  private shift = 0
  private resumeAt: number | undefined
  private readonly plain: PlainTag
  /** The first `&` behind what was searched. */
  private entity = -1

  constructor(source: string, wanted: Wanted, visitor: HtmlVisitor) {
    this.source = source
    this.wanted = wanted
    this.visitor = visitor
    this.plain = new PlainTag(source)
  }

  /**
   * Reads on from `from`, a place between tags, as long as tags are plain: nearly all of Notion's are, and
   * searching for them beats the tokenizer, which looks at every character of the text. Tells where the
   * tokenizer must go on; undefined at the end.
   */
  readPlain(from: number): number | undefined {
    const {source, plain, visitor} = this
    for (let at = from; ; ) {
      if (!this.listens()) at = this.pastUnwanted(at)
      const found = source.indexOf('<', at)
      if (!this.tellText(at, found < 0 ? source.length : found)) return at
      if (found < 0) return undefined
      const next = plain.read(found) ? this.tellPlain() : undefined
      if (next === undefined) return found
      if (visitor.done?.()) return undefined
      at = next
    }
  }

  /** Where to read on; undefined when the tag is the tokenizer's. */
  private tellPlain(): number | undefined {
    const {plain, visitor} = this
    const {name, end, closes} = plain
    if (closes) {
      this.raw = ''
      visitor.close?.(name)
      return end
    }
    if (FOREIGN.has(name)) return undefined
    if (RAW.has(name)) return this.tellRaw()
    visitor.open?.(name, plain.attributes(this.wanted.attributes))
    return end
  }

  /** A title or a style in which nothing looks like a tag, as in nearly all pages. */
  private tellRaw(): number | undefined {
    const {plain, source, visitor} = this
    const {name, end: start} = plain
    const end = source.indexOf('<', start)
    const isPlain = (name === 'title' || name === 'style') && source.startsWith(`</${name}>`, end)
    if (end < 0 || !isPlain || this.nextEntity(start) < end) return undefined
    visitor.open?.(name, plain.attributes(this.wanted.attributes))
    this.raw = name
    this.tellText(start, end)
    this.raw = ''
    visitor.close?.(name)
    return end + name.length + 3
  }

  private listens(): boolean {
    const {visitor} = this
    return visitor.text !== undefined && (visitor.listens?.() ?? true)
  }

  private pastUnwanted(from: number): number {
    const {unwanted} = this.wanted
    unwanted.lastIndex = from
    unwanted.test(this.source)
    // It may have been the end of a style.
    if (unwanted.lastIndex > from) this.raw = ''
    return unwanted.lastIndex
  }

  /** Whether the text could be told, if somebody listens: entities are the tokenizer's. */
  private tellText(start: number, end: number): boolean {
    if (end === start || !this.listens()) return true
    if (this.nextEntity(start) < end) return false
    this.visitor.text!(this.source.slice(start, end), start, end, this.raw)
    return true
  }

  /** Searched for once: looking from every piece of text to the end of the page would be quadratic. */
  private nextEntity(from: number): number {
    if (this.entity < from) {
      const found = this.source.indexOf('&', from)
      this.entity = found < 0 ? this.source.length : found
    }
    return this.entity
  }

  /**
   * Reads on from `from`, a place between tags or the end of a style, to the end of a tag behind which all
   * may be plain again. Tells where to go on, if anywhere: most pages are a style of 16 kB and little else,
   * and searching for its end beats reading it.
   */
  run(from: number): number | undefined {
    this.shift = from
    this.resumeAt = undefined
    this.tokenizer = new html.code.Tokenizer({}, this)
    this.tokenizer.write(this.source.slice(from))
    this.tokenizer.end()
    return this.resumeAt
  }

  private slice(start: number, end: number): string {
    return this.source.slice(start + this.shift, end + this.shift)
  }

  isInForeignContext(): boolean {
    return this.foreign > 0
  }

  onopentagname(start: number, end: number): void {
    this.tag = this.slice(start, end).toLowerCase()
    if (this.attributes.length > 0) this.attributes = []
  }

  onattribname(start: number, end: number): void {
    const name = this.slice(start, end).toLowerCase()
    const known =
      this.wanted.attributes.has(name) && !this.attributes.some(attribute => attribute.name === name)
    this.name = known ? name : ''
    this.nameEnd = end + this.shift
    this.value = ''
  }

  onattribdata(start: number, end: number): void {
    if (this.name !== '') this.value += this.slice(start, end)
  }

  onattribentity(codePoint: number): void {
    if (this.name !== '') this.value += String.fromCodePoint(codePoint)
  }

  onattribend(type: QuoteType, endIndex: number): void {
    const {QuoteType} = html.code
    if (this.name === '' || type === QuoteType.NoValue) return
    const quote = type === QuoteType.Double ? '"' : type === QuoteType.Single ? "'" : ''
    const start = this.valueStart(quote)
    const end = endIndex + this.shift - quote.length
    this.attributes.push({name: this.name, value: this.value, start, end, quote})
  }

  /** The tokenizer tells where data begins, but a value may begin with an entity. */
  private valueStart(quote: Quote): number {
    let at = this.nameEnd
    while (this.source[at] !== '=') at++
    do at++
    while (/[ \t\n\f\r]/.test(this.source[at] ?? ''))
    return at + quote.length
  }

  onopentagend(end: number): void {
    this.opened(end, false)
  }

  onselfclosingtag(end: number): void {
    this.opened(end, true)
  }

  private opened(end: number, selfClosing: boolean): void {
    const {tag} = this
    if (this.foreign === 0 && RAW.has(tag)) this.raw = tag
    else if (FOREIGN.has(tag) && !selfClosing) this.foreign++
    this.visitor.open?.(tag, this.attributes)
    if (this.raw === 'style') this.stop(endOfStyle(this.source, end + this.shift))
    else if (this.raw === '' && this.foreign === 0) this.stop(end + 1 + this.shift)
    this.checkDone()
  }

  onclosetag(start: number, end: number): void {
    const tag = this.slice(start, end).toLowerCase()
    this.raw = ''
    if (FOREIGN.has(tag) && this.foreign > 0) this.foreign--
    this.visitor.close?.(tag)
    this.checkDone()
  }

  private checkDone(): void {
    if (this.visitor.done?.()) this.stop(undefined)
  }

  private stop(resumeAt: number | undefined): void {
    this.resumeAt = resumeAt
    this.tokenizer?.pause()
  }

  ontext(start: number, end: number): void {
    const {shift} = this
    this.visitor.text?.(this.slice(start, end), start + shift, end + shift, this.raw)
  }

  ontextentity(codePoint: number, endIndex: number): void {
    if (!this.visitor.text) return
    const end = endIndex + this.shift
    // Only the end is told; an entity holds one ampersand, at its start.
    const start = this.source.lastIndexOf('&', end - 1)
    this.visitor.text(String.fromCodePoint(codePoint), start, end, this.raw)
  }

  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}
}
