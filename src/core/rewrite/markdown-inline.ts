import {
  BACKSLASH,
  BANG,
  type FoundLink,
  type Has,
  isPunctuation,
  LEFT,
  LESS,
  type LinkKind,
  OPEN,
  type Open,
  TICK,
} from './markdown-link.ts'
import {Search} from './markdown-search.ts'
import {TagReader} from './markdown-tag.ts'
import {notionEnd, notionEndWithin, TargetReader} from './markdown-target.ts'
import {TickRuns} from './markdown-ticks.ts'

/** Tags whose contents nobody means as Markdown. */
const RAW_TAGS = new Set(['pre', 'script', 'style', 'textarea'])

/**
 * Finds the links of paragraphs, headings and HTML blocks of one text, in one pass: code spans, raw HTML and
 * autolinks bind first, then brackets from the inside out. Text is passed over by searching for what is not.
 */
export class InlineScanner {
  readonly #src: string
  readonly #has: Has | undefined
  readonly #target: TargetReader
  readonly #tag: TagReader
  readonly #ticks: TickRuns
  readonly #nextBackslash: Search
  readonly #nextTick: Search
  readonly #nextLess: Search
  readonly #nextLeft: Search
  readonly #nextRight: Search
  #to = 0
  #html = false
  #out: Open<FoundLink>[] = []
  /** Open brackets: where, whether an image's, and how many links were found before. */
  #opened: number[] = []
  #image: boolean[] = []
  #before: number[] = []
  /** Below this many, `[` opens nothing any more: links do not nest. */
  #inactive = 0
  /** For each image found in this scan: the first link in its caption. Made when there is one. */
  #captions: Map<number, number> | undefined

  constructor(src: string, has?: Has) {
    this.#src = src
    this.#has = has
    this.#target = new TargetReader(src)
    this.#tag = new TagReader(src)
    this.#ticks = new TickRuns(src)
    this.#nextBackslash = new Search(src, '\\')
    this.#nextTick = new Search(src, '`')
    this.#nextLess = new Search(src, '<')
    this.#nextLeft = new Search(src, '[')
    this.#nextRight = new Search(src, ']')
  }

  /**
   * `html`: an HTML block, where Markdown is what Notion meant. Links go to `out`, in order of their targets.
   * What is scanned next must not lie before what was.
   */
  scan(from: number, to: number, html: boolean, out: Open<FoundLink>[]): void {
    this.#to = to
    this.#html = html
    this.#out = out
    this.#inactive = 0
    // Most of the time these are empty, and to make them so costs more than to see that they are.
    if (this.#opened.length > 0) this.#opened.length = this.#image.length = this.#before.length = 0
    this.#captions = undefined
    this.#target.reset(to)
    this.#tag.reset(to)
    this.#ticks.reset(to)
    for (let i = from; i < to; ) {
      const next = this.#next(i)
      if (next >= to) break
      i = this.#step(next, i)
    }
  }

  /** The next character at `from` or behind that is more than text. */
  #next(from: number): number {
    return Math.min(
      this.#nextLeft.from(from),
      this.#nextRight.from(from),
      this.#nextTick.from(from),
      this.#nextLess.from(from),
      this.#nextBackslash.from(from),
    )
  }

