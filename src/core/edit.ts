import type {Edit} from './model.ts'

/**
 * The text with all edits made; every unit outside them as it was.
 * Edits may come in any order and must not overlap.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = []
  const editing = new Editing(text, piece => pieces.push(piece))
  editing.addAll(edits)
  return editing.end() ? pieces.join('') : text
}

/**
 * The same while edits are found, in their order: the new text is handed on in pieces, since of a large one the
 * edits, and it as a whole, would take three times the memory of the old one.
 */
export class Editing {
  readonly #text: string
  readonly #write: (piece: string) => void
  /** Units of the old text that are behind us, and of the new one. */
  #at = 0
  #made = 0
  #hasEdits = false
  #isChanged = false

  constructor(text: string, write: (piece: string) => void) {
    this.#text = text
    this.#write = write
  }

  add({start, end, text}: Edit): void {
    if (start < this.#at || end < start) throw new RangeError(`edits overlap at ${start}`)
    this.#hasEdits = true
    this.#keep(start)
    this.#put(text)
    this.#at = end
  }

  /** In any order. */
  addAll(edits: readonly Edit[]): void {
    for (const edit of inOrder(edits)) this.add(edit)
  }

  /** Whether it became another text: edits can put back what stands there. If not, pieces may be left out. */
  end(): boolean {
    if (!this.#hasEdits) return false
    this.#keep(this.#text.length)
    return this.#isChanged || this.#made !== this.#text.length
  }

  /** As it was, up to `end`. */
  #keep(end: number): void {
    const piece = this.#text.slice(this.#at, end)
    // Where nothing has moved yet, it need not be compared with itself.
    if (this.#made !== this.#at) this.#compare(piece)
    this.#made += piece.length
    this.#write(piece)
  }

  #put(piece: string): void {
    this.#compare(piece)
    this.#made += piece.length
    this.#write(piece)
  }

  #compare(piece: string): void {
    this.#isChanged ||= !this.#text.startsWith(piece, this.#made)
  }
}

/** By where they begin. Most are found in order, and then nothing is made. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  for (let at = 1; at < edits.length; at++) {
    if (edits[at - 1]!.start > edits[at]!.start) return [...edits].sort((a, b) => a.start - b.start)
  }
  return edits
}
