import type {Edit} from './model.ts'

/**
 * The text with all edits made; every unit outside them as it was.
 * Edits may come in any order and must not overlap.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  if (edits.length === 0) return text
  const parts: string[] = []
  let at = 0
  for (const edit of inOrder(edits)) {
    if (edit.start < at || edit.end < edit.start) throw new RangeError(`edits overlap at ${edit.start}`)
    parts.push(text.slice(at, edit.start), edit.text)
    at = edit.end
  }
  parts.push(text.slice(at))
  return parts.join('')
}

/** By where they begin. Most are found in order, and then nothing is made. */
export function inOrder(edits: readonly Edit[]): readonly Edit[] {
  const isSorted = edits.every((edit, at) => at === 0 || edits[at - 1]!.start <= edit.start)
  return isSorted ? edits : [...edits].sort((a, b) => a.start - b.start)
}
