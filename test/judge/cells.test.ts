/** The judge's reading of cells, tables and property lines, on what Notion wrote in each era. */
import {describe, expect, test} from 'vitest'
import {isJoined, notionName, readRelations} from './cells.ts'
import {readInline} from './inline.ts'
import {readBlock} from './rows.ts'
import {readTable} from './table.ts'

const A = 'a1'.repeat(16)
const B = 'b2'.repeat(16)
const label = (cell: string) => readRelations(cell)?.map(one => [one.label, one.id])

describe('relations', () => {
  test.each([
    ['paths only', `../In/X%20${A}.md, ../In/Y%20(z)%20${B}.md`, [undefined, undefined]],
    ['URLs only', `https://www.notion.so/X-${A}, https://www.notion.so/${B}`, [undefined, undefined]],
    ['titles', `X (In/X%20${A}.csv), Y (In/Y%20${B}.md)`, ['X', 'Y']],
    [
      'titles with URLs',
      `X (https://www.notion.so/X-${A}?pvs=21), Y (https://app.notion.com/p/Y-${B}?pvs=21)`,
      ['X', 'Y'],
    ],
    [
      'commas and brackets',
      `X, (y), z (In/X%20(y)%20${A}.md), f(x) (In/f(x)%20${B}.md)`,
      ['X, (y), z', 'f(x)'],
    ],
    ['newlines', `X\ny (In/X%20${A}.md), Z  (In/Z%20${B}.md)`, ['X\ny', 'Z ']],
    ['no title', ` (In/X%20${A}.md), Y (In/Y%20${B}.md)`, [undefined, 'Y']],
  ])('%s', (_name, cell, labels) => {
    expect(label(cell)).toEqual([
      [labels[0], A],
      [labels[1], B],
    ])
  })

  test.each([`see In/X%20${A}.md now`, `X (In/X%20${A}.md) and more`, 'plain, words', `page ${A}`, ''])(
    'no relation: %j',
    cell => {
      expect(readRelations(cell)).toBeUndefined()
    },
  )

  test('titles are told apart by what they should be, not by commas', () => {
    expect(isJoined('a, b, c', [['a, b'], ['c', 'd']])).toBe(true)
    expect(isJoined('c, a, b', [['a, b'], ['c', 'd']])).toBe(false)
    expect(isJoined('a, b, c', [['a'], ['b']])).toBe(false)
  })
})

test('names on disk', () => {
  expect(notionName(' a: b/c.d ')).toBe('a b c d')
  expect([...notionName('🧠'.repeat(60))]).toHaveLength(50)
})

describe('property lines', () => {
  const names = new Set(['A', 'A: b', 'Note', 'Done'])
  const read = (text: string, values?: Record<string, string>) =>
    readBlock(text, names, values && new Map(Object.entries(values))).properties.map(
      ({name, value}) => `${name}=${value}`,
    )

  test('of names with colons, values over lines, and a body that looks like one', () => {
    expect(read('# T\n\nA: b: c\nNote: one\ntwo\nDone: Yes\n\nDone: no')).toEqual([
      'A: b=c',
      'Note=one\ntwo',
      'Done=Yes',
    ])
  })
  test('that are none', () => {
    expect(read('# T\n\nOther: x\nA: y')).toEqual([])
    expect(read('# T')).toEqual([])
  })
  test('with blank lines that the record knows', () => {
    const text = '# T\n\nNote: one\n\ntwo\nDone: Yes\n\nbody'
    expect(read(text)).toEqual(['Note=one'])
    expect(read(text, {Note: 'one\n\ntwo'})).toEqual(['Note=one\n\ntwo', 'Done=Yes'])
    expect(read('# T\n\nNote: one\n\nDone: Yes\n\nbody', {Note: 'one\n'})).toEqual(['Note=one\n', 'Done=Yes'])
    expect(read('# T\n\nNote: one\n\n# body', {Note: 'one\n'})).toEqual(['Note=one'])
  })
})

test('tables', () => {
  const table = readTable('# T\n\n| A | B |\n| :-- | --- |\n| a\\|b |  |\n| [x](y.md) | ☑ |\n\nmore')
  expect(table).toEqual({
    header: ['A', 'B'],
    rows: [
      ['a|b', ''],
      ['[x](y.md)', '☑'],
    ],
    rest: '\nmore',
  })
  expect(readTable('| A | B |\n| --- |\n| a | b |')).toBeUndefined()
})

test('inline Markdown', () => {
  expect(readInline('[a\\]b](c.md), ![d](e.png)<br>f')).toEqual([
    {type: 'link', text: 'a]b', url: 'c.md'},
    {type: 'text', text: ', ', url: ''},
    {type: 'image', text: 'd', url: 'e.png'},
    {type: 'text', text: '\nf', url: ''},
  ])
})
