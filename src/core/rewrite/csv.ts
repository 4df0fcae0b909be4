import {newCell} from '../cells.ts'
import type {ColumnKind} from '../database.ts'
import type {CellLinks} from '../document-links.ts'
import type {Edit} from '../model.ts'
import type {OutputOptions} from '../options.ts'
import {type Cell, csvCells, writeCell} from './csv-cells.ts'
import type {FormulaGuard} from './formula.ts'

/**
 * Edits for the cells of a CSV that name pages or files, and for those that `guard` disarms; all other cells
 * keep their bytes. `kindOf` tells what the column of a name holds.
 */
export function csvEdits(
  text: string,
  kindOf: (column: string) => ColumnKind,
  links: CellLinks,
  style: OutputOptions['relations'],
  guard?: FormulaGuard,
): Edit[] {
  const edits: Edit[] = []
  const write = (cell: Cell, value: string) => {
    const made = guard?.cell(value) ?? value
    if (made !== cell.value) {
      edits.push({start: cell.start, end: cell.end, text: writeCell(made, cell.quoted)})
    }
  }
  let kinds: ColumnKind[] | undefined
  for (const record of csvCells(text)) {
    if (!kinds) {
      kinds = record.map(cell => kindOf(cell.value.replace(/^\ufeff/, '')))
      // Names of properties are typed by people too.
      for (const cell of record) write(cell, cell.value)
      continue
    }
    record.forEach((cell, column) => {
      write(cell, newCell(kinds?.[column] ?? 'text', cell.value, links, style))
    })
  }
  return edits
}
