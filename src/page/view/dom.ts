import {escapeName} from '../../core/escape.ts'

/** The few ways in which this page touches its document. Text is only ever text. */

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no #${id}`)
  return found as T
}

export type Piece = Node | string

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  classes: string,
  ...pieces: readonly Piece[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  if (classes !== '') made.className = classes
  made.append(...pieces)
  return made
}

/**
 * A name from an archive: what it could do to the text around it is undone by `<bdi>`, and what it could hide
 * is shown.
 */
export function name(text: string): HTMLElement {
  return element('bdi', '', escapeName(text))
}

export function show(id: string, isShown: boolean): void {
  byId(id).hidden = !isShown
}

export function list(id: string, items: readonly (readonly Piece[])[]): void {
  byId(id).replaceChildren(...items.map(pieces => element('li', '', ...pieces)))
}
