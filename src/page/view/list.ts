import {element} from './dom.ts'

/** Rows beyond the edges that are there already when somebody scrolls. */
const SPARE = 6

/**
 * A list of any length of which only what can be seen is in the document. Every row has the same height, which
 * the style sheet gives as `--row`.
 */
export class LongList<T> {
  readonly #root: HTMLElement
  readonly #room = element('div', 'room')
  readonly #draw: (item: T) => HTMLElement
  #items: readonly T[] = []
  #first = -1
  #last = -1

  constructor(root: HTMLElement, draw: (item: T) => HTMLElement) {
    this.#root = root
    this.#draw = draw
    this.#room.setAttribute('role', 'presentation')
    root.replaceChildren(this.#room)
    root.addEventListener('scroll', () => this.#fill(), {passive: true})
    new ResizeObserver(() => this.#fill(true)).observe(root)
  }

  set(items: readonly T[], keepPlace = false): void {
    this.#items = items
    if (!keepPlace) this.#root.scrollTop = 0
    this.#fill(true)
  }

  #fill(anew = false): void {
    const row = Number.parseFloat(getComputedStyle(this.#root).getPropertyValue('--row')) || 32
    const {scrollTop, clientHeight} = this.#root
    const first = Math.max(0, Math.floor(scrollTop / row) - SPARE)
    const last = Math.min(this.#items.length, Math.ceil((scrollTop + clientHeight) / row) + SPARE)
    if (!anew && first === this.#first && last === this.#last) return
    this.#first = first
    this.#last = last
    this.#room.style.height = `${this.#items.length * row}px`
    this.#room.replaceChildren(
      ...this.#items.slice(first, last).map((item, at) => {
        const drawn = this.#draw(item)
        drawn.setAttribute('role', 'listitem')
        drawn.setAttribute('aria-setsize', String(this.#items.length))
        drawn.setAttribute('aria-posinset', String(first + at + 1))
        drawn.style.top = `${(first + at) * row}px`
        return drawn
      }),
    )
  }
}
