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
  RIGHT,
  TICK,
} from './markdown-link.ts'
import {TagReader} from './markdown-tag.ts'
import {notionEnd, notionEndWithin, TargetReader} from './markdown-target.ts'

/** Tags whose contents nobody means as Markdown. */
const RAW_TAGS = new Set(['pre', 'script', 'style', 'textarea'])

/**
 * Finds the links of one paragraph, heading or HTML block in one pass: code spans, raw HTML and autolinks
 * bind first, then brackets from the inside out. Places are those of the text that is scanned.
 */
export class InlineScanner {
  readonly #target = new TargetReader()
  readonly #tag = new TagReader()
  readonly #ticks = new TickRuns()
  readonly #has: Has | undefined
  #src = ''
  #to = 0
  #html = false
  #out: Open<FoundLink>[] = []
  /** Open brackets: where, whether an image's, and how many links were found before. */
  #opened: number[] = []
  #image: boolean[] = []
  #before: number[] = []
  /** Below this many, `[` opens nothing any more: links do not nest. */
  #inactive = 0
  /** For each image found in this scan: the first link in its caption. */
  #captions = new Map<number, number>()

  constructor(has?: Has) {
    this.#has = has
  }

  /** `html`: an HTML block, where Markdown is what Notion meant. Links go to `out`, in order of their targets. */
  scan(src: string, from: number, to: number, html: boolean, out: Open<FoundLink>[]): void {
    this.#src = src
    this.#to = to
    this.#html = html
    this.#out = out
    this.#opened.length = this.#image.length = this.#before.length = this.#inactive = 0
    this.#captions.clear()
    this.#target.reset(src, to)
    this.#tag.reset(src, to)
    this.#ticks.reset(src, to)
    for (let i = from; i < to; ) i = this.#step(i)
  }

  /** Behind what begins at `i`. */
  #step(i: number): number {
    switch (this.#src.charCodeAt(i)) {
      case BACKSLASH:
        return i + 1 < this.#to && isPunctuation(this.#src.charCodeAt(i + 1)) ? i + 2 : i + 1
      case TICK:
        return this.#ticks.skip(i)
      case LESS:
        return this.#less(i)
      case LEFT:
        return this.#open(i, false)
      case BANG:
        return i + 1 < this.#to && this.#src.charCodeAt(i + 1) === LEFT ? this.#open(i + 1, true) : i + 1
      case RIGHT:
        return this.#close(i)
      default:
        return i + 1
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
      if (image) this.#captions.set(this.#out.length, before)
      this.#found(start, end, opened + 1, at, image, kind)
    }
    return after
  }

  /** Where a target ends that Notion wrote and CommonMark cannot read, or reads wrongly; -1 for none. */
  #meant(from: number, read: number): number {
    const within = read < 0 ? -1 : notionEndWithin(this.#src, from, read, this.#has)
    return within >= 0 ? within : notionEnd(this.#src, from, this.#to, this.#has, read)
  }

  /** Links in the caption of an image are none for CommonMark. Captions in it have been marked already. */
  #caption(first: number): void {
    for (let i = this.#out.length - 1; i >= first; i--) {
      const link = this.#out[i]!
      if (link.kind !== 'attribute') link.kind = 'alt'
      i = Math.min(i, this.#captions.get(i) ?? i)
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

/** Code spans: a run of backticks is closed by the next run of the same length, or it is only backticks. */
class TickRuns {
  #src = ''
  #to = 0
  /** Where runs of each length begin; filled when the first backtick is met. */
  #runs: Map<number, {starts: number[]; next: number}> | undefined

  reset(src: string, to: number): void {
    this.#src = src
    this.#to = to
    this.#runs = undefined
  }

  /** Behind the code span that begins at `at`, or behind the backticks. */
  skip(at: number): number {
    const open = this.#end(at)
    this.#runs ??= this.#collect(at)
    const same = this.#runs.get(open - at)
    if (same === undefined) return open
    while (same.next < same.starts.length && same.starts[same.next]! < open) same.next++
    const close = same.starts[same.next]
    return close === undefined ? open : close + (open - at)
  }

  #end(from: number): number {
    let i = from
    while (i < this.#to && this.#src.charCodeAt(i) === TICK) i++
    return i
  }

  #collect(from: number): Map<number, {starts: number[]; next: number}> {
    const runs = new Map<number, {starts: number[]; next: number}>()
    for (let i = from; i < this.#to; i++) {
      if (this.#src.charCodeAt(i) !== TICK) continue
      const end = this.#end(i)
      const same = runs.get(end - i)
      if (same) same.starts.push(i)
      else runs.set(end - i, {starts: [i], next: 0})
      i = end
    }
    return runs
  }
}
