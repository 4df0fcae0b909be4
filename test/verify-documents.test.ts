import {describe, expect, test} from 'vitest'
import {readCsv, runsOf} from '../src/verify/csv.ts'
import {rowLinks} from '../src/verify/front-matter.ts'
import {htmlLinks} from '../src/verify/html.ts'
import {markdownLinks} from '../src/verify/markdown.ts'
import {idOfAddress, isMeantForFile, notionsId, placeOf} from '../src/verify/place.ts'

/** What verify sees in documents, one kind at a time. */

const ID = '1a'.repeat(16)

describe('Markdown', () => {
  test.each([
    ['links and images', '[a](b.md) ![c](d.png) [e](<f g.md> "title")', ['b.md', 'd.png', 'f g.md']],
    ['links in links’ labels and lists', '- [![a](b.png)](c.md)\n  > [d](e.md)', ['c.md', 'b.png', 'e.md']],
    ['no code', '`[a](b.md)`\n\n```\n[c](d.md)\n```\n\n    [e](f.md)', []],
    ['no bare address', '<https://example.com/a.md> https://example.com/b.md', []],
    ['a callout', '<aside>\n💡 [a](b.md) ![c](d.png)\n\n</aside>', ['b.md', 'd.png']],
    ['no code in a callout', '<aside>\n`[a](b.md)` <!-- [c](d.md) -->\n</aside>', []],
    ['no pre', '<pre>\n[a](b.md)\n</pre>', []],
    ['tags', 'x <a href="a.md">y</a> <img src="b&amp;c.png">\n', ['a.md', 'b&c.png']],
    ['no other tags', '<script src="a.js"></script>\n\nx <b title="[a](b.md)">y</b>', []],
    ['parentheses', '[a](b(c).md) [d](e%20%28.md)', ['b(c).md', 'e%20%28.md']],
    ['a target that remark cannot read', `[a](b%20(%20${ID}.md)`, [`b%20(%20${ID}.md`]],
    ['no escaped one', `\\[a\\](b%20(%20${ID}.md)`, []],
  ])('%s', (_, text, links) => {
    expect(markdownLinks(text).links).toEqual(links)
  })

  test('definitions count where somebody uses them', () => {
    const {links, definitions} = markdownLinks('[TODO]: fix.\n[1]: a.md\n\n[x][1]')
    expect([links, definitions]).toEqual([[], ['a.md']])
  })

  test('rows of a table stand for themselves', () => {
    const table = '| `a | b |\n| --- | --- |\n| [c](d.md) ` | [e](f.md) |'
    expect(markdownLinks(table, true).links).toEqual(['d.md', 'f.md'])
  })

  test.each([
    ['quotes in quotes', '>'.repeat(200_000)],
    ['emphasis', '*a_ '.repeat(50_000)],
    ['lists in lists', Array.from({length: 3000}, (_, i) => `${' '.repeat(i)}- a`).join('\n')],
    ['brackets', '['.repeat(200_000)],
    ['links', '[a]('.repeat(50_000)],
    ['very much of it', 'words and words\n\n'.repeat(200_000)],
  ])('what keeps a parser busy for hours is searched as text: %s', (_, text) => {
    const start = performance.now()
    expect(markdownLinks(`${text}\n\n[x](y.md)`).unsure).toContain('y.md')
    expect(performance.now() - start).toBeLessThan(5000)
  })
})

describe('front matter', () => {
  const page = (front: string) => `---\ntitle: A\nnotion-id: ${ID}\n${front}---\n\n# A\n\n[x](y.md)`

  test('values are Markdown', () => {
    const front = 'R:\n  - "[a \\"b\\"](c.md)"\nF: |-\n  [d](e.md)\n  `[f](g.md)`\nN: 5\n'
    expect(rowLinks(page(front), ID).links).toEqual(['y.md', 'c.md', 'e.md'])
  })

  test('of others is text', () => {
    expect(rowLinks(page('a: "[b](c.md)"\n'), '2b'.repeat(16)).links).toEqual(['c.md', 'y.md'])
    expect(rowLinks(page('a: [b](c.md): d\n'), ID).links).toEqual(['c.md', 'y.md'])
  })
})

test('HTML: what leads or loads, decoded', () => {
  const html = `<a href="a&amp;b.html">x</a><IMG SRC='c.png' data-notion-image="d.png"><p title="e.md">f.md</p><!-- <a href="g"> -->`
  expect(htmlLinks(html)).toEqual({links: ['a&b.html', 'c.png', 'd.png'], definitions: [], unsure: []})
})

test.each([
  ['never closed', '<i>'.repeat(300_000)],
  ['closed otherwise', '<i>'.repeat(200_000) + '</b>'.repeat(200_000)],
])('HTML that keeps a parser busy for hours is searched as text: %s', (_, text) => {
  const start = performance.now()
  expect(htmlLinks(`${text}<a title="x" href='a&amp;b.html'>`).unsure).toEqual(['a&b.html'])
  expect(performance.now() - start).toBeLessThan(5000)
})

test('CSV: runs without brackets and punctuation', () => {
  expect(readCsv('\ufeffa,b\r\n"x, ""y""\n",z\r\n\r\n')).toEqual([
    ['a', 'b'],
    ['x, "y"\n', 'z'],
  ])
  expect(readCsv('a\n"b')).toBeUndefined()
  const cell = 'Title (a%20b.md), see c.md.'
  expect([...runsOf(cell)].map(({href, start}) => [href, start])).toEqual([
    ['Title', 0],
    ['a%20b.md', 7],
    ['see', 18],
    ['c.md', 22],
  ])
})

describe('places', () => {
  test.each([
    ['b.md', 'A/b.md'],
    ['../b%20c.md#x', 'b c.md'],
    ['b.md?x#y', 'A/b.md'],
    ['./B/../c.md', 'A/c.md'],
    ['../../c.md', '../c.md'],
    ['e%CC%81.md', 'A/é.md'],
    ['mailto:a@b.c', undefined],
    ['https://example.com/a.md', undefined],
    ['//example.com/a.md', undefined],
    ['/a.md', undefined],
    ['#a', undefined],
    ['?a', undefined],
    ['100%.md', undefined],
    ['', undefined],
  ])('%s', (href, place) => {
    expect(placeOf('A/page.md', href)).toBe(place)
  })

  test('what people type as links is not meant for a file', () => {
    expect(['www.example.com', 'a@b.co', 'word', 'Folder/', '..'].filter(isMeantForFile)).toEqual([])
    expect(['a.md', 'a/b', `${ID}`, '../b.png'].filter(isMeantForFile)).toHaveLength(4)
  })

  test('names and addresses of Notion’s', () => {
    expect(notionsId(`A/B%20${ID}.md`)).toBe(ID)
    expect(notionsId(`A/#1%20${ID}_all.csv`)).toBe(ID)
    expect(notionsId(`A/${ID}.png`)).toBeUndefined()
    expect(notionsId(`A/x${ID}.md`)).toBeUndefined()
    expect(idOfAddress(`https://www.notion.so/team/Title-${ID}?pvs=4`)).toBe(ID)
    expect(idOfAddress(`https://app.notion.com/p/${ID}`)).toBe(ID)
    expect(idOfAddress(`https://x.notion.site/a?p=${ID}`)).toBe(ID)
    expect(idOfAddress(`https://example.com/${ID}`)).toBeUndefined()
  })
})
