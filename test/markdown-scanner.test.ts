import {describe, expect, test, vi} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import {type FoundLink, findMarkdownLinks, markdownEdits} from '../src/core/rewrite/markdown.ts'
import {BlockPass} from '../src/core/rewrite/markdown-blocks.ts'
import {type Interest, PageInterest} from '../src/core/rewrite/markdown-interest.ts'
import {realPages} from './markdown-exports.ts'
import {allPlaces, foundPlaces, treeLinks} from './markdown-oracle.ts'
import {type RandomOptions, randomMarkdown} from './markdown-random.ts'

vi.setConfig({testTimeout: 120_000})

/**
 * Targets that CommonMark cannot read, replaced by ones of the same length that it can: what remark
 * finds then is what must have been found.
 */
function readable(text: string, links: readonly FoundLink[]): {text: string; links: FoundLink[]} {
  let result = text
  const made = links.map((link): FoundLink => {
    if (link.kind !== 'notion' || link.labelStart === link.labelEnd) return link
    const href = 'n'.repeat(link.href.length)
    result = result.slice(0, link.start) + href + result.slice(link.end)
    return {...link, href, kind: 'inline'}
  })
  return {text: result, links: made}
}

/** Notion's links where remark sees none: in HTML, in captions of images. */
function hasHiddenNotion(text: string, links: readonly FoundLink[]): boolean {
  return links.some(link => {
    if (link.kind !== 'notion') return false
    const inCaption = links.some(
      outer => outer.use === 'embed' && outer.labelStart < link.labelStart && outer.labelEnd > link.end,
    )
    return inCaption || /<[a-z!?/]/i.test(text)
  })
}

/**
 * Where CommonMark takes a parenthesis of the text around for the one that a path lacks. Without it, what
 * stands around nests otherwise, so that remark cannot be asked about the rest; the laws on random exports
 * hold these links against what they mean.
 */
function hasCutShort(text: string, links: readonly FoundLink[]): boolean {
  const read = treeLinks(text)
  return links.some(
    ({kind, labelStart, href}) =>
      kind === 'notion' &&
      read.some(place => {
        const [at, , longer] = place.split(' ')
        return Number(at) === labelStart && longer!.startsWith(href) && longer !== href
      }),
  )
}

/** `[1]: [Paper](https://…)`: a definition for CommonMark, a sentence with a link for who wrote it and for us. */
const SENTENCE = /\]:\s*\S*\]\(/

function mismatch(text: string, parser?: 'scanner' | 'remark'): string | undefined {
  if (SENTENCE.test(text)) return undefined
  const {links} = findMarkdownLinks(text, parser ? {parser} : {})
  if (hasHiddenNotion(text, links) || hasCutShort(text, links)) return undefined
  const page = readable(text, links)
  const expected = treeLinks(page.text)
  const found = foundPlaces(page.text, page.links)
  if (JSON.stringify(expected) === JSON.stringify(found)) return undefined
  return JSON.stringify({text, expected, found})
}

function mismatches(
  from: number,
  to: number,
  options: RandomOptions,
  parser?: 'scanner' | 'remark',
): string[] {
  const list: string[] = []
  for (let seed = from; seed < to && list.length < 5; seed++) {
    const found = mismatch(randomMarkdown(seed, options), parser)
    if (found !== undefined) list.push(`${seed}: ${found}`)
  }
  return list
}

describe('against remark', () => {
  test('ten thousand documents: the same links in the same places', () => {
    expect(mismatches(0, 10_000, {})).toEqual([])
  })

  test('targets that CommonMark cannot read, once they are ones that it can', () => {
    expect(mismatches(20_000, 25_000, {plain: true})).toEqual([])
    let compared = 0
    for (let seed = 20_000; seed < 25_000; seed++) {
      const text = randomMarkdown(seed, {plain: true})
      const {links} = findMarkdownLinks(text)
      if (links.some(link => link.kind === 'notion') && !hasHiddenNotion(text, links)) compared++
    }
    expect(compared).toBeGreaterThan(500)
  })

  test('long documents, of which remark reads only parts', () => {
    const list: string[] = []
    for (let seed = 0; seed < 700; seed++) {
      const parts = Array.from({length: 6}, (_, i) => randomMarkdown(100_000 + seed * 6 + i, {tabs: i === 2}))
      const between = ['\n\nword\n\n', '\n\n# word\n\n', '\n', '\n\n'][seed % 4]!
      const found = mismatch(parts.join(between))
      if (found !== undefined) list.push(found)
    }
    expect(list).toEqual([])
  })

  test('with tabs', () => {
    expect(mismatches(10_000, 14_000, {tabs: true})).toEqual([])
  })

  test('with definitions, which go to remark', () => {
    expect(mismatches(14_000, 17_000, {tabs: true, definitions: true})).toEqual([])
  })

  test('the places that are taken from tokens of remark are those of its tree', () => {
    expect(mismatches(17_000, 20_000, {tabs: true, definitions: true}, 'remark')).toEqual([])
  })

  test('the scanner decides nearly all of them, and there is much to decide', () => {
    let remark = 0
    let links = 0
    const kinds = new Map<string, number>()
    for (let seed = 0; seed < 4000; seed++) {
      const found = findMarkdownLinks(randomMarkdown(seed))
      if (found.remark) remark++
      links += found.links.length
      for (const {kind} of found.links) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
    expect(remark).toBeGreaterThan(40)
    expect(remark).toBeLessThan(600)
    expect(links).toBeGreaterThan(8000)
    for (const kind of ['inline', 'attribute', 'html-text', 'notion', 'alt']) {
      expect(kinds.get(kind), kind).toBeGreaterThan(100)
    }
  })
})

/** What is told of a page: the blocks in which something of interest stands, and how many there were in all. */
function told(text: string, interest: Interest, tags: boolean): {blocks: string[]; count: number} {
  const blocks: string[] = []
  let count = 0
  const sink = {
    text(spans: readonly number[], joined: boolean, html: number) {
      count++
      const block = text.slice(spans[0], spans[spans.length - 1])
      if ((tags ? /\]\(|\]:|</ : /\]\(|\]:/).test(block)) blocks.push(JSON.stringify([spans, joined, html]))
    },
    safe() {},
    unsure() {},
  }
  new BlockPass(text, interest, sink).run(0)
  return {blocks, count}
}

