import {newCell} from '../cells.ts'
import type {ColumnKind} from '../database.ts'
import type {CellLinks} from '../document-links.ts'
import type {Edit} from '../model.ts'
import type {OutputOptions} from '../options.ts'
import {csvCells, writeCell} from './csv-cells.ts'

/**
 * Edits for the cells of a CSV that name pages or files; all other cells keep their bytes. `kindOf` tells
 * what the column of a name holds.
 */
export function csvEdits(
  text: string,
  kindOf: (column: string) => ColumnKind,
  links: CellLinks,
  style: OutputOptions['relations'],
): Edit[] {
  const edits: Edit[] = []
  let kinds: ColumnKind[] | undefined
  for (const record of csvCells(text)) {
    if (!kinds) {
      kinds = record.map(cell => kindOf(cell.value.replace(/^\ufeff/, '')))
      continue
    }
    record.forEach((cell, column) => {
      const made = newCell(kinds?.[column] ?? 'text', cell.value, links, style)
      if (made === cell.value) return
      edits.push({start: cell.start, end: cell.end, text: writeCell(made, cell.quoted)})
    })
  }
  return edits
}
