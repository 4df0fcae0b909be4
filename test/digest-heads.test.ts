import fc from 'fast-check'
import {expect, test} from 'vitest'
import {type Ask, digest, digestOfBeginning} from '../src/core/digest.ts'
import {html} from '../src/core/on-demand.ts'
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
      fc.pre(length < text.length)
      const found = digestOfBeginning(ask, beginning)
      if (found === undefined) return
      enough++
      expect(found).toEqual(digest(ask, text))
    }),
    {numRuns: 4000},
  )
  expect(enough).toBeGreaterThan(1000)
})

/** Pieces that make titles, or look like it. */
const TAGS =
  '<html> <head> <title> </title> </TITLE> <title/> <!-- --> <svg> </svg> <style> </style> <body> A &amp; &lt é "'
const htmlPieces = fc
  .array(fc.constantFrom(...TAGS.split(' '), '</title >', '<article id="1">', "<p a='", ' '), {maxLength: 12})
  .map(pieces => pieces.join(''))

test('a beginning that has a title says what the whole HTML page says', async () => {
  await html.load()
  let enough = 0
  fc.assert(
    fc.property(
      fc.constantFrom('<html><head><title>Home', ''),
      htmlPieces,
      fc.nat(60),
      (start, rest, length) => {
        const text = start + rest
        const found = digestOfBeginning('html-title', text.slice(0, length))
        if (found === undefined) return
        enough++
        expect(found).toEqual(digest('html-title', text))
        expect(found.title).toBe(digest('html', text).title)
      },
    ),
    {numRuns: 4000},
  )
  expect(enough).toBeGreaterThan(200)
})

/** What is read of `files` for what is asked of them, in order, and what that says. */
async function readFor(asks: readonly Ask[], files: ReadonlyMap<string, string>) {
  const source = memorySource(files)
  const reads: [string, Want][] = []
  const readMany = async (entries: readonly {path: string}[], want: (entry: never) => Want) =>
    entries.map(entry => {
      const bytes = new TextEncoder().encode(files.get(entry.path)!)
      const wanted = want(entry as never)
      reads.push([entry.path, wanted])
      return wanted === 'head' ? {head: bytes.slice(0, 4001)} : {bytes}
    })
  const found = await readDigests(
    gather([{...source, readMany}]),
    new Map(asks.map((ask, entry) => [entry, ask])),
    {advance: () => {}, signal: undefined, checksums: new Map()},
  )
  return {found, reads}
}

test('what a head leaves open is read whole', async () => {
  const long = `# Title\n\nText: ${'word '.repeat(3000)}\nName: a\n\nmore`
  const files = new Map([
    ['short.md', '# Short\n'],
    ['long.md', long],
    ['title.md', `# ${'é'.repeat(3000)}\nmore`],
  ])
  const {found, reads} = await readFor(['row', 'row', 'title'], files)
  expect(found.get(0)).toEqual({title: 'Short'})
  expect(found.get(1)).toEqual(digest('row', long))
  expect(found.get(2)).toEqual({title: 'é'.repeat(3000)})
  expect(reads).toEqual([
    ['short.md', 'head'],
    ['long.md', 'head'],
    ['title.md', 'head'],
    ['long.md', 'bytes'],
    ['title.md', 'bytes'],
  ])
})

test('an HTML page is read no further than its title, where that is in its head', async () => {
  const body = `</head><body>${'<p>'.repeat(30000)}</body></html>`
  const files = new Map([
    ['usual.html', `<html><head><title>A &amp; b</title>${body}`],
    ['long.html', `<html><head><title>${'é'.repeat(600)}</title>${body}`],
    ['late.html', `${'<p>'.repeat(30000)}<title>Late</title>`],
    ['none.html', `<html><head>${body}`],
  ])
  const {found, reads} = await readFor(Array(4).fill('html-title'), files)
  expect([...found.values()]).toEqual([{title: 'A & b'}, {title: 'é'.repeat(600)}, {title: 'Late'}, {}])
  expect(reads.filter(([, want]) => want === 'bytes').map(([path]) => path)).toEqual([
    'long.html',
    'late.html',
    'none.html',
  ])
})
