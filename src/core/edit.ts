import type {Edit} from './model.ts'

/**
 * The text with all edits made; every unit outside them as it was.
 * Edits may come in any order and must not overlap.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.length === 0 ? text : [...editedPieces(text, edits)].join('')
}

/** The same in pieces: of a large text, a second one as a whole would take as much memory again. */
export function* editedPieces(text: string, edits: readonly Edit[]): Generator<string> {
  let at = 0
  for (const edit of inOrder(edits)) {
    if (edit.start < at || edit.end < edit.start) throw new RangeError(`edits overlap at ${edit.start}`)
    yield text.slice(at, edit.start)
    yield edit.text
    at = edit.end
  }
  yield text.slice(at)
}

/** Whether the text becomes another one: edits can put back what stands there. */
export function isChanged(text: string, edits: readonly Edit[]): boolean {
  if (edits.length === 0) return false
  let at = 0
  for (const piece of editedPieces(text, edits)) {
    if (!text.startsWith(piece, at)) return true
    at += piece.length
  }
  return at !== text.length
}

/** By where they begin. Most are found in order, and then nothing is made. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const isSorted = edits.every((edit, at) => at === 0 || edits[at - 1]!.start <= edit.start)
  return isSorted ? edits : [...edits].sort((a, b) => a.start - b.start)
}
