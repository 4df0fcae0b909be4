import type {Link, Paragraph, PhrasingContent} from 'mdast'
import {fromMarkdown} from 'mdast-util-from-markdown'
import {expect, test} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import {type PropertyLinks, propertyLineEdits} from '../src/core/property.ts'
import {cpuTime} from './cpu-time.ts'
import {random} from './markdown-random.ts'
import {columnsOf, ID, links, OTHER, page} from './property-page.ts'

const COLUMNS = columnsOf({Rel: 'relation', Files: 'files', Done: 'checkbox', Note: 'text', Tags: 'list'})

/** The page with its property lines repaired; a second time changes nothing. */
function repair(text: string, columns = COLUMNS, cells?: readonly string[], to = links): string {
  const repaired = applyEdits(text, propertyLineEdits(text, columns, cells, to))
  expect(propertyLineEdits(repaired, columns, cells, to)).toEqual([])
  expect(propertyLineEdits(repaired, columns, undefined, to)).toEqual([])
  return repaired
}

/** One line as the only property. */
function line(block: string, cells?: readonly string[]): string {
  const repaired = repair(page(block), COLUMNS, cells)
  return repaired.slice('# Title\n\n'.length, -'\n\nBody.'.length)
}

test('relations become links with the titles of their targets', () => {
  expect(line(`Rel: Old name (../Db/Old%20name%20${ID}.md)`)).toBe('Rel: [Alpha](../Pages/Alpha.md)')
  expect(line(`Rel: ../Db/Old%20name%20${ID}.md, ../Db/x%20${OTHER}.md`)).toBe(
    'Rel: [Alpha](../Pages/Alpha.md), [One, \\[two\\] \\*three\\* (x)](../Pages/One%2C.md)',
  )
  expect(line(`Rel: a, b (c) (https://www.notion.so/x-${'a'.repeat(32)}?pvs=21)`)).toBe(
    `Rel: [a, b (c)](https://www.notion.so/${'a'.repeat(32)})`,
  )
})

test('a relation that leads nowhere stays, and those beside it become links', () => {
  const outside = `https://www.notion.so/${'a'.repeat(32)}`
  expect(line(`Rel: ${outside}`)).toBe(`Rel: ${outside}`)
  expect(line(`Rel: ${outside}, A (../Db/A%20${ID}.md)`)).toBe(`Rel: ${outside}, [Alpha](../Pages/Alpha.md)`)
  const none: PropertyLinks = {
    ...links,
    target: href => (href.includes(ID) ? links.target(href, 'x') : undefined),
  }
  const text = page(`Rel: A (../Db/A%20${ID}.md), B (${outside})`)
  expect(repair(text, COLUMNS, undefined, none)).toBe(page(`Rel: [Alpha](../Pages/Alpha.md), B (${outside})`))
})

test('a title of several lines becomes a link on one line', () => {
  const cell = `a\n\nNote: b (https://www.notion.so/x-${'a'.repeat(32)}?pvs=21)`
  expect(line(`Rel: ${cell}\nNote: x`, ['Title', cell, '', '', 'x'])).toBe(
    `Rel: [a Note: b](https://www.notion.so/${'a'.repeat(32)})  \nNote: x`,
  )
})

test('files become links, images pictures', () => {
  expect(line('Files: ../Files/a%20b.pdf, Files/one,%20two.JPG, Files/x_y.webp')).toBe(
    'Files: [a b.pdf](New/a%20b.pdf), ![one, two.JPG](New/one,%20two.JPG), ![x_y.webp](New/x_y.webp)',
  )
  expect(line('Files: Files/unknown.pdf')).toBe('Files: Files/unknown.pdf')
  expect(line('Files: not a file')).toBe('Files: not a file')
  expect(line('Files: https://example.org/x.pdf, Files/x.pdf')).toBe(
    'Files: https://example.org/x.pdf, [x.pdf](New/x.pdf)',
  )
})

test('checkboxes are ticked or empty; any other value stays', () => {
  expect(line('Done: Yes')).toBe('Done: [x]')
  expect(line('Done: No')).toBe('Done: [ ]')
  expect(line('Done: Maybe')).toBe('Done: Maybe')
  expect(line('Note: Yes')).toBe('Note: Yes')
})

test('mentions of pages and files in text lead where they should', () => {
  expect(line(`Note: see ../Db/A%20${ID}.md, and (Files/a.pdf).`)).toBe(
    'Note: see ../Pages/Alpha.md, and (New/a.pdf).',
  )
  expect(line(`Tags: a, ../Db/A%20${ID}.md`)).toBe('Tags: a, ../Pages/Alpha.md')
  // Links, tags and code are not ours.
  for (const value of [
    `[x](../Db/A%20${ID}.md)`,
    `\`../Db/A%20${ID}.md\``,
    `<a href="../Db/A%20${ID}.md">`,
  ]) {
    expect(line(`Note: ${value}`)).toBe(`Note: ${value}`)
  }
  expect(line(`Note: a < b, ../Db/A%20${ID}.md`)).toBe('Note: a < b, ../Pages/Alpha.md')
})

