import {NOWHERE, Search} from './markdown-search.ts'

/** Where on a page something stands that can matter for its links: most of a page is only words. */
export interface Interest {
  /** The next place that can be a link or make one, NOWHERE if there is none. Asked from left to right. */
  link(from: number): number
  /** The same, or what can begin a block that does not end at the next blank line. Asked from left to right. */
  any(from: number): number
}

export class PageInterest implements Interest {
  readonly #target: Search
  readonly #definition: Search
  readonly #less: Search
  readonly #ticks: Search
  readonly #tildes: Search
  readonly #tags: boolean

  /** `tags`: `<` can be a link too. */
  constructor(src: string, tags: boolean) {
    this.#target = new Search(src, '](')
    this.#definition = new Search(src, ']:')
    this.#less = new Search(src, '<')
    this.#ticks = new Search(src, '```')
    this.#tildes = new Search(src, '~~~')
    this.#tags = tags
  }

  link(from: number): number {
    const less = this.#tags ? this.#less.from(from) : NOWHERE
    return Math.min(this.#target.from(from), this.#definition.from(from), less)
  }

  any(from: number): number {
    const fence = Math.min(this.#ticks.from(from), this.#tildes.from(from))
    return Math.min(this.link(from), fence, this.#less.from(from))
  }
}
