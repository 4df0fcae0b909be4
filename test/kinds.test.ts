import {expect, test} from 'vitest'
import {findKinds, parseFiles} from '../src/core/kinds.ts'
import {cpuTime} from './cpu-time.ts'

const ID = '0123456789abcdef0123456789abcdef'
const FILES = new Set(['Docs/a.png', 'Docs/b%20c.pdf', 'Docs/one,%20two.png', 'Done'])
const isFile = (href: string) => FILES.has(href)

/** The kind of one column with these cells. */
function kind(...cells: string[]): string {
  const records = cells.map((cell, row) => [`Row ${row}`, cell])
  return findKinds(['Name', 'X'], records, 0, isFile)[1]!.kind
}

test('a checkbox is exactly Yes or No in every record', () => {
  expect(kind('Yes', 'No', 'No')).toBe('checkbox')
  expect(kind('No')).toBe('checkbox')
  expect(kind('Yes', 'No', 'Maybe')).toBe('text')
  expect(kind('Yes', '')).toBe('text')
  expect(kind('yes', 'No')).toBe('text')
  expect(kind()).toBe('text')
})

test('a number is a JSON number in every filled cell', () => {
  expect(kind('1', '', '-2.50', '1e5', '0')).toBe('number')
  for (const text of ['007', '25%', '$1', '1,000', '+1', '.5', '1.', 'NaN', ' 1', '0x1', '1 2']) {
    expect(kind('1', text)).toBe('text')
  }
  expect(kind('', '')).toBe('text')
})

test('a date has one certain format', () => {
  expect(
    findKinds(
      ['Name', 'Due'],
      [
        ['a', '07/27/2023'],
        ['b', ''],
      ],
      0,
      isFile,
    )[1],
  ).toEqual({
    name: 'Due',
    kind: 'date',
    format: {name: 'month/day/year'},
  })
  expect(kind('03/04/2024')).toBe('text')
  expect(kind('May 2, 2023', 'soon')).toBe('text')
})

test('a relation parses whole in most of its filled cells', () => {
  expect(kind(`A, b (x) (../T/A%20${ID}.md), C (https://www.notion.so/C-${ID}?pvs=21)`, '')).toBe('relation')
  expect(kind(`https://www.notion.so/${ID}`)).toBe('relation')
  expect(kind(`A (../T/A%20${ID}.md)`, 'see B')).toBe('text')
  expect(kind(`A (../T/A%20${ID}.md) and more`)).toBe('text')
  expect(kind(`A (../T/A%20${ID}.md)`, `B (../T/B%20${ID}.md)`, '‣')).toBe('relation')
})

test('files lead to files in every filled cell', () => {
  expect(kind('Docs/a.png, Docs/b%20c.pdf', '', 'Docs/one,%20two.png')).toBe('files')
  expect(kind('Docs/a.png', 'Docs/missing.png')).toBe('text')
  expect(kind('Done')).toBe('text')
})

test('a file can lie elsewhere on the web, but not all of them', () => {
  expect(kind('Docs/a.png', 'https://example.org/b.pdf')).toBe('files')
  expect(kind('https://example.org/b.pdf, Docs/a.png')).toBe('files')
  expect(kind('https://example.org/b.pdf')).toBe('text')
  expect(parseFiles('https://example.org/b.pdf', isFile)).toEqual(['https://example.org/b.pdf'])
})

test('a list has parts that recur', () => {
  expect(kind('A, B', 'A', 'B, C')).toBe('list')
  expect(kind('A, B', 'A', 'C, D')).toBe('text')
  expect(kind('A', 'A')).toBe('text')
  expect(kind('A, B', 'A\nB')).toBe('text')
  expect(kind('Well, well, well')).toBe('text')
  expect(kind('May 2, 2023', 'May 2, 2023')).toBe('date')
})

test('the title column is the title whatever it holds, and a byte order mark is no part of a name', () => {
  const columns = findKinds(['\ufeffDone', '__proto__'], [['Yes', '1'], ['No']], 0, isFile)
  expect(columns).toEqual([
    {name: 'Done', kind: 'title'},
    {name: '__proto__', kind: 'number'},
  ])
  expect(findKinds([], [], -1, isFile)).toEqual([])
})

test('paths of a files cell, as written', () => {
  expect(parseFiles('', isFile)).toEqual([])
  expect(parseFiles('Docs/a.png', isFile)).toEqual(['Docs/a.png'])
  expect(parseFiles('Docs/one,%20two.png, Docs/a.png', isFile)).toEqual(['Docs/one,%20two.png', 'Docs/a.png'])
  for (const cell of [
    'Docs/a.png,',
    'Docs/a.png ',
    'see Docs/a.png',
    'Docs/a.png,Docs/a.png',
    ', ',
    'Done',
  ]) {
    expect(parseFiles(cell, isFile)).toBeUndefined()
  }
})

test('large columns take no time', () => {
  const long = 'word, '.repeat(200_000)
  const started = cpuTime()
  kind(...Array.from({length: 50_000}, (_, i) => `A${i % 9}, B${i % 7}`))
  kind(long, long)
  kind('1'.repeat(1_000_000))
  kind(`${'0123456789abcdef'.repeat(60_000)}.`)
  expect(cpuTime() - started).toBeLessThan(3000)
})
