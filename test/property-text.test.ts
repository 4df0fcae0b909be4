/** What is kept of a page before its database is known. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {digest} from '../src/core/digest.ts'
import {propertyText} from '../src/core/property-text.ts'

test('ends at the first blank line behind the last column', () => {
  const head = 'A: 1\nmore\n\nB: 2\nmore\n\nC: no column\n'
  expect(propertyText(head, new Set(['A', 'B']))).toBe('A: 1\nmore\n\nB: 2\nmore')
  expect(propertyText(head, new Set(['A']))).toBe('A: 1\nmore')
  expect(propertyText(head, new Set())).toBe('A: 1\nmore')
  expect(propertyText('', new Set(['A']))).toBe('')
})

test('what the columns of all databases leave of a page is enough for those of one', () => {
  const line = fc.constantFrom('A: 1', 'B: 2', 'C:', 'D : 4', ': 5', 'text', '', '')
  const columns = ['A', 'B', 'C', 'D ', '']
  fc.assert(
    fc.property(fc.array(line), fc.subarray(columns), (lines, some) => {
      const head = lines.join('\n')
      const left = propertyText(head, new Set(columns))
      expect(propertyText(left, new Set(some))).toBe(propertyText(head, new Set(some)))
    }),
    {numRuns: 2000},
  )
})

test('of a short page no more is kept than its block', () => {
  const page = `# Tea\n\nA: 1\nB: 2\n\n${'prose '.repeat(200)}`
  expect(digest('row', page, new Set(['A', 'B']))).toEqual({title: 'Tea', properties: 'A: 1\nB: 2'})
})
