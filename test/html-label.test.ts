import fc from 'fast-check'
import {expect, test} from 'vitest'
import {repeatedLabel} from '../src/core/rewrite/html-text.ts'

const character = fc.constantFrom('a', 'b', 'l', '.', ' ', 'é', '語', '😀', '&', '/', '(')
const path = fc
  .string({unit: character, minLength: 1, maxLength: 12})
  .map(name => `x/${name.replace(/^\/+|\/+$/g, '')}z${name.length % 2 ? '.pdf' : ''}`)
const target = {href: 'new/Name.pdf', name: 'Name.pdf'}

test('a label that repeats the link is known, however often the link was encoded', () => {
  const times = fc.nat(2)
  fc.assert(
    fc.property(path, times, times, (path, ofHref, ofLabel) => {
      const encoded = (text: string, times: number) =>
        Array.from({length: times}).reduce<string>(made => encodeURI(made), text)
      const href = encoded(path, ofHref)
      const label = encoded(path, Math.min(ofHref, ofLabel))
      expect(repeatedLabel(label, href, target)).toBe('new/Name.pdf')
      expect(repeatedLabel(label.slice(label.lastIndexOf('/') + 1), href, target)).toBe('Name.pdf')
    }),
    {seed: 1, numRuns: 3000},
  )
})

test('a label that ends like the link is no repetition of it', () => {
  for (const label of ['pdf', '.pdf', 'yz.pdf', 'All html']) {
    expect(repeatedLabel(label, 'x/%C3%A9z.pdf', target)).toBeUndefined()
    expect(repeatedLabel(label, 'x/All.html', target)).toBeUndefined()
  }
})
