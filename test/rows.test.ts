import {expect, test} from 'vitest'
import {matchRows, type RowPage} from '../src/core/rows.ts'

// Random databases and real exports are in `rows-*.test.ts`.
const ID = '0123456789abcdef0123456789abcdef'
const OTHER = 'fedcba9876543210fedcba9876543210'

/** Pages by what they are called; each has the next id, and its place in the list as its entry. */
function pages(...given: (string | Partial<RowPage>)[]): RowPage[] {
  return given.map((one, entry) => {
    const page = typeof one === 'string' ? {title: one} : one
    const id = entry.toString(16).padStart(12, '0') + '4000' + '0'.repeat(16)
    const title = page.title ?? page.stem ?? 'Untitled'
    return {entry, id, title, stem: title, properties: '', ...page}
  })
}

function match(
  text: string[][],
  given: RowPage[],
  namedBy: ReadonlyMap<number, readonly string[]> = new Map(),
) {
  const [header = [], ...records] = text
  return matchRows({header, records, titleColumn: 0}, given, entry => namedBy.get(entry) ?? [])
}

const pageOf = (...given: Parameters<typeof match>) => match(...given).pageOf

test('a row meets the page of its title', () => {
  expect(match([['Name'], ['Tea'], ['Coffee']], pages('Coffee', 'Tea'))).toEqual({
    pageOf: [1, 0],
    without: 0,
    ambiguous: 0,
    extra: [],
  })
})

test('a row without page and a page without row are told', () => {
  expect(match([['Name'], ['Tea'], ['Milk']], pages('Tea', 'New drink'))).toEqual({
    pageOf: [0, undefined],
    without: 1,
    ambiguous: 0,
    extra: [1],
  })
})

test('the exact title comes before one that only has the same name', () => {
  const given = pages({title: 'a: b', stem: 'a b'}, {title: 'a? b', stem: 'a b'}, 'a b')
  expect(pageOf([['Name'], ['a? b'], ['a b'], ['a: b']], given)).toEqual([1, 2, 0])
})

test.each([
  ['a comma and a quote', 'Tea, "green"', 'Tea, "green"', 'Tea, green'],
  ['a slash, when only the name is left', 'Tea/milk', 'Tea milk', 'Tea milk'],
  ['spaces around it', '  Tea ', 'Tea', 'Tea'],
  ['a date behind @', '@December 1, 2024 ', '@December 1, 2024', '@December 1, 2024'],
  ['marks in the heading only', 'Bold tea', '**Bold** tea', 'Bold tea'],
  ['a newline, of which the heading shows the first line', 'Tea\nand milk', 'Tea', 'Tea and milk'],
  [
    'a newline behind a long first line',
    `${'long '.repeat(12)}end\nand more`,
    `${'long '.repeat(12)}end`,
    'long '.repeat(10),
  ],
  ['another Unicode form', 'Caf\u00e9', 'Cafe\u0301', 'Cafe\u0301'],
  ['a cut name and no heading', 'x'.repeat(60), 'x'.repeat(50), 'x'.repeat(50)],
  ['a cut inside an NFD name', '\u00e9'.repeat(30), 'e\u0301'.repeat(25), 'e\u0301'.repeat(25)],
  ['a name of Object.prototype', '__proto__', '__proto__', '__proto__'],
])('a title with %s', (_, cell, title, stem) => {
  expect(pageOf([['Name'], [cell], ['Milk']], pages('Milk', {title, stem}))).toEqual([1, 0])
})

test('a page that tells another title is not meant, though both are cut to one name', () => {
  const start = 'x'.repeat(50)
  const given = pages({title: `${start} one`, stem: start})
  expect(match([['Name'], [`${start} two`]], given)).toMatchObject({pageOf: [undefined], without: 1})
})

test.each(['Untitled', '無題'])('an empty title is the page %s', word => {
  const table = [['Name'], [''], ['Tea']]
  expect(pageOf(table, pages('Tea', word))).toEqual([1, 0])
  expect(pageOf(table, pages('Tea', {title: '', stem: ''}))).toEqual([1, 0])
})

