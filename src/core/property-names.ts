import type {Column} from './database.ts'
import type {Line} from './lines.ts'

/** How a line can begin a property: which column, and where the value stands. */
export interface Start {
  readonly column: number
  readonly valueStart: number
}

const COLON = 58

/** The names of a database's properties, ready to be looked for at the beginning of lines. */
export class Names {
  private readonly columns = new Map<string, number[]>()
  /** Lengths of the names, longest first: few, however many columns there are. */
  private readonly lengths: readonly number[]

  constructor(columns: readonly Column[]) {
    columns.forEach(({name, kind}, index) => {
      // The title is the heading of the page, never one of its properties.
      if (kind === 'title' || name === '') return
      const same = this.columns.get(name)
      if (same) same.push(index)
      else this.columns.set(name, [index])
    })
    const lengths = new Set([...this.columns.keys()].map(name => name.length))
    this.lengths = [...lengths].sort((a, b) => b - a)
  }

  /**
   * Properties that a line can begin, but for those in `seen`: the longest name first, since names can hold
   * `: ` themselves.
   */
  at(text: string, line: Line, seen: ReadonlySet<number>): Start[] {
    const starts: Start[] = []
    for (const length of this.lengths) {
      const colon = line.start + length
      if (colon >= line.end || text.charCodeAt(colon) !== COLON) continue
      if (colon + 1 < line.end && text[colon + 1] !== ' ') continue
      const valueStart = Math.min(colon + 2, line.end)
      const columns = this.columns.get(text.slice(line.start, colon))
      if (columns === undefined) continue
      for (const column of columns) if (!seen.has(column)) starts.push({column, valueStart})
    }
    return starts
  }
}

/** All pages of a database share its columns, so the names are made ready once. */
const known = new WeakMap<readonly Column[], Names>()

export function namesOf(columns: readonly Column[]): Names {
  const names = known.get(columns) ?? new Names(columns)
  known.set(columns, names)
  return names
}
