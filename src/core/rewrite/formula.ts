import type {Problem} from '../model.ts'

/**
 * Cells of CSVs that a spreadsheet would run as a formula (CWE-1236). What such a cell does to whoever opens
 * the file was written by somebody who could write to the workspace, so it is told; but it is the user's
 * data, so it is only touched on demand.
 */

/** Signs that begin a formula; spreadsheets in Japanese and Chinese take the wide forms too. */
const EQUALS = '=\uff1d'
const SIGNS = '+-@\uff0b\uff0d\uff20'

/**
 * Whether a spreadsheet runs the cell, and that can do something. After `=` that is anything. After `+`, `-`
 * and `@`, which begin numbers, phone numbers, lists and mentions too, it must call a function (`SUM(`),
 * another program (`cmd|' /C calc'!A0`) or another sheet (`Sheet1!A1`): `-5`, `+1 555 0100`, `- milk` and
 * `@Ada` are no formulas to a person, and at worst an error in a cell to a spreadsheet. Tabs and line breaks
 * in front are passed over, as spreadsheets do. Linear in the length of the cell.
 */
export function runsAsFormula(cell: string): boolean {
  let at = 0
  while (cell[at] === '\t' || cell[at] === '\r' || cell[at] === '\n') at++
  const sign = cell[at]
  if (sign === undefined) return false
  if (EQUALS.includes(sign)) return /[^\s=\uff1d]/.test(cell.slice(at))
  return SIGNS.includes(sign) && reachesOut(cell)
}

function reachesOut(cell: string): boolean {
  if (/[\p{L}_]\d*\(/u.test(cell)) return true
  const program = cell.search(/[\p{L}\p{N}_']\|/u)
  if (program >= 0 && cell.indexOf('!', program) >= 0) return true
  return /!\$?[a-z]{1,3}\$?\d/i.test(cell)
}

/** Sees the cells of a CSV as they are to be written: counts those that would run, and can disarm them. */
export class FormulaGuard {
  /** How many cells would run, or were kept from it. */
  cells = 0
  private readonly isSafe: boolean

  /** `isSafe`: a `'` goes before each, which makes text of it in every spreadsheet. */
  constructor(isSafe: boolean) {
    this.isSafe = isSafe
  }

  /** The cell as it is written. One that was guarded does not run, so guarding again changes nothing. */
  cell(value: string): string {
    if (!runsAsFormula(value)) return value
    this.cells++
    return this.isSafe ? `'${value}` : value
  }

  /** One line for the whole CSV. */
  problems(path: string): Problem[] {
    if (this.cells === 0) return []
    const count = this.cells > 1 ? {count: this.cells} : {}
    return [{code: this.isSafe ? 'csv-guarded' : 'csv-formula', path, ...count}]
  }
}
