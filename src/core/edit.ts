import type {Edit} from './model.ts'

/**
 * The text with all edits made; every unit outside them as it was.
 * Edits may come in any order and must not overlap.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = []
  const editing = new Editing(text, piece => pieces.push(piece))
  for (const edit of inOrder(edits)) editing.add(edit)
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
    this.#put(this.#text.slice(this.#at, start))
    this.#put(text)
    this.#at = end
  }

  /** Whether it became another text: edits can put back what stands there. If not, pieces may be left out. */
  end(): boolean {
    if (!this.#hasEdits) return false
    this.#put(this.#text.slice(this.#at))
    return this.#isChanged || this.#made !== this.#text.length
  }

  #put(piece: string): void {
    this.#isChanged ||= !this.#text.startsWith(piece, this.#made)
    this.#made += piece.length
    this.#write(piece)
  }
}

/** By where they begin. Most are found in order, and then nothing is made. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const isSorted = edits.every((edit, at) => at === 0 || edits[at - 1]!.start <= edit.start)
  return isSorted ? edits : [...edits].sort((a, b) => a.start - b.start)
}
