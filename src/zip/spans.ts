import type {Extent} from './read.ts'

/** Entries this near to each other are read in one go: reading what lies between is cheaper than asking twice. */
const MOST_BETWEEN = 1 << 16

/** Bytes of one span, if it holds more than one entry. */
const MOST_BYTES = 4 << 20

/** A piece of an archive that holds whole entries, with their headers and what stands behind their data. */
export interface Span<T> {
  readonly start: number
  readonly end: number
  readonly members: readonly T[]
}

/** Large reads for small entries, in the order in which they lie in the archive. */
export function spansOf<T extends {readonly extent: Extent}>(members: readonly T[]): Span<T>[] {
  const sorted = [...members].sort((a, b) => a.extent.start - b.extent.start)
  const spans: {start: number; end: number; members: T[]}[] = []
  for (const member of sorted) {
    const {start, end} = member.extent
    const last = spans.at(-1)
    if (last && start - last.end <= MOST_BETWEEN && end - last.start <= MOST_BYTES) {
      last.members.push(member)
      last.end = Math.max(last.end, end)
      // Not `start` first: see Extent.
    } else spans.push({members: [member], start, end})
  }
  return spans
}
