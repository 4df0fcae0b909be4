import {expect, test} from 'vitest'
import type {RowPage} from '../src/core/rows.ts'
import {findTitleColumn} from '../src/core/title-column.ts'

function pages(...titles: string[]): RowPage[] {
  return titles.map((title, entry) => ({
    entry,
    id: `${entry}`.repeat(32),
    title,
    stem: title,
    properties: '',
  }))
}

test('the column of titles is the first, unless another one names clearly more pages', () => {
  const records = [
    ['Ann', 'Tea'],
    ['Bob', 'Milk, cold'],
    ['Ann', `${'x'.repeat(60)}`],
  ]
  const given = pages('Tea', 'Milk, cold', 'x'.repeat(50))
  expect(findTitleColumn(['Who', 'What'], records, given)).toBe(1)
  expect(findTitleColumn(['Who', 'What'], records, pages('Ann', 'Tea'))).toBe(0)
  expect(findTitleColumn(['Who', 'What'], records, [])).toBe(0)
  expect(findTitleColumn([], [], given)).toBe(0)
})
