import {expect, test} from 'vitest'
import {matchRows, type RowPage} from '../src/core/rows.ts'
import {cpuTime} from './cpu-time.ts'

/**
 * Random databases of which we know the truth: pages and records are made from the same rows, and then some
 * of each are taken away. Names are cut by a rule of our own.
 */

interface Made {
  /** Undefined for a template: a page that no record claims. */
  readonly row: number | undefined
  readonly page: RowPage
}

const HEADER = ['Name', 'Status', 'Notes', 'Due', 'Done', '__proto__']
const TITLES = [
  ...['Tea', 'Tea ', 'Tea?', 'Milk, cold', 'say "hi"', '__proto__', 'constructor', 'two\nlines', 'Caf\u00e9'],
  ...['', '', 'Untitled', '@May 2, 2024 ', 'a: b/c', 'a b c', `${'long '.repeat(11)}one`],
  ...[`${'long '.repeat(11)}two`, `${'\u{1f375}'.repeat(55)}`, '???', '(x), y'],
]
const VALUES = [
  ['', 'Open', 'Done', 'Not now'],
  ['', 'short', 'over\nlines', 'Status: Open', 'x\nStatus: Open', 'a, b', '  spaced '],
  ['', 'May 1, 2024', 'May 2, 2024', 'May 2, 2024 → May 3, 2024'],
  ['No', 'Yes'],
  ['', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
]

function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function shuffled<T>(list: readonly T[], below: (n: number) => number): T[] {
  const keyed = list.map(value => ({value, key: below(1e9)}))
  return keyed.sort((a, b) => a.key - b.key).map(({value}) => value)
}

/** Notion's rule, written a second time. */
function cutName(title: string): string {
  const words = title.split(/[\s./\\:?*"<>|]+/u).filter(word => word !== '')
  return [...words.join(' ')].slice(0, 50).join('') || 'Untitled'
}

function makePage(
  cells: readonly string[],
  entry: number,
  below: (n: number) => number,
  bare: boolean,
): RowPage {
  const lines = cells.flatMap((cell, i) => (i === 0 || cell === '' ? [] : [`${HEADER[i]}: ${cell}`]))
  const stem = cutName(cells[0]!)
  const heading = cells[0]!.split('\n')[0]!.trim() || 'Untitled'
  const id =
    below(2 ** 32)
      .toString(16)
      .padStart(8, '0') +
    entry.toString(16).padStart(4, '0') +
    '8'.repeat(20)
  return {entry, id, title: bare ? stem : heading, stem, properties: shuffled(lines, below).join('\n')}
}

function makeDatabase(seed: number, titles: readonly string[]) {
  const below = random(seed)
  const count = 1 + below(40)
  const bare = below(4) === 0
  const wide = below(3) > 0
  const rows = Array.from({length: count}, () => [
    titles[below(titles.length)]!,
    ...VALUES.map((values, i) => (wide || i > 2 ? values[below(values.length)]! : '')),
  ])
  const made: Made[] = rows.map((cells, row) => ({row, page: makePage(cells, row, below, bare)}))
  for (let i = below(3); i > 0; i--) {
    const cells = [`Template ${i}`, ...VALUES.map(values => (values.includes('No') ? 'No' : ''))]
    made.push({row: undefined, page: makePage(cells, made.length, below, bare)})
  }
  const records = shuffled([...rows.keys()], below)
  return {rows, records, made: shuffled(made, below), bare, below}
}

/** What a person could tell a row by: its title as the page shows it, and its properties. */
function looks(cells: readonly string[], bare: boolean): string {
  const squeezed = cells.map(cell => cell.replace(/\s+/g, ' ').trim())
  const title = bare || cells[0]!.includes('\n') ? cutName(cells[0]!) : cells[0]!.trim() || 'Untitled'
  return JSON.stringify([title, ...squeezed.slice(1)])
}

const SEEDS = Array.from({length: 1500}, (_, seed) => seed)

test('with all rows and all pages: never a wrong pair, and everyone who can be told is found', () => {
  let found = 0
  for (const seed of SEEDS) {
    const {rows, records, made, bare} = makeDatabase(seed, TITLES)
    const result = matchRows(
      {header: HEADER, records: records.map(row => rows[row]!), titleColumn: 0},
      made.map(({page}) => page),
    )
    expectSound(result, made, records.length)
    const counts = countBy(rows.map(cells => looks(cells, bare)))
    records.forEach((row, record) => {
      const entry = result.pageOf[record]
      const cells = rows[row]!
      if (entry === undefined) {
        const isAlone = counts.get(looks(cells, bare)) === 1
        expect(isAlone, `seed ${seed}, row ${JSON.stringify(cells)}`).toBe(false)
        return
      }
      found++
      const truth = made.find(({page}) => page.entry === entry)!.row
      expect(truth, `seed ${seed}: a template`).toBeDefined()
      expect(looks(rows[truth!]!, bare), `seed ${seed}`).toBe(looks(cells, bare))
    })
  }
  expect(found).toBeGreaterThan(20_000)
})

test('with pages missing: never the page of a row that it could be told from', () => {
  let found = 0
  for (const seed of SEEDS) {
    const {rows, records, made, bare, below} = makeDatabase(seed, TITLES)
    const kept = made.filter(() => below(4) > 0)
    const result = matchRows(
      {header: HEADER, records: records.map(row => rows[row]!), titleColumn: 0},
      kept.map(({page}) => page),
    )
    expectSound(result, kept, records.length)
    records.forEach((row, record) => {
      const entry = result.pageOf[record]
      if (entry === undefined) return
      found++
      const truth = made.find(({page}) => page.entry === entry)!.row
      expect(truth, `seed ${seed}: a template`).toBeDefined()
      expect(looks(rows[truth!]!, bare), `seed ${seed}`).toBe(looks(rows[row]!, bare))
    })
  }
  expect(found).toBeGreaterThan(15_000)
})

test('the order of the pages does not matter', () => {
  for (const seed of SEEDS.slice(0, 300)) {
    const {rows, records, made, below} = makeDatabase(seed, TITLES)
    const table = {header: HEADER, records: records.map(row => rows[row]!), titleColumn: 0}
    const pages = made.map(({page}) => page)
    const {pageOf} = matchRows(table, pages)
    expect(matchRows(table, shuffled(pages, below)).pageOf).toEqual(pageOf)
  }
})

function expectSound(result: ReturnType<typeof matchRows>, made: readonly Made[], records: number): void {
  const claimed = result.pageOf.filter(entry => entry !== undefined)
  expect(result.pageOf).toHaveLength(records)
  expect(new Set(claimed).size).toBe(claimed.length)
  expect([...claimed, ...result.extra].sort()).toEqual(made.map(({page}) => page.entry).sort())
  expect(claimed.length + result.without + result.ambiguous).toBe(records)
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const SHAPES: Record<string, (n: number, count: number) => {title: string; own: string; noise?: string}> = {
  'titles of their own': n => ({title: `Row ${n}`, own: `${n % 7}`}),
  'one title, a number of their own': n => ({title: '__proto__', own: `${n}`}),
  'one title, a few values': n => ({title: 'Tea', own: `${n % 90}`}),
  'no title, nothing else': () => ({title: '', own: ''}),
  'one title, a column in which every third page differs': n => ({
    title: 'Tea',
    own: `${n}`,
    noise: n % 3 === 0 ? `other ${n}` : `${n}`,
  }),
  'one cut title': n => ({title: `${'long '.repeat(11)}${n}`, own: `${n % 5}`}),
  'pages that say something else': n => ({title: 'Tea', own: `${n}`, noise: `x${n}`}),
}

test.each(Object.keys(SHAPES))('twice as many rows take about twice as long: %s', name => {
  const make = (count: number) => {
    const all = Array.from({length: count}, (_, n) => SHAPES[name]!(n, count))
    const records = all.map(({title, own}, n) => [title, own, own, `${n % 3}`])
    const pages = all.map(({title, own, noise}, entry): RowPage => {
      const id = entry.toString(16).padStart(32, '0')
      const stem = cutName(title)
      const properties = `B: ${noise ?? own}\nA: ${own}\nC: ${entry % 3}`
      return {entry, id, title: title === '' || title.length > 50 ? stem : title, stem, properties}
    })
    return {table: {header: ['Name', 'A', 'B', 'C'], records, titleColumn: 0}, pages: pages.reverse()}
  }
  const [once, twice] = [make(6000), make(12_000)]
  const time = ({table, pages}: ReturnType<typeof make>) => {
    const start = cpuTime()
    matchRows(table, pages)
    return cpuTime() - start
  }
  let [short, long] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  // Noise only ever adds, so the best of some rounds is compared.
  for (let round = 0; round < 8 && (round < 2 || long > short * 2.6); round++) {
    short = Math.min(short, time(once))
    long = Math.min(long, time(twice))
  }
  expect(long / short).toBeLessThan(3)
})