test('each line but the last ends in exactly two spaces, those of long values too', () => {
  expect(line('Note: one\ntwo \nthree   \nfour\t\nDone: Yes \nTags: a  \nRel: x  ')).toBe(
    'Note: one  \ntwo  \nthree  \nfour  \nDone: [x]  \nTags: a  \nRel: x  ',
  )
  const cells = ['Title', '', '', 'No', 'one\n\ntwo\n', '']
  expect(line('Note: one\n\ntwo\n\nDone: No', cells)).toBe('Note: one  \n\ntwo  \n\nDone: [ ]')
})

test('the body is left alone', () => {
  const body = `Done: Yes\nRel: A (../Db/A%20${ID}.md)\n\nlast`
  expect(repair(page('Tags: a', body), COLUMNS, ['Title', '', '', '', '', 'a'])).toBe(page('Tags: a', body))
  expect(repair(page('Tags: a', body))).toBe(page('Tags: a', body))
  expect(repair('# Title\n\nText\nDone: Yes')).toBe('# Title\n\nText\nDone: Yes')
})

test('byte order mark and CRLF', () => {
  expect(repair('\ufeff# Title\r\n\r\nDone: Yes\r\nTags: a\r\n\r\nBody\r\n')).toBe(
    '\ufeff# Title\r\n\r\nDone: [x]  \r\nTags: a\r\n\r\nBody\r\n',
  )
})

/** The paragraph below the title. */
function paragraph(text: string): Paragraph {
  const node = fromMarkdown(text).children[1]
  expect(node?.type).toBe('paragraph')
  return node as Paragraph
}

function words(node: PhrasingContent): string {
  if ('children' in node) return node.children.map(words).join('')
  if (node.type === 'image') return node.alt ?? ''
  return node.type === 'break' ? '\n' : 'value' in node ? node.value : ''
}

test('a renderer shows one property a line', () => {
  const block = `Rel: A (../Db/A%20${ID}.md)\nNote: one\ntwo\nDone: Yes\nTags: a, b`
  for (const newline of ['\n', '\r\n']) {
    const {children} = paragraph(repair(page(block).replaceAll('\n', newline)))
    expect(children.map(words).join('').split('\n')).toEqual([
      'Rel: Alpha',
      'Note: one',
      'two',
      'Done: [x]',
      'Tags: a, b',
    ])
    expect(children.filter(child => child.type === 'break')).toHaveLength(4)
  }
})

const PIECES = [
  'a',
  'word',
  ' ',
  ', ',
  '[',
  ']',
  '(',
  ')',
  '*',
  '**',
  '_',
  '__',
  '`',
  '``',
  '<b>',
  '<',
  '&amp;',
  '&',
]
PIECES.push(
  '\\',
  '!',
  '![',
  '](',
  '](x)',
  '~',
  '~~',
  '#',
  '<http://x.y>',
  '한',
  '😀',
  '|',
  "'",
  '"',
  ':',
  '\n',
  '$',
)

test('any title and any name are read as text', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const next = random(seed)
    const title = Array.from({length: 1 + next() * 8}, () => PIECES[Math.floor(next() * PIECES.length)]).join(
      '',
    )
    const name = title.trim().replaceAll('\n', ' ')
    if (name === '') continue
    const to: PropertyLinks = {...links, target: () => ({title: name, href: 'x (y).md'})}
    const href = `../Db/A%20${ID}.md`
    const text = repair(page(`Rel: ${href}, ${href}\nNote: end`), COLUMNS, undefined, to)
    const {children} = paragraph(text)
    const found = children.filter((child): child is Link => child.type === 'link')
    expect([seed, ...found.map(link => link.url)]).toEqual([seed, 'x%20%28y%29.md', 'x%20%28y%29.md'])
    expect([seed, ...found.map(words)]).toEqual([seed, name, name])
    expect(found.every(link => link.children.every(child => child.type === 'text'))).toBe(true)
  }
})

test('large values take no time', () => {
  const target = `A, b (c) (../Db/A%20${ID}.md)`
  const many = Array.from({length: 15_000}, () => target).join(', ')
  const files = Array.from({length: 60_000}, () => 'Files/a%20b.png').join(', ')
  const prose = `a * b_c ${target}, \n`.repeat(12_000)
  const started = cpuTime()
  const text = page(`Rel: ${many}\nFiles: ${files}\nNote: ${prose}\nDone: Yes`)
  expect(repair(text).length).toBeGreaterThan(1_000_000)
  const title = '*'.repeat(200_000)
  const to: PropertyLinks = {...links, target: () => ({title, href: 'x'})}
  expect(repair(page(`Rel: ${target}`), COLUMNS, undefined, to).length).toBeGreaterThan(400_000)
  expect(cpuTime() - started).toBeLessThan(5000)
})
