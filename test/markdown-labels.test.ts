import fc from 'fast-check'
import {expect, test} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import {markdownEdits} from '../src/core/rewrite/markdown.ts'

const PIECES =
  'a b x.md .md / %20 %2E %41 A %61 1 4 41 % %4 # & ? %C3%A9 é e %CC%81 \u0301 語 %E8%AA%9E \\. \\_ _ - + = ~'
const piece = fc.constantFrom(...PIECES.split(' '))

function decode(text: string): string {
  try {
    return decodeURIComponent(text).normalize('NFC')
  } catch {
    return text
  }
}

test('a label becomes the new name when it is the path, encoded or not', () => {
  let repeated = 0
  const parts = fc.array(piece, {minLength: 1, maxLength: 4})
  // A label of its own, or the path with some of it written otherwise.
  const encoded = (text: string) => text.replace(/[a-z.]/g, char => `%${char.charCodeAt(0).toString(16)}`)
  const decomposed = (text: string) => text.normalize('NFD')
  const change = fc.constantFrom(encodeURI, decode, encoded, decomposed)
  fc.assert(
    fc.property(parts, parts, parts, fc.boolean(), change, (a, b, c, isOther, written) => {
      const href = `p/${a.join('')}${b.join('')}`.replaceAll('\\', '')
      const label = isOther ? c.join('') : written(href)
      const page = `[${label}](${href})`
      const links = {relink: () => ({href: 'new.md', name: 'New'}), has: () => true}
      const made = applyEdits(page, markdownEdits(page, links))
      const plain = label.replace(/\\([!-/:-@[-`{-~])/g, '$1')
      const isPath = [label, plain].some(text => decode(text) === decode(href))
      const wanted = isPath ? 'New' : label
      if (wanted !== label) repeated++
      expect([page, made]).toEqual([page, `[${wanted}](new.md)`])
    }),
    {seed: 1, numRuns: 20_000},
  )
  expect(repeated).toBeGreaterThan(1000)
})
