import {expect, test} from 'vitest'
import {fixExport, memorySink, memorySource} from '../src/index.ts'
import {cpuTime} from './cpu-time.ts'

/** A whole run takes time in proportion to the export, whatever stands in its documents. */

type Files = Record<string, string>

function idOf(n: number): string {
  return n.toString(16).padStart(8, '0') + 'a11e48808000' + '0'.repeat(12)
}

/** Ids that differ in their first and last digits, as folders show them. */
function ends(n: number): string {
  const digits = n.toString(16).padStart(4, '0')
  return `${digits}a11ea11e48808000a11ea11e${digits}`
}

const DB = idOf(1)
const HOME = idOf(2)

const SHAPES: readonly [name: string, count: number, files: (count: number) => Files][] = [
  [
    'links to one database',
    6000,
    count => ({
      [`Home ${HOME}.md`]: many(count, n => `[Tasks](Tasks%20${DB}.csv) ${n}\n\n`).join(''),
      [`Tasks ${DB}_all.csv`]: 'Name,Done\nOne,Yes',
      [`Tasks ${DB}/One ${idOf(3)}.md`]: '# One\n\nDone: Yes',
    }),
  ],
  [
    'rows that all relate to one row',
    1500,
    count => ({
      [`Tasks ${DB}_all.csv`]: `Name,Next\n${many(count, n => `Row ${n},Row 0 (Row%200%20${idOf(9)}.md)`).join('\n')}`,
      ...record(count, n => [
        `Tasks ${DB}/Row ${n} ${idOf(n + 9)}.md`,
        `# Row ${n}\n\nNext: Row 0 (Row%200%20${idOf(9)}.md)`,
      ]),
    }),
  ],
  [
    'files of one id',
    1500,
    count => record(count, n => [`Folder ${n}/Home ${HOME}.md`, `[x](../Folder%200/Home%20${HOME}.md)`]),
  ],
  [
    'missing links in one document, their names taken',
    1500,
    count => ({
      [`Home ${HOME}.md`]: many(count, () => '![](pic.png) ').join('\n\n'),
      ...record(count, n => [`${n === 0 ? 'PIC' : `Pic (${n + 1})`}.png`, '']),
    }),
  ],
  [
    'documents with a missing link, its names taken',
    250,
    count => ({
      ...record(count, n => [`Home ${idOf(n)}.md`, '![](pic.png)']),
      ...record(count, n => [`${n === 0 ? 'PIC' : `Pic (${n + 1})`}.png`, '']),
    }),
  ],
  [
    'folders of namesakes',
    1000,
    count => ({
      ...record(count, n => [`Untitled ${ends(n)}.md`, '# Untitled']),
      ...record(count, n => [`Untitled ${ends(n).slice(0, 4)}-${ends(n).slice(-4)}/a.png`, '']),
    }),
  ],
  [
    'a name of nothing but signs',
    30_000,
    count => ({[`${'|'.repeat(count)} ${HOME}.md`]: '# x', [`${'|'.repeat(count)}.png`]: ''}),
  ],
]

function many(count: number, make: (n: number) => string): string[] {
  return Array.from({length: count}, (_, n) => make(n))
}

function record(count: number, make: (n: number) => [string, string]): Files {
  return Object.fromEntries(Array.from({length: count}, (_, n) => make(n)))
}

async function runMs(files: Files): Promise<number> {
  const source = memorySource(new Map(Object.entries(files)))
  const start = cpuTime()
  await fixExport([source], {output: memorySink(new Map())})
  return cpuTime() - start
}

test.each(SHAPES)('%s: twice as many take about twice as long', async (_, count, files) => {
  const [small, large] = [files(count), files(count * 2)]
  let [once, twice] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  // The best of some rounds; a small run is no measure, so what is short counts as 20 ms.
  for (let round = 0; round < 6 && (round < 2 || twice > Math.max(once, 20) * 2.5); round++) {
    once = Math.min(once, await runMs(small))
    twice = Math.min(twice, await runMs(large))
  }
  expect(twice / Math.max(once, 20)).toBeLessThan(3)
})
