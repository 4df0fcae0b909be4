import {expect, test} from 'vitest'
import type {Column} from '../src/core/database.ts'
import {findProperties} from '../src/core/property.ts'
import {cpuTime} from './cpu-time.ts'
import {columnsOf, ID, page} from './property-page.ts'

/** The properties of a page by name. */
function read(text: string, columns: readonly Column[], cells?: readonly string[]): [string, string][] {
  const found = findProperties(text, columns, cells)?.properties ?? []
  return found.map(({column, start, valueStart, end}) => {
    const {name} = columns[column]!
    expect(text.slice(start, start + name.length)).toBe(name)
    return [name, text.slice(valueStart, end)]
  })
}

const AB = columnsOf({A: 'text', B: 'text', Tags: 'list'})

test('one line each, in the order of the page', () => {
  expect(read(page('B: two\nA: one'), AB)).toEqual([
    ['B', 'two'],
    ['A', 'one'],
  ])
  const text = page('B: two\nA: one')
  expect(findProperties(text, AB)).toMatchObject({start: 9, end: 22})
})

test('no block: no properties, a first line that is none, no title, no blank line below it', () => {
  expect(findProperties('# Title', AB)).toBeUndefined()
  expect(findProperties('# Title\n', AB)).toBeUndefined()
  expect(findProperties('# Title\n\n', AB)).toBeUndefined()
  expect(findProperties('', AB)).toBeUndefined()
  expect(findProperties(page('Text\nA: one'), AB)).toBeUndefined()
  expect(findProperties(page('C: x\nA: one'), AB)).toBeUndefined()
  expect(findProperties('A: one', AB)).toBeUndefined()
  expect(findProperties('# Title\nA: one', AB)).toBeUndefined()
  expect(findProperties('# Title\n\n\nA: one', AB)).toBeUndefined()
})

test('the title is no property, nor is what is not a name', () => {
  expect(read(page('Name: x'), AB)).toEqual([])
  expect(read(page('A:x'), AB)).toEqual([])
  expect(read(page('A'), AB)).toEqual([])
  expect(read(page(' A: x'), AB)).toEqual([])
})

test('without the record a value runs to the next name, the block to the first blank line', () => {
  expect(read(page('A: one\nmore\nC: unknown\nB: two\nA: again', 'Tags: x'), AB)).toEqual([
    ['A', 'one\nmore\nC: unknown'],
    ['B', 'two\nA: again'],
  ])
})

test('with the record, values run over blank lines and over what looks like a property', () => {
  const cells = ['Title', 'one\n\n\nB: not yet\n---\nTags: neither', 'two', 'x, y']
  const text = page(`A: ${cells[1]}\nB: two\nTags: x, y`, 'A: body\nB: body')
  expect(read(text, AB, cells)).toEqual([
    ['A', cells[1]],
    ['B', 'two'],
    ['Tags', 'x, y'],
  ])
})

test('body text that only looks like a property is left alone', () => {
  expect(read(page('A: one', 'B: two'), AB, ['Title', 'one', '', ''])).toEqual([['A', 'one']])
  // A row without properties: empty ones are omitted, so these lines are the body's.
  expect(read('# Title\n\nA: one\nB: two', AB, ['Title', '', '', ''])).toEqual([])
  expect(read('# Title\n\nA: one\nB: two', AB, ['Title'])).toEqual([])
})

test('a cell that ends in blank lines', () => {
  const cells = ['Title', 'one \n\n', 'two', '']
  expect(read(page('A: one \n\n\nB: two'), AB, cells)).toEqual([
    ['A', 'one \n\n'],
    ['B', 'two'],
  ])
  // As the last property it is trimmed, and what follows is the body.
  expect(read(page('A: one', 'B: body'), AB, ['Title', 'one \n\n', '', ''])).toEqual([['A', 'one']])
  expect(read('# Title\n\nA: one', AB, cells)).toEqual([['A', 'one']])
})

test('another path to the same target is the same value', () => {
  const columns = columnsOf({Rel: 'relation', Files: 'files', Note: 'text'})
  const cells = [
    'Title',
    `A\n\nNote: b (Tags/A%20${ID}.csv), C (Tags/C%20${ID}.csv)`,
    'Db/x.png, Db/y,%20z.pdf',
    `see Db/T%20${ID}.md,\n\nthen https://www.notion.so/T-${ID}?pvs=21 too`,
  ]
  const values = [
    `A\n\nNote: b (../Tags/A%20${ID}.md), C (../Tags/C%20${ID}.md)`,
    '../x.png, ../y,%20z.pdf',
    `see T%20${ID}.md,\n\nthen ../T%20${ID}.md too`,
  ]
  const text = page(`Rel: ${values[0]}\nFiles: ${values[1]}\nNote: ${values[2]}`, 'Note: body')
  expect(read(text, columns, cells)).toEqual([
    ['Rel', values[0]],
    ['Files', values[1]],
    ['Note', values[2]],
  ])
})

