import {expect, test} from 'vitest'
import {fuzz} from './fuzzing.ts'
import {makeMutant} from './mutants.ts'

/** A few seconds; `npm run fuzz` does the same for as long as one likes. */
test('whatever is wrong with an input, it is repaired or refused, and told truly', async () => {
  const {done, accepted, refused, faults} = await fuzz({seed: 0, count: 300, keepIn: 'out/fuzz'})
  expect(faults).toEqual([])
  expect(done).toBe(300)
  // Were all refused, or none, the mutants would be the wrong ones.
  expect(accepted).toBeGreaterThan(100)
  expect(refused.size).toBeGreaterThan(4)
})

test('a mutant is made again by its numbers', async () => {
  for (const number of [3, 77, 1234]) {
    const [one, two] = [await makeMutant(5, number), await makeMutant(5, number)]
    expect(two.archive.equals(one.archive)).toBe(true)
  }
})