test('an empty title and a title that says Untitled differ by their properties or not at all', () => {
  const table = [
    ['Name', 'Status'],
    ['', 'Done'],
    ['Untitled', 'Open'],
  ]
  const given = pages(
    {title: 'Untitled', properties: 'Status: Open'},
    {title: 'Untitled', properties: 'Status: Done'},
  )
  expect(pageOf(table, given)).toEqual([1, 0])
  expect(match([['Name'], [''], ['Untitled']], pages('Untitled'))).toMatchObject({ambiguous: 2})
})

test('rows of one title are told apart by their other properties', () => {
  const table = [
    ['Name', 'Status', 'Notes'],
    ['Tea', 'Done', 'one\ntwo: 2'],
    ['Tea', '', 'hot'],
    ['Tea', 'Open', ''],
  ]
  const given = pages(
    {title: 'Tea', properties: 'Status: Open'},
    {title: 'Tea', properties: 'Notes: hot'},
    {title: 'Tea', properties: 'Notes: one\ntwo: 2\nStatus: Done'},
  )
  expect(pageOf(table, given)).toEqual([2, 1, 0])
})

test('the page that contradicts least is taken, if only one does', () => {
  const table = [
    ['Name', 'A', 'B', 'C'],
    ['Tea', '1', '2', '3'],
    ['Milk', '4', '5', '6'],
  ]
  const milk = {title: 'Milk', properties: 'A: 4\nB: 5\nC: 6'}
  const near = {title: 'Tea', properties: 'A: 1\nB: 2\nC: other'}
  const far = {title: 'Tea', properties: 'A: 1\nB: other\nC: other'}
  expect(pageOf(table, pages(milk, far, near))).toEqual([2, 0])
  expect(match(table, pages(milk, near, near))).toMatchObject({pageOf: [undefined, 0], ambiguous: 1})
})

test('a namesake of which everything is different is not the page', () => {
  const table = [
    ['Name', 'A', 'B'],
    ['Tea', '1', '2'],
    ['Milk', '3', '4'],
    ['Ale', '5', '6'],
  ]
  const given = pages(
    {title: 'Tea', properties: 'A: 3\nB: 6'},
    {title: 'Milk', properties: 'A: 3\nB: 4'},
    {title: 'Ale', properties: 'A: 5\nB: 6'},
  )
  expect(match(table, given)).toEqual({pageOf: [undefined, 1, 2], without: 1, ambiguous: 0, extra: [0]})
})

test('relations are compared by id and files by name, wherever their paths begin', () => {
  const table = [
    ['Name', 'Project', 'Files'],
    ['Tea', `One (Dir/P/One%20${ID}.csv), Two (https://www.notion.so/Two-${OTHER}?pvs=21)`, ''],
    ['Tea', `One (Dir/P/One%20${ID}.csv)`, 'Dir/a%20b.png, Dir/c.pdf'],
    ['Tea', `One (Dir/P/One%20${ID}.csv)`, 'Dir/c.pdf'],
  ]
  const given = pages(
    {title: 'Tea', properties: `Files: ../c.pdf\nProject: One (../P/One%20${ID}.md)`},
    {title: 'Tea', properties: `Files: ../c.pdf, ../a%20b.png\nProject: One (../P/One%20${ID}.md)`},
    {title: 'Tea', properties: `Project: Two (../Q/Two%20${OTHER}.md), One (../P/One%20${ID}.md)`},
  )
  expect(pageOf(table, given)).toEqual([2, 1, 0])
})

test('a property can have a colon in its name, a checkbox says Yes or No, and no name is special', () => {
  const table = [
    ['Name', 'A', 'A: b', '__proto__'],
    ['Tea', 'x', 'Yes', 'p'],
    ['Tea', 'x', 'No', 'p'],
  ]
  const given = pages(
    {title: 'Tea', properties: 'A: b: No\nA: x\n__proto__: p'},
    {title: 'Tea', properties: 'A: b: Yes\nA: x\n__proto__: p'},
  )
  expect(pageOf(table, given)).toEqual([1, 0])
})