test('a value that differs from its cell falls back to lines', () => {
  expect(read(page('A: edited\nmore\nB: two', 'A: body'), AB, ['Title', 'one', 'two', ''])).toEqual([
    ['A', 'edited\nmore'],
    ['B', 'two'],
  ])
  // An empty property does not end a value: it is omitted.
  expect(read(page('A: edited\nTags: more\nB: two'), AB, ['Title', 'one', 'two', ''])).toEqual([
    ['A', 'edited\nTags: more'],
    ['B', 'two'],
  ])
})

test('lines that no column explains lie between the properties', () => {
  const text = page('A: one\nHidden: x\nB: two\nHidden 2: y', 'Body')
  expect(read(text, AB, ['Title', 'one', 'two', ''])).toEqual([
    ['A', 'one'],
    ['B', 'two'],
  ])
  expect(findProperties(text, AB, ['Title', 'one', 'two', ''])!.end).toBe(text.indexOf('\n\nBody'))
})

test('names that hold `: `: the longest that fits, or the one whose cell stands there', () => {
  const columns = columnsOf({A: 'text', 'A: B': 'text', 'A: B: C': 'text'})
  expect(read(page('A: B: x\nA: y'), columns)).toEqual([
    ['A: B', 'x'],
    ['A', 'y'],
  ])
  expect(read(page('A: B: x'), columns, ['Title', 'B: x', '', ''])).toEqual([['A', 'B: x']])
  expect(read(page('A: B: x'), columns, ['Title', '', 'x', ''])).toEqual([['A: B', 'x']])
})

test('names in any language, and those of objects', () => {
  const names = ['🏷️ Tags', '이름', 'Prénom', '__proto__', 'constructor', '#', 'In repo?', ' x ']
  const columns = columnsOf({})
  for (const name of names) columns.push({name, kind: 'text'})
  const text = page(names.map((name, i) => `${name}: ${i}`).join('\n'))
  expect(read(text, columns)).toEqual(names.map((name, i) => [name, `${i}`]))
})

test('two columns of one name', () => {
  const columns: Column[] = [
    {name: 'A', kind: 'text'},
    {name: 'A', kind: 'number'},
  ]
  const found = findProperties(page('A: 1\nA: 2'), columns, ['2', '1'])!
  expect(found.properties.map(property => property.column)).toEqual([1, 0])
})

test('a title that runs over lines', () => {
  const text = '# One\n\ntwo\n\nA: one'
  expect(read(text, AB, ['One\n\ntwo', 'one', '', ''])).toEqual([['A', 'one']])
  expect(read(text, AB)).toEqual([])
})

test('byte order mark, CRLF, trailing spaces, empty values', () => {
  const text = '\ufeff# Title\r\n\r\nA: one\r\n\r\ntwo  \r\nB: 2\r\n\r\nBody'
  expect(read(text, AB, ['Title', 'one\n\ntwo', '2', ''])).toEqual([
    ['A', 'one\r\n\r\ntwo  '],
    ['B', '2'],
  ])
  expect(read(text, AB)).toEqual([['A', 'one']])
  expect(read(page('A: \nB:'), AB)).toEqual([
    ['A', ''],
    ['B', ''],
  ])
})

test('values of megabytes and thousands of columns take no time', () => {
  const columns = columnsOf({A: 'text', B: 'text'})
  for (let i = 0; i < 10_000; i++) columns.push({name: `Column ${i}`, kind: 'text'})
  const started = cpuTime()
  for (const long of ['x\n\n', 'A: x\n', ':', ': ', 'a', '../x/', '\n', ' \n', `(${ID}.md) `, `${ID}`]) {
    const value = `${long.repeat(1_000_000 / long.length)}.`
    const text = page(`A: ${value}\nB: 1`)
    expect(read(text, columns, ['Title', value, '1'])).toHaveLength(2)
    read(text, columns, ['Title', `${value}!`, '1'])
    read(text, columns)
  }
  const many = page(
    columns
      .slice(1)
      .map(({name}) => `${name}: x`)
      .join('\n'),
  )
  expect(read(many, columns)).toHaveLength(10_002)
  expect(cpuTime() - started).toBeLessThan(5000)
})
