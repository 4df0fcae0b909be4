import {readCsv, runsOf} from './csv.ts'
import type {Item, Path} from './manifest.ts'
import {cellPlace, notionsId, placeOf} from './place.ts'
import type {Places} from './places.ts'
import {type CellScene, checkRelationCells} from './relation-cells.ts'

/** The cells of one CSV: what they name is here. Gives false when the parser cannot read it. */
export function checkCells(item: Item, text: string, scene: CellScene): boolean {
  const records = readCsv(text, scene.csvSafe)
  if (!records) return false
  const {path} = item
  const [header = [], ...rows] = records
  checkRelationCells(path, header, rows, scene)
  header.forEach((name, column) => {
    const cells = rows.map(row => row[column] ?? '')
    const blame = (row: number, why: string) =>
      scene.faults.add('cell-wrong', path, `row ${row + 1}, "${name}": ${why}`)
    const isRelation = scene.related.has(name)
    cells.forEach((cell, row) => {
      const dead = deadTarget(path, cell, isRelation && scene.style === 'links', scene.places)
      if (dead !== undefined) blame(row, `${dead} is not here`)
    })
    if (!isRelation)
      for (const {row, file} of deadFiles(path, cells, scene.places)) blame(row, `${file} is not here`)
  })
  return true
}

/** A target that leads nowhere: one of Notion's names, or in a cell that must lead somewhere any page. */
function deadTarget(csv: Path, cell: string, mustLead: boolean, places: Places): string | undefined {
  if (!/[0-9a-f]{32}/.test(cell) && !mustLead) return undefined
  for (const {href, start} of runsOf(cell)) {
    const place = placeOf(csv, href)
    if (place === undefined) continue
    const isTarget =
      notionsId(href) !== undefined ||
      (mustLead && cell[start - 1] === '(' && /\.(?:md|csv|html)$/.test(href))
    if (!isTarget) continue
    places.links++
    if (!places.has(place) && !places.isMissing(csv, place)) return href
  }
  return undefined
}

/** In a folder, or one word; with an extension. */
const MAY_BE_FILE = /(?:\/[^/]+|^\S+)\.[0-9a-z]{1,8}$/i

/**
 * Files of a column that lead nowhere. A column holds files when every filled cell is nothing but addresses and
 * what may be a path, and one of these is a file of the archive or missing: text is the person's own.
 */
function deadFiles(csv: Path, cells: readonly string[], places: Places): {row: number; file: string}[] {
  const dead: {row: number; file: string}[] = []
  let isFiles = false
  let links = 0
  for (const [row, cell] of cells.entries()) {
    if (cell === '') continue
    for (const file of cell.split(', ')) {
      if (/^https?:\/\/\S+$/.test(file)) continue
      const place = cellPlace(csv, file)
      const isHere = places.byPath.get(place)?.kind === 'attachment' || places.isMissing(csv, place)
      if (!isHere && !MAY_BE_FILE.test(file)) return []
      isFiles ||= isHere
      links++
      if (!isHere) dead.push({row, file})
    }
  }
  if (!isFiles) return []
  places.links += links
  return dead
}
