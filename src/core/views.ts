import {columnNames} from './database.ts'
import {applyEdits} from './edit.ts'
import {dirname} from './href.ts'
import type {Digest, Id, Records} from './model.ts'
import {compareCodePoints, compareIds} from './name.ts'
import {findTargets} from './relation.ts'
import type {Leaf, Tree} from './tree.ts'

/** What a CSV that is no database shows. */
export interface View {
  readonly of: Id
  /** A second copy of a CSV, not what Notion wrote beside an `_all`. */
  readonly copy: boolean
}

/**
 * Which CSVs are views, and of which database (design, section 5, rule 7); by entry. Beside an `_all` the
 * plain CSV is its view; a second CSV of one id is a view; and so is a CSV without `_all` or folder whose
 * columns and records all stand in another database.
 */
export function findViews(
  tree: Tree,
  owners: ReadonlyMap<string, Id>,
  digests: ReadonlyMap<number, Digest>,
): Map<number, View> {
  const views = new Map<number, View>()
  const firsts: Leaf[] = []
  for (const [id, [first, ...others]] of csvsById(tree)) {
    const plain = first.notion!.all ? others.filter(leaf => !leaf.notion!.all) : []
    const shown = plain.find(leaf => dirname(leaf.place) === dirname(first.place)) ?? plain[0]
    for (const other of others) views.set(other.entry, {of: id, copy: other !== shown})
    firsts.push(first)
  }
  const owning = new Set(owners.values())
  const isDatabase = ({notion}: Leaf) => notion!.all || owning.has(notion!.id)
  const tables = firsts.map(leaf => ({leaf, table: new Table(leaf, digests), isSure: isDatabase(leaf)}))
  // Those that must be databases first; then the larger ones, so that of two that hold each other the first is it.
  const databases = [...tables].sort(
    (a, b) => Number(b.isSure) - Number(a.isSure) || b.table.size - a.table.size,
  )
  for (const {leaf, table, isSure} of tables) {
    if (isSure) continue
    const shown = databases.find(
      other => other.table !== table && !views.has(other.leaf.entry) && other.table.holds(table),
    )
    if (shown) views.set(leaf.entry, {of: shown.table.id, copy: false})
  }
  return views
}

/** The `_all` first, then the one without a copy's number, then by path. */
function csvsById(tree: Tree): [Id, [Leaf, ...Leaf[]]][] {
  const byId = new Map<Id, [Leaf, ...Leaf[]]>()
  for (const leaf of tree.leaves) {
    if (leaf?.notion?.ext !== '.csv') continue
    const list = byId.get(leaf.notion.id)
    if (list) list.push(leaf)
    else byId.set(leaf.notion.id, [leaf])
  }
  const rank = ({notion}: Leaf) => (notion!.all ? 0 : 2) + (notion!.copy === '' ? 0 : 1)
  for (const list of byId.values()) {
    list.sort((a, b) => rank(a) - rank(b) || compareCodePoints(a.place, b.place))
  }
  return [...byId].sort(([a], [b]) => compareIds(a, b))
}

/** A CSV's records as keys that can be compared; keys of the same columns are made once. */
class Table {
  readonly id: Id
  private readonly header: readonly string[]
  private readonly records: Records | undefined
  /** Records but for the header. */
  private readonly rows: number
  private readonly keys = new Map<string, Set<string>>()

  constructor(leaf: Leaf, digests: ReadonlyMap<number, Digest>) {
    this.records = digests.get(leaf.entry)?.records
    this.id = leaf.notion!.id
    this.header = columnNames(this.records?.at(0) ?? [])
    this.rows = Math.max(0, (this.records?.count ?? 0) - 1)
  }

  /** Cells in all. */
  get size(): number {
    return this.header.length * this.rows
  }

  /** Whether the other has a record, and all its columns and records are found here. */
  holds(other: Table): boolean {
    if (other.rows === 0 || other.rows > this.rows) return false
    const columns = other.header.map(name => this.header.indexOf(name))
    if (columns.includes(-1)) return false
    const mine = this.project(columns)
    return [...other.project(other.header.map((_, column) => column))].every(key => mine.has(key))
  }

  private project(columns: readonly number[]): ReadonlySet<string> {
    const name = columns.join()
    let keys = this.keys.get(name)
    if (!keys) {
      keys = new Set()
      for (let at = 1; at <= this.rows; at++) {
        const row = this.records!.at(at)
        keys.add(JSON.stringify(columns.map(column => targetsAsIds(row[column] ?? ''))))
      }
      this.keys.set(name, keys)
    }
    return keys
  }
}

/** A relation's path is relative to its CSV, so the same target is written in many ways. */
function targetsAsIds(cell: string): string {
  const edits = findTargets(cell).map(({start, end, id}) => ({start, end, text: id}))
  return applyEdits(cell, edits)
}
