/** What is told about a page while it is read. */

export interface Attribute {
  /** Lower case. */
  readonly name: string
  /** Entities decoded. */
  readonly value: string
  /** Span of the value as written, without its quotes; UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly quote: Quote
}

/** `''`: the value stands without quotes. */
export type Quote = '"' | "'" | ''

/** While nobody listens to text, what is not {@link Wanted} may be left out. */
export interface HtmlVisitor {
  /** A whole opening tag; only the attributes that were asked for, and of namesakes the first. */
  open?(tag: string, attributes: readonly Attribute[]): void
  close?(tag: string): void
  /**
   * A piece of text, entities decoded. Text arrives in pieces: those without a tag between them touch.
   * `raw` is the element whose content is not markup (`script`, `style`, `title`, …), `''` elsewhere.
   */
  text?(value: string, start: number, end: number, raw: string): void
  /** Whether text matters just now: all of it if left out. What does not matter may be kept back. */
  listens?(): boolean
  /** Asked after each tag: the rest of the page is not needed. */
  done?(): boolean
}
