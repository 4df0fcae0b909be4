import {placeIn} from './accounts.ts'
import {mayName, readCsv, runsOf, type Target} from './csv.ts'
import type {Faults} from './faults.ts'
import {groupBy} from './group.ts'
import {type Item, type Path, RELATIONS} from './manifest.ts'
import {cellPlace, decoded, folderOf, idOfAddress, joined, placeOf} from './place.ts'
import type {Places} from './places.ts'
import type {Relation} from './relations.ts'

/** A CSV of the archive beside the one that it was in the export. */
export interface Pair {
  readonly item: Item
  /** Its path in the export. */
  readonly path: Path
  readonly before: string
  readonly after: string
  /** Lines of `relations.csv` for this database; undefined for a view, whose relations stand nowhere. */
  readonly relations: readonly Relation[] | undefined
  /** Names of the columns that hold relations, of a view too. */
  readonly related: ReadonlySet<string>
  readonly csvSafe: boolean
}

interface PairScene {
  readonly pair: Pair
  readonly originals: Originals
  readonly places: Places
}

/** What the export holds: its items by the places where their files lay. */
export type Originals = ReadonlyMap<Path, Item>

/**
 * No row and no cell is lost, words are what they were, every relation stands in `relations.csv`, and file cells
 * lead to what the export's files became. What the parser cannot read was told when the archive was read.
 */
export function checkPair(pair: Pair, originals: Originals, places: Places, faults: Faults): void {
  const {csvSafe} = pair
  const [before, after] = [readCsv(pair.before, csvSafe), readCsv(pair.after, csvSafe)]
  if (!before || !after) return
  const {path} = pair.item
  if (before.length !== after.length) {
    faults.add('cell-changed', path, `${after.length} records, not ${before.length}`)
    return
  }
  const scene = {pair, originals, places}
  const [header = []] = before
  before.forEach((record, row) => {
    const now = after[row]!
    const blame = (why: string) => faults.add('cell-changed', path, `record ${row}${why}`)
    if (now.length !== record.length) blame(`: ${now.length} cells, not ${record.length}`)
    else if (row === 0 && now.join('\n') !== record.join('\n')) blame(': other names of columns')
    else if (row > 0) {
      record.forEach((cell, column) => {
        const why = wrongCell(cell, now[column]!, header[column] ?? '', scene)
        if (why !== undefined) blame(`, "${header[column]}": ${why}`)
      })
    }
  })
  if (pair.relations) checkComplete(before, pair, faults)
}

/** Why a cell cannot be what became of this one; undefined when it can. */
function wrongCell(before: string, after: string, column: string, scene: PairScene): string | undefined {
  const files = filesOf(before, scene)
  if (files) {
    const isRight = filesIn(after, scene).join('\n') === files.join('\n')
    return isRight ? undefined : `${after} is not ${files.join(', ')}`
  }
  if (before === after) return undefined
  if (!mayName(before)) return `${after}, not ${before}`
  // Relations are held against relations.csv.
  if (scene.pair.related.has(column)) return undefined
  const lost = lostMention(before, after, scene)
  return lost === undefined ? undefined : `${after} does not lead to ${lost}`
}

/** Paths in the archive of the attachments of a cell that names nothing else, as far as nobody has to guess. */
function filesOf(cell: string, {pair, originals}: PairScene): Path[] | undefined {
  const folder = folderOf(placeIn(pair.path))
  const files = cell.split(', ').map(part => {
    if (!/^\S*[./]\S*$/.test(part)) return undefined
    const once = decoded(part)
    const twice = once === undefined ? undefined : decoded(once)
    for (const path of [once, twice]) {
      for (const base of [folder, folderOf(folder)]) {
        const item = path === undefined ? undefined : originals.get(joined(base, path))
        if (item) return item
      }
    }
    return undefined
  })
  return files.every(file => file?.kind === 'attachment') ? files.map(file => file!.path) : undefined
}

/** The same for the archive, where a list of files is decoded and a text that names one file is not. */
function filesIn(cell: string, {pair, places}: PairScene): string[] {
  return cell.split(', ').map(file => {
    const shown = cellPlace(pair.item.path, file)
    return places.has(shown) ? shown : (placeOf(pair.item.path, file) ?? file)
  })
}

/** The first page of the archive that a text named, and names no more. */
function lostMention(before: string, after: string, {pair, places}: PairScene): string | undefined {
  const runs = [...runsOf(after)]
  let next = 0
  for (const {href, id} of targetsOf(before)) {
    if (!places.byId.has(id)) continue
    const isIt = (run: Target) => run.href === href || places.itemAt(pair.item.path, run.href)?.id === id
    while (next < runs.length && !isIt(runs[next]!)) next++
    if (next++ === runs.length) return href
  }
  return undefined
}

/** Of the columns that `relations.csv` knows, it has every target of every row. */
function checkComplete(
  [header = [], ...rows]: readonly (readonly string[])[],
  {item, relations, related}: Pair,
  faults: Faults,
): void {
  const known = groupBy(relations ?? [], ({row, property}) => `${row} ${property}`)
  header.forEach((name, column) => {
    // Of two columns with one name nobody can tell which is meant.
    if (!related.has(name) || header.indexOf(name) !== header.lastIndexOf(name)) return
    rows.forEach((record, at) => {
      const told = known.get(`${at + 1} ${name}`) ?? []
      const wanted = targetsOf(record[column] ?? '')
      if (told.map(({targetId}) => targetId).join() === wanted.map(({id}) => id).join()) return
      const row = `row ${at + 1}, "${name}" of ${item.path}`
      faults.add('relation-wrong', RELATIONS, `${row}: other targets than in the export`)
    })
  })
}

/** The pages and databases that a cell of the export names, in order. */
function targetsOf(cell: string): (Target & {id: string})[] {
  if (!/[0-9a-f]{32}/.test(cell)) return []
  return [...runsOf(cell)].flatMap(run => {
    const id = idOfAddress(run.href) ?? /([0-9a-f]{32})\.(?:md|csv|html)$/.exec(run.href)?.[1]
    return id === undefined ? [] : {...run, id}
  })
}