test('a line of a value that looks like another property is found out', () => {
  const table = [
    ['Name', 'A', 'B'],
    ['Tea', 'x\nB: 2', '1'],
    ['Tea', 'x', '2'],
    ['Tea', 'y', '2'],
  ]
  const texts = ['B: 2\nA: x', 'A: x\nB: 2\nB: 1', 'A: y\nB: 2']
  expect(pageOf(table, pages(...texts.map(properties => ({title: 'Tea', properties}))))).toEqual([1, 0, 2])
})

test('a column that pages write in another way says nothing', () => {
  const table = [
    ['Name', 'Due', 'A'],
    ['Tea', 'May 2', '1'],
    ['Milk', 'May 3', '2'],
  ]
  const given = pages(
    {title: 'Tea', properties: 'Due: 2023-05-02\nA: 1'},
    {title: 'Milk', properties: 'Due: 2023-05-03\nA: 2'},
  )
  expect(pageOf(table, given)).toEqual([0, 1])
})

test('rows alike in every cell meet as many pages in order of id', () => {
  const [one, two, three] = pages('Tea', 'Tea', 'Tea')
  const table = [
    ['Name', 'Status'],
    ['Tea', 'Done'],
    ['Tea', 'Done'],
    ['Tea', 'Done'],
  ]
  expect(pageOf(table, [three!, one!, two!])).toEqual([0, 1, 2])
  expect(match(table, [one!, two!])).toEqual({
    pageOf: [undefined, undefined, undefined],
    without: 0,
    ambiguous: 3,
    extra: [0, 1],
  })
})

test('rows that differ only where pages say nothing are left open', () => {
  const table = [
    ['Name', 'Status'],
    ['Tea', 'Done'],
    ['Tea', 'Open'],
  ]
  expect(match(table, pages('Tea', 'Tea'))).toMatchObject({pageOf: [undefined, undefined], ambiguous: 2})
})

test('what other databases call a page decides between titles that are cut to one name', () => {
  const stem = 'x'.repeat(50)
  const table = [['Name'], [`${stem} one`], [`${stem} two`]]
  expect(match(table, pages({stem}, {stem}))).toMatchObject({ambiguous: 2})
  expect(pageOf(table, pages({stem}, {stem}), new Map([[0, [`${stem} two`]]]))).toEqual([1, 0])
})

test('a page with an edited title is found when two properties name it and nobody else', () => {
  const table = [
    ['Name', 'A', 'B'],
    ['Tea', '1', '2'],
    ['Milk', '3', '4'],
    ['Ale', '3', ''],
  ]
  const edited = {title: 'Green tea', properties: 'A: 1\nB: 2'}
  expect(pageOf(table, pages('Milk', edited, {title: 'Ale', properties: 'A: 3'}))).toEqual([1, 0, 2])
  const twice = match([...table, ['Rum', '1', '2']], pages('Milk', edited, 'Ale'))
  expect(twice).toMatchObject({pageOf: [undefined, 0, 2, undefined], without: 2, extra: [1]})
  const one = match(
    [
      ['Name', 'A'],
      ['Tea', '1'],
    ],
    pages({title: 'Green tea', properties: 'A: 1'}),
  )
  expect(one).toMatchObject({pageOf: [undefined], without: 1, extra: [0]})
})

test('no records, no pages, short records, an empty header', () => {
  expect(match([['Name']], pages('Tea'))).toMatchObject({pageOf: [], extra: [0]})
  expect(match([['Name'], ['Tea']], [])).toMatchObject({pageOf: [undefined], without: 1})
  expect(pageOf([['Name', 'A', 'B'], ['Tea'], []], pages('Untitled', 'Tea'))).toEqual([1, 0])
  expect(matchRows({header: [], records: [], titleColumn: 0}, []).pageOf).toEqual([])
})
