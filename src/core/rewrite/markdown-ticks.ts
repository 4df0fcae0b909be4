import {TICK} from './markdown-link.ts'

/** Code spans: a run of backticks is closed by the next run of the same length, or it is only backticks. */
export class TickRuns {
  readonly #src: string
  #to = 0
  /** Where runs of each length begin; filled when the first backtick is met. */
  #runs: Map<number, {starts: number[]; next: number}> | undefined

  constructor(src: string) {
    this.#src = src
  }

  reset(to: number): void {
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
    let end: number
    for (let i = from; i >= 0 && i < this.#to; i = this.#src.indexOf('`', end)) {
      end = this.#end(i)
      const same = runs.get(end - i)
      if (same) same.starts.push(i)
      else runs.set(end - i, {starts: [i], next: 0})
    }
    return runs
  }
}
