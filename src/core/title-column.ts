import type {RowPage} from './rows.ts'
import {countNamed} from './rows-title.ts'

/**
 * Which column holds the titles: 0 unless another column's values name clearly more of the pages, more than
 * twice as many and a quarter of what can be named.
 */
export function findTitleColumn(
  header: readonly string[],
  records: readonly (readonly string[])[],
  pages: readonly RowPage[],
): number {
  if (pages.length === 0) return 0
  // Then no other can name more than twice as many, and none is looked at. Most tell so letter by letter.
  const isNamedByFirst = (count: number) => count * 2 >= pages.length
  if (isNamedByFirst(countTitled(records, pages))) return 0
  const first = countNamed(records, 0, pages)
  if (isNamedByFirst(first)) return 0
  const named = header.map((_, column) => (column === 0 ? first : countNamed(records, column, pages)))
  const most = Math.max(...named)
  const isClear = most > 2 * first && most * 4 >= Math.min(records.length, pages.length)
  return isClear ? named.indexOf(most) : 0
}

/** How many pages have the first cell of a record as their title. No more than that column names in any way. */
function countTitled(records: readonly (readonly string[])[], pages: readonly RowPage[]): number {
  const titles = new Set(records.map(([cell = '']) => cell))
  return pages.filter(({title}) => title.trim() !== '' && titles.has(title)).length
}
