import type {Column} from './database.ts'
import {findDateFormat} from './dates.ts'
import {parseRelation} from './relation.ts'

/**
 * What the columns of a database hold. Exports state no types, so the whole column is the evidence: one cell
 * that does not fit makes a column text.
 */

/** Whether a path without white space leads to an attachment of this export, or to where one is missing. */
type IsFile = (href: string) => boolean

/** A number as JSON writes it. `007` and `25%` are text to people, and stay so. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Column kinds by evidence over the whole column (design, section 7). `records` are without the header. */
export function findKinds(
  header: readonly string[],
  records: readonly (readonly string[])[],
  titleColumn: number,
  isFile: IsFile,
): Column[] {
  return header.map((written, column) => {
    const name = written.replace(/^\ufeff/, '')
    if (column === titleColumn) return {name, kind: 'title'}
    return {
      name,
      ...kindOf(
        records.map(record => record[column] ?? ''),
        isFile,
      ),
    }
  })
}

function kindOf(cells: readonly string[], isFile: IsFile): Omit<Column, 'name'> {
  // An unchecked box is `No`, so a column of boxes has no empty cell.
  if (cells.length > 0 && cells.every(isCheckbox)) return {kind: 'checkbox'}
  const filled = cells.filter(cell => cell !== '')
  if (filled.length === 0) return {kind: 'text'}
  if (filled.every(isNumber)) return {kind: 'number'}
  const format = findDateFormat(filled)
  if (format !== undefined) return {kind: 'date', format}
  if (isRelation(filled)) return {kind: 'relation'}
  if (isFiles(filled, isFile)) return {kind: 'files'}
  return {kind: isList(filled) ? 'list' : 'text'}
}

/** Never localised, not even in Korean or German exports. */
function isCheckbox(cell: string): boolean {
  return cell === 'Yes' || cell === 'No'
}

export function isNumber(cell: string): boolean {
  return NUMBER.test(cell)
}

/**
 * Paths of a files cell, as written; beside them it can hold what lies elsewhere on the web. Empty for an empty
 * cell; undefined when something else is left over.
 */
export function parseFiles(cell: string, isFile: IsFile): string[] | undefined {
  if (cell === '') return []
  const items = cell.split(', ')
  return items.every(item => isUrl(item) || isPath(item, isFile)) ? items : undefined
}

/** A word alone names no file: cells lead to files by way of a folder, or with their extension. */
function isPath(text: string, isFile: IsFile): boolean {
  return /[./]/.test(text) && !/\s/.test(text) && isFile(text)
}

function isUrl(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text)
}

/**
 * Most cells are nothing but targets. Not all: a page that the exporter may not see stands as `‣` or as a bare
 * title among them, and one such cell must not cost the column its relations.
 */
function isRelation(filled: readonly string[]): boolean {
  let whole = 0
  let others = 0
  for (const cell of filled) {
    if (parseRelation(cell)) whole++
    else others++
    // More than half of a long column settle it.
    if (whole * 2 > filled.length) return true
    if (others * 2 >= filled.length) return false
  }
  return false
}

/** URLs alone are no files. */
function isFiles(cells: readonly string[], isFile: IsFile): boolean {
  return (
    cells.every(cell => parseFiles(cell, isFile) !== undefined) &&
    cells.some(cell => cell.split(', ').some(item => isPath(item, isFile)))
  )
}

/**
 * Options of a multi-select come again in other rows; the clauses of a sentence do not. So at least half of
 * the parts must be in more than one cell.
 */
function isList(cells: readonly string[]): boolean {
  if (!cells.some(cell => cell.includes(', ')) || cells.some(cell => cell.includes('\n'))) return false
  const seen = new Set<string>()
  const again = new Set<string>()
  for (const cell of cells) {
    for (const part of new Set(cell.split(', '))) (seen.has(part) ? again : seen).add(part)
  }
  return again.size * 2 >= seen.size
}
