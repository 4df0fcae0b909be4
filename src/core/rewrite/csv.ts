import {applyEdits} from '../edit.ts'
import type {Edit, Links} from '../model.ts'
import {csvCells, writeCell} from './csv-cells.ts'
import {targetEdits} from './targets.ts'

/** Edits for the cells of a CSV that name pages or files; all other cells keep their bytes. */
export function csvEdits(text: string, links: Links): Edit[] {
  const edits: Edit[] = []
  for (const [index, record] of csvCells(text).entries()) {
    if (index === 0) continue
    for (const cell of record) {
      const inside = targetEdits(cell.value, links)
      if (inside.length === 0) continue
      edits.push({
        start: cell.start,
        end: cell.end,
        text: writeCell(applyEdits(cell.value, inside), cell.quoted),
      })
    }
  }
  return edits
}