test('what is passed over holds nothing, and changes nothing of what is read', () => {
  const everything: Interest = {link: at => at, any: at => at}
  const plain = [
    ...['word', '> word', '- word\n    - word', '1. word', '\tcode', 'word\n===', '- - word\n\n  word'],
    ...['<div>\n\n[a](b)', '> - [a](b)\n>\nword\n\n>      [a](b)'],
  ]
  let [all, read] = [0, 0]
  for (let seed = 0; seed < 4000; seed++) {
    const parts = Array.from({length: 6}, (_, i) =>
      (seed + i) % 3 === 0 ? plain[(seed >> i) % plain.length]! : randomMarkdown(seed * 6 + i),
    )
    const text = parts.join(['\n\n', '\n\n\n', '\n \n'][seed % 3]).replaceAll('\r', '')
    const tags = seed % 2 === 0
    const expected = told(text, everything, tags)
    const found = told(text, new PageInterest(text, tags), tags)
    expect(found.blocks, `seed ${seed}: ${text}`).toEqual(expected.blocks)
    all += expected.count
    read += found.count
  }
  expect(read / all).toBeLessThan(0.95)
})

describe('laws', () => {
  const relink = (href: string) =>
    href.startsWith('new/')
      ? {href, name: 'new'}
      : {href: `new/${href.length}%20x.md`, name: 'a [b] *c* _d_ `e\\'}
  const links = {relink, has: (href: string) => /^[a-z]\)[a-z]/.test(href)}

  test('bytes outside edits are equal, and a second time nothing changes', () => {
    for (let seed = 0; seed < 5000; seed++) {
      const text = randomMarkdown(seed, {definitions: seed % 10 === 0})
      if (hasCutShort(text, findMarkdownLinks(text, {has: links.has}).links)) continue
      const edits = markdownEdits(text, links)
      const once = applyEdits(text, edits)
      let [before, after] = [0, 0]
      for (const {start, end, text: replaced} of edits) {
        const length = start - before
        expect(once.slice(after, after + length)).toBe(text.slice(before, start))
        before = end
        after += length + replaced.length
      }
      expect(once.slice(after)).toBe(text.slice(before))
      expect(applyEdits(once, markdownEdits(once, links)), `seed ${seed}`).toBe(once)
    }
  })

  test('after rewriting, remark finds the new targets and only those', () => {
    for (let seed = 0; seed < 8000; seed++) {
      const text = randomMarkdown(seed, {plain: seed % 2 === 0})
      const {links: found} = findMarkdownLinks(text, {has: links.has})
      if (hasHiddenNotion(text, found) || hasCutShort(text, found)) continue
      const once = applyEdits(text, markdownEdits(text, links))
      const urls = treeLinks(once).map(place => place.slice(place.indexOf(' ') + 1))
      const expected = found
        .filter(
          ({kind, labelStart, labelEnd}) => kind === 'inline' || (kind === 'notion' && labelStart < labelEnd),
        )
        .map(({use, href}) => `${use} ${relink(href.replace(/\\([!-/:-@[-`{-~])/g, '$1')).href}`)
      expect(urls.sort(), `seed ${seed}: ${text}`).toEqual(expected.sort())
    }
  })
})

describe('real exports', async () => {
  const pages = await realPages()
  // biome-ignore lint/suspicious/noConsole: what is skipped must be seen
  if (pages === undefined) console.warn('SKIPPED: ../shared/exports is missing, no real page was read')

  test.skipIf(pages === undefined)('the same links as remark, on every page', () => {
    for (const {name, text} of pages!) expect(mismatch(text), name).toBeUndefined()
  })

  test.skipIf(pages === undefined)('fewer than one page in fifty needs remark', () => {
    const remark = pages!.filter(({text}) => findMarkdownLinks(text).remark)
    expect(pages!.length).toBeGreaterThan(500)
    expect(remark.length / pages!.length).toBeLessThan(0.02)
  })

  test.skipIf(pages === undefined)('where nothing is asked of it, remark finds the same', () => {
    for (const {name, text} of pages!) {
      const scanned = allPlaces(findMarkdownLinks(text, {parser: 'scanner'}).links)
      expect(scanned, name).toEqual(allPlaces(findMarkdownLinks(text, {parser: 'remark'}).links))
    }
  })
})
