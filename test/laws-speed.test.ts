import {expect, test} from 'vitest'
import type {Digest, Entry} from '../src/core/model.ts'
import {plan} from '../src/core/plan.ts'
import {survey} from '../src/core/survey.ts'
import {growTree} from '../src/core/tree.ts'
import {cpuTime} from './cpu-time.ts'

/** The plan takes time in proportion to the export, whatever its shape. */

const ROUNDS = 5

function idOf(n: number): string {
  return n.toString(16).padStart(8, '0') + 'a11e48808000' + '0'.repeat(12)
}

function planMs(paths: readonly string[], maxPath: number | undefined): number {
  const entries: Entry[] = paths.map(path => ({path, size: 1, crc32: 1, time: 0x5b720000}))
  const digests = new Map<number, Digest>(entries.map((_, entry) => [entry, {}]))
  const start = cpuTime()
  const made = plan(survey(growTree(entries), digests), maxPath === undefined ? undefined : {maxPath})
  const took = cpuTime() - start
  expect(new Set(made.paths).size).toBe(paths.length)
  return took
}

const SHAPES: readonly [name: string, count: number, paths: (count: number) => string[], maxPath?: number][] =
  [
    ['equal titles in one folder', 6000, count => fill(count, n => `Tasks/Untitled ${idOf(n)}.md`)],
    [
      'equal attachments but for their case',
      6000,
      count => fill(count, n => `Tasks ${idOf(1)}/${cased(n)}.png`),
    ],
    ['titles that look like numbers', 6000, count => fill(count, n => `Untitled (${n % 500}) ${idOf(n)}.md`)],
    [
      'long titles over the budget',
      6000,
      count => fill(count, n => `${'A long team name '.repeat(3)}/${'A long title '.repeat(4)}${idOf(n)}.md`),
      60,
    ],
    [
      'long attachments over the budget',
      6000,
      count => fill(count, n => `Tasks ${idOf(1)}/${'A long name '.repeat(8)}${n}.png`),
      60,
    ],
    ['folders in folders', 450, count => fill(count, n => `${'Page/'.repeat(n)}Page ${idOf(n)}.md`)],
    [
      'folders in folders, few allowed',
      450,
      count => fill(count, n => `${'Page/'.repeat(n)}Page ${idOf(n)}.md`),
      60,
    ],
  ]

function fill(count: number, path: (n: number) => string): string[] {
  return Array.from({length: count}, (_, n) => path(n))
}

/** `photophotophoto…` in so many ways of writing it. */
function cased(n: number): string {
  const letters = [...'photographphotograph']
  return letters.map((letter, bit) => ((n >> bit) & 1 ? letter.toUpperCase() : letter)).join('')
}

test.each(SHAPES)('%s: twice as many take about twice as long', (_, count, paths, maxPath) => {
  const small = paths(count)
  const large = paths(count * 2)
  let [once, twice] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  // The best of some rounds: on a busy machine a single one says little.
  for (let round = 0; round < ROUNDS && (round < 2 || twice > once * 2.5); round++) {
    once = Math.min(once, planMs(small, maxPath))
    twice = Math.min(twice, planMs(large, maxPath))
  }
  // Three times for twice the text. In a tree of n folders in folders there are n² characters to read.
  const growth = large.join('').length / small.join('').length
  expect(twice / once).toBeLessThan(1.5 * Math.max(2, growth))
})