  /** Behind what begins at `i`. `text`: where the text before it begins. */
  #step(i: number, text: number): number {
    switch (this.#src.charCodeAt(i)) {
      case BACKSLASH:
        return i + 1 < this.#to && isPunctuation(this.#src.charCodeAt(i + 1)) ? i + 2 : i + 1
      case TICK:
        return this.#ticks.skip(i)
      case LESS:
        return this.#less(i)
      case LEFT:
        return this.#open(i, i > text && this.#src.charCodeAt(i - 1) === BANG)
      default:
        return this.#close(i)
    }
  }

  #open(at: number, image: boolean): number {
    this.#opened.push(at)
    this.#image.push(image)
    this.#before.push(this.#out.length)
    return at + 1
  }

  /** `]`: the bracket that it closes is used up, whatever comes of it. */
  #close(at: number): number {
    const followed = at + 1 < this.#to && this.#src.charCodeAt(at + 1) === OPEN
    const top = this.#opened.length - 1
    if (top < 0) return followed ? this.#stray(at) : at + 1
    const opened = this.#opened.pop()!
    const image = this.#image.pop()!
    const before = this.#before.pop()!
    const active = image || top >= this.#inactive
    this.#inactive = Math.min(this.#inactive, top)
    if (!followed) return at + 1
    if (!active) return this.#stray(at)
    return this.#link(at, opened, image, before)
  }

  /** `](` that closes no link for CommonMark, since Notion escapes nothing in labels. */
  #stray(at: number): number {
    const end = notionEnd(this.#src, at + 2, this.#to)
    if (end < 0) return at + 1
    this.#found(at + 2, end, at, at, false, 'notion')
    return end + 1
  }

  #link(at: number, opened: number, image: boolean, before: number): number {
    const target = this.#target
    const read = target.read(at + 1)
    let kind: LinkKind = this.#html ? 'html-text' : 'inline'
    let {start, end, after} = target
    const meant = read && !target.bare ? -1 : this.#meant(at + 2, read ? end : -1)
    if (meant >= 0) {
      kind = 'notion'
      start = at + 2
      end = meant
      after = meant + 1
    } else if (!read) return at + 1
    if (image) this.#caption(before)
    else this.#inactive = this.#opened.length
    if (end > start) {
      if (image) {
        this.#captions ??= new Map()
        this.#captions.set(this.#out.length, before)
      }
      this.#found(start, end, opened + 1, at, image, kind)
    }
    return after
  }

  /** Where a target ends that Notion wrote and CommonMark cannot read, or reads wrongly; -1 for none. */
  #meant(from: number, read: number): number {
    const isWhole = read < 0 || this.#target.plain
    const within = isWhole ? -1 : notionEndWithin(this.#src, from, read, this.#has)
    return within >= 0 ? within : notionEnd(this.#src, from, this.#to, this.#has, read)
  }

  /** Links in the caption of an image are none for CommonMark. Captions in it have been marked already. */
  #caption(first: number): void {
    for (let i = this.#out.length - 1; i >= first; i--) {
      const link = this.#out[i]!
      if (link.kind !== 'attribute') link.kind = 'alt'
      i = Math.min(i, this.#captions?.get(i) ?? i)
    }
  }

  #less(at: number): number {
    const tag = this.#tag
    const end = tag.read(at)
    if (end < 0) return this.#html && this.#src.startsWith('<!--', at) ? this.#to : at + 1
    // A value that runs over lines is no path.
    const value = tag.valueStart < 0 ? '' : this.#src.slice(tag.valueStart, tag.valueEnd)
    if (value !== '' && !value.includes('\n')) {
      this.#found(tag.valueStart, tag.valueEnd, at, at, tag.name === 'img', 'attribute')
    }
    return this.#html && RAW_TAGS.has(tag.name) ? this.#behind(tag.name, end) : end
  }

  /** Behind `</name>`, or the end of the block. */
  #behind(name: string, from: number): number {
    for (let i = this.#src.indexOf('</', from); i >= 0 && i < this.#to; i = this.#src.indexOf('</', i + 2)) {
      if (this.#src.slice(i + 2, i + 2 + name.length).toLowerCase() === name) return i + 2
    }
    return this.#to
  }

  #found(
    start: number,
    end: number,
    labelStart: number,
    labelEnd: number,
    embed: boolean,
    kind: LinkKind,
  ): void {
    const href = this.#src.slice(start, end)
    this.#out.push({href, start, end, labelStart, labelEnd, use: embed ? 'embed' : 'link', kind})
  }
}
