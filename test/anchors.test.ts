import {expect, test} from 'vitest'
import {fixExport, memorySink, memorySource} from '../src/index.ts'
import type {Source} from '../src/io.ts'
import {Anchors} from '../src/run/anchors.ts'
import {gather} from '../src/run/gather.ts'

/** Links to blocks of other HTML pages: which of these blocks there are is read when somebody asks. */

const idOf = (page: number) => page.toString(16).padStart(32, 'a')
const nameOf = (page: number) => `P${page} ${idOf(page)}.html`
const dashed = (id: string) => id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
const blockOf = (page: number) => dashed(idOf(page + 1000))

/** Each page has a block, and links to that of the next one, to one that it lacks, and to a missing file. */
const PAGES = 40
const pages = new Map(
  Array.from({length: PAGES}, (_, page) => {
    const next = (page + 1) % PAGES
    const links = [
      `<a href="${nameOf(next)}#${blockOf(next).replaceAll('-', '')}">a</a>`,
      `<a href="${nameOf(next)}#${blockOf(page)}">b</a>`,
      `<a href="${nameOf(0)}#${blockOf(0)}">c &amp; d</a>`,
      `<a href="${nameOf(next)}#top">e</a>`,
      '<img src="Lost/x.png"/>',
    ]
    const body = `<p id="${blockOf(page)}">${links.join(' ')}</p>`
    return [
      nameOf(page),
      `<html><head><title>P${page}</title></head><body><article id="${dashed(idOf(page))}">${body}</article></body></html>`,
    ]
  }),
)

async function fixed(source: Source) {
  const out = new Map<string, Uint8Array>()
  const report = await fixExport([source], {output: memorySink(out)})
  return {report, textOf: (path: string) => new TextDecoder().decode(out.get(path))}
}

test('links keep the blocks that there are, and nothing is told twice', async () => {
  const {report, textOf} = await fixed(memorySource(pages))
  for (let page = 0; page < PAGES; page++) {
    const next = (page + 1) % PAGES
    const hrefs = [...textOf(`P${page}.html`).matchAll(/href="([^"]*)"/g)].map(match => match[1])
    expect(hrefs).toEqual([
      `P${next}.html#${blockOf(next)}`,
      `P${next}.html`,
      `P0.html#${blockOf(0)}`,
      `P${next}.html#top`,
    ])
  }
  expect(report.problems.map(({code}) => code)).toEqual(Array(PAGES).fill('file-missing'))
  expect(report.missing).toHaveLength(PAGES)
  expect(report.repaired.links).toBe(4 * PAGES)
})

test('a page is read for its title, to be rewritten, and once for its blocks, however many ask', async () => {
  const source = memorySource(pages)
  const reads = new Map<string, number>()
  await fixed({
    ...source,
    async read(entry) {
      reads.set(entry.path, (reads.get(entry.path) ?? 0) + 1)
      return source.read(entry)
    },
  })
  for (const name of pages.keys()) expect(reads.get(name), name).toBe(3)
})

test('pages that ask for one page at the same time have it read once', async () => {
  const source = memorySource(pages)
  let reads = 0
  const anchors = new Anchors(
    gather([
      {
        ...source,
        async read(entry) {
          reads++
          return source.read(entry)
        },
      },
    ]),
  )
  const found = await Promise.all([1, 2, 3].map(() => anchors.whenKnown(() => anchors.of(0))))
  for (const blocks of found) expect(blocks).toContain(blockOf(0))
  expect(reads).toBe(1)
})
