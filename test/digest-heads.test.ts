import fc from 'fast-check'
import {expect, test} from 'vitest'
import {digest, isEnough} from '../src/core/digest.ts'
import type {Want} from '../src/io.ts'
import {memorySource} from '../src/memory.ts'
import {readDigests} from '../src/run/digests.ts'
import {gather} from '../src/run/gather.ts'

/** Pages as Notion begins them, and such as nobody would. */
const page = fc
  .tuple(
    fc.constantFrom('', '\ufeff'),
    fc.constantFrom('# ', '#', '## ', ''),
    fc.string({maxLength: 20}),
    fc.constantFrom('\n\n', '\n', '\r\n\r\n', '', '\n\n\n'),
    fc.array(fc.constantFrom('Name: a', `Text: ${'word '.repeat(500)}`, 'plain', '', ':', 'é: ß'), {
      maxLength: 6,
    }),
    fc.constantFrom('', `\n\n${'more '.repeat(600)}`),
  )
  .map(([mark, hashes, title, gap, lines, rest]) => mark + hashes + title + gap + lines.join('\n') + rest)

test.each(['title', 'row'] as const)('a beginning that is enough says what the whole page says: %s', ask => {
  let enough = 0
  fc.assert(
    fc.property(page, fc.nat(4000), (text, length) => {
      const beginning = text.slice(0, length)
      fc.pre(length < text.length && isEnough(ask, beginning))
      enough++
      expect(digest(ask, beginning)).toEqual(digest(ask, text))
    }),
    {numRuns: 2000},
  )
  expect(enough).toBeGreaterThan(1000)
})

test('what a head leaves open is read whole', async () => {
  const long = `# Title\n\nText: ${'word '.repeat(3000)}\nName: a\n\nmore`
  const files = new Map([
    ['short.md', '# Short\n'],
    ['long.md', long],
    ['title.md', `# ${'é'.repeat(3000)}\nmore`],
  ])
  const source = memorySource(files)
  const asked: [string, Want][] = []
  const readMany = async (entries: readonly {path: string}[], want: (entry: never) => Want) =>
    entries.map(entry => {
      const bytes = new TextEncoder().encode(files.get(entry.path)!)
      const wanted = want(entry as never)
      asked.push([entry.path, wanted])
      return wanted === 'head' ? {head: bytes.slice(0, 4001)} : {bytes}
    })
  const found = await readDigests(
    gather([{...source, readMany}]),
    new Map([
      [0, 'row'],
      [1, 'row'],
      [2, 'title'],
    ]),
    {advance: () => {}, signal: undefined, checksums: new Map()},
  )
  expect(found.get(0)).toEqual({title: 'Short'})
  expect(found.get(1)).toEqual(digest('row', long))
  expect(found.get(2)).toEqual({title: 'é'.repeat(3000)})
  expect(asked).toEqual([
    ['short.md', 'head'],
    ['long.md', 'head'],
    ['title.md', 'head'],
    ['long.md', 'bytes'],
    ['title.md', 'bytes'],
  ])
})
