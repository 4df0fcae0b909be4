import {isList, mayName, runsOf, type Target} from './csv.ts'
import type {Faults} from './faults.ts'
import {groupBy} from './group.ts'
import {type Path, RELATIONS} from './manifest.ts'
import {idOfAddress} from './place.ts'
import type {Places} from './places.ts'
import type {Relation} from './relations.ts'

/** What the cells of one CSV are held against. */
export interface CellScene {
  readonly places: Places
  /** How relation cells are written. */
  readonly style: 'titles' | 'links'
  /** Lines of `relations.csv` for this database; none for a view. */
  readonly relations: readonly Relation[]
  /** Names of the columns that hold relations, of a view too. */
  readonly related: ReadonlySet<string>
  readonly csvSafe: boolean
  readonly faults: Faults
}

/** Each line of `relations.csv` stands in its cell, and each row is the one that the line says. */
export function checkRelationCells(
  path: Path,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  scene: CellScene,
): void {
  const {relations, faults} = scene
  for (const targets of groupBy(relations, ({row, property}) => `${row} ${property}`).values()) {
    const {row, rowTitle, property, line} = targets[0]!
    const record = rows[row - 1]
    const column = header.indexOf(property)
    const place = `row ${row}, "${property}"`
    const blame = (why: string) => faults.add('relation-wrong', RELATIONS, `line ${line}: ${why}`)
    if (!record || column < 0) blame(`${path} has no ${place}`)
    // A title that mentions a page reads otherwise now.
    else if (rowTitle !== '' && !record.includes(rowTitle) && !mayName(rowTitle)) {
      blame(`${place} of ${path} is not called ${rowTitle}`)
    }
    // Of two columns with one name nobody can tell which is meant.
    else if (header.lastIndexOf(property) === column && !isTold(path, record[column] ?? '', targets, scene)) {
      const wanted = targets.map(({targetTitle, targetUrl}) => targetTitle || targetUrl).join(', ')
      faults.add('cell-wrong', path, `${place}: does not name ${wanted}`)
    }
  }
}

/** Whether a cell names these targets, in their order. */
function isTold(
  csv: Path,
  cell: string,
  targets: readonly Relation[],
  {style, places}: Pick<CellScene, 'style' | 'places'>,
): boolean {
  if (style === 'titles' && namesAll(cell, targets)) return true
  const runs = [...runsOf(cell)]
  const found: Target[] = []
  let next = 0
  for (const target of targets) {
    while (next < runs.length && !leadsTo(csv, runs[next]!.href, target, places)) next++
    if (next === runs.length) return false
    found.push(runs[next++]!)
  }
  // A sentence that mentions pages has its own words for them.
  if (!isList(cell, found)) return true
  return found.every(
    ({start}, i) => cell[start - 1] !== '(' || cell.endsWith(`${targets[i]!.targetTitle} (`, start),
  )
}

/**
 * Titles joined by `, `. Before a title something may stand that has no target: a page that the exporter may
 * not see. The earliest place is the best one, since all that follows only needs to stand behind it.
 */
function namesAll(cell: string, targets: readonly Relation[]): boolean {
  const names = targets.map(({targetTitle, targetUrl}) => targetTitle || targetUrl)
  if (names.includes('')) return false
  const last = names.pop()!
  let at = 0
  for (const name of names) {
    let found = cell.indexOf(`${name}, `, at)
    while (found > at && cell[found - 1] !== ' ') found = cell.indexOf(`${name}, `, found + 1)
    if (found < at) return false
    at = found + name.length + 2
  }
  const end = cell.length - last.length
  return cell.endsWith(last) && (end === at || (end > at && cell[end - 1] === ' '))
}

function leadsTo(csv: Path, href: string, {targetId, targetUrl}: Relation, places: Places): boolean {
  const id = idOfAddress(href)
  if (id !== undefined) return href === targetUrl || id === targetId
  return places.itemAt(csv, href)?.id === targetId
}
