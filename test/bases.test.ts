import fc from 'fast-check'
import {expect, test} from 'vitest'
import {Bases} from '../src/core/bases.ts'
import {encodePath, relativePath} from '../src/core/href.ts'

const folder = fc
  .array(fc.constantFrom('a', 'ab', 'a b', 'é', '(x)', 'a&amp;', '#'), {maxLength: 4})
  .map(names => names.map(name => `${name}/`).join(''))

test('the way between two folders is the relative path between them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(folder, folder), {maxLength: 8}), pairs => {
      const bases = new Bases()
      for (const [from, to] of pairs) {
        const way = relativePath(encodePath(from), encodePath(to))
        expect(bases.way(bases.of(from), bases.of(to))).toBe(way)
      }
    }),
    {seed: 1},
  )
})

test('folders can be deep', () => {
  const deep = 'a/'.repeat(20_000)
  const bases = new Bases()
  expect(bases.way(bases.of(''), bases.of(deep))).toBe(deep)
  expect(bases.way(bases.of(deep), bases.of('b/'))).toBe(`${'../'.repeat(20_000)}b/`)
})
