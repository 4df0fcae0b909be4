import {whenLoaded} from '../core/on-demand.ts'
import {readDigests} from './digests.ts'
import type {Gathered} from './gather.ts'

/**
 * The blocks of HTML pages that others link to. Few pages do, and to know beforehand which, all of them would have
 * to be read to their end: so what a page asks for is read when it asks, and that page is rewritten again.
 */
export class Anchors {
  readonly #all: Gathered
  readonly #signal: AbortSignal | undefined
  readonly #known = new Map<number, ReadonlySet<string> | undefined>()
  /** By what is rewritten just now; that waits for nothing, so it is alone. */
  readonly #asked = new Set<number>()
  /** By entry, also when it has ended: no page is read twice, however many ask for it meanwhile. */
  readonly #readings = new Map<number, Promise<void>>()

  constructor(all: Gathered, signal?: AbortSignal) {
    this.#all = all
    this.#signal = signal
  }

  /** Undefined for what cannot be read; and for what nobody has read, which is to be asked {@link whenKnown}. */
  of(entry: number): ReadonlySet<string> | undefined {
    if (!this.#known.has(entry)) this.#asked.add(entry)
    return this.#known.get(entry)
  }

  /** What `work` gives when all that it asks for is known. It must be pure: it may be done twice. */
  async whenKnown<T>(work: () => T): Promise<T> {
    while (true) {
      const {made, asked} = await whenLoaded(() => this.#try(work))
      if (asked.length === 0) return made
      await this.#read(asked)
    }
  }

  #try<T>(work: () => T): {made: T; asked: readonly number[]} {
    this.#asked.clear()
    const made = work()
    return {made, asked: [...this.#asked]}
  }

  async #read(asked: readonly number[]): Promise<void> {
    const unread = asked.filter(entry => !this.#readings.has(entry))
    const reading = this.#readAll(unread)
    for (const entry of unread) this.#readings.set(entry, reading)
    await Promise.all(asked.map(entry => this.#readings.get(entry)))
  }

  async #readAll(entries: readonly number[]): Promise<void> {
    const digests = await readDigests(this.#all, new Map(entries.map(entry => [entry, 'anchors'])), {
      advance: () => {},
      signal: this.#signal,
      checksums: new Map(),
    })
    for (const entry of entries) this.#known.set(entry, digests.get(entry)?.anchors)
  }
}
