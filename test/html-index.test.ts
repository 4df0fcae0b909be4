import {expect, test} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import type {Links, Relinked} from '../src/core/model.ts'
import {htmlDigest, htmlEdits} from '../src/core/rewrite/html.ts'

const hex = (digit: string) => digit.repeat(32)
const dashed = (id: string) => id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
const [A, B, C, D, E] = ['a', 'b', 'c', 'd', 'e'].map(hex) as [string, string, string, string, string]

const li = (id: string, own: string, ...children: string[]) =>
  `<li><ul id="id::${id}">${own}${children.join('')}</ul></li>`
const page = (id: string, folder: string, title: string, ...children: string[]) =>
  li(dashed(id), `<a href="${folder}${title} ${id}.md">${title} ${id}.md</a>`, ...children)
const database = (id: string, title: string) =>
  li(`${dashed(id)}.csv`, `<a href="https://www.notion.so/${id}">${title} ${id}.csv</a>`)
const folder = (id: string, title: string, ...children: string[]) =>
  li(dashed(id), `<a>${title} ${id}</a>`, ...children)
const index = (...items: string[]) =>
  '<!DOCTYPE html><html><head>\n\t<title>Export-x</title>\n</head>\n<body>\n' +
  li(dashed(E), '<li><h3>Workspace details:</h3><p>Workspace name: Ours</p></li>', ...items)

function rewrite(text: string, to: Record<string, Relinked>): string {
  const links: Links = {relink: href => to[href], has: href => href in to}
  return applyEdits(text, htmlEdits(text, links, 'index'))
}

test('a page: the link as written goes to relink, the label becomes the name', () => {
  const text = index(page(A, 'Tips &amp; tricks/', '100% #1'))
  expect(
    rewrite(text, {[`Tips & tricks/100% #1 ${A}.md`]: {href: 'T&T/100%25%20%231.md', name: '100% #1.md'}}),
  ).toBe(
    text
      .replace(`Tips &amp; tricks/100% #1 ${A}.md`, 'T&amp;T/100%25%20%231.md')
      .replace(`>100% #1 ${A}.md`, '>100% #1.md'),
  )
})

test('a database and its folder', () => {
  const text = index(
    database(A, 'Recipes'),
    folder(A, 'Recipes'),
    folder(A, 'Recipes').replace('</a>', ' (Inline database)</a>'),
  )
  const out = rewrite(text, {
    [`https://www.notion.so/${A}`]: {href: 'Our%20recipes.md', name: 'Our recipes.md'},
  })
  expect(out).toContain(`<ul id="id::${dashed(A)}.csv"><a href="Our%20recipes.md">Our recipes.md</a></ul>`)
  expect(out).toContain(`<ul id="id::${dashed(A)}"><a>Our recipes</a></ul>`)
  expect(out).toContain('<a>Our recipes (Inline database)</a>')
})

test('what is not in the export loses its id and keeps the rest', () => {
  const text = index(
    database(A, 'Tags'),
    folder(A, 'R&amp;D (old)'),
    folder(B, 'X').replace('</a>', ' (Inline database)</a>'),
    page(C, '', 'Gone'),
  )
  const out = rewrite(text, {})
  expect(out).toContain(`<a href="https://www.notion.so/${A}">Tags.csv</a>`)
  expect(out).toContain('<a>R&amp;D (old)</a>')
  expect(out).toContain('<a>X (Inline database)</a>')
  expect(out).toContain(`<a href="Gone ${C}.md">Gone.md</a>`)
})

test('an id is not a name', () => {
  const url = `https://www.notion.so/${A}`
  const links: Links = {relink: href => ({href, name: A}), has: () => false}
  const text = index(database(A, 'Tags'))
  expect(applyEdits(text, htmlEdits(text, links, 'index'))).toBe(text.replace(`>Tags ${A}`, '>Tags'))
  expect(
    rewrite(index(page(B, '', 'Gone')), {[`Gone ${B}.md`]: {href: url, name: `Gone ${B}.md`}}),
  ).toContain(`<a href="${url}">Gone.md</a>`)
  expect(rewrite(text, {[url]: {href: 'T.md', name: A}})).toContain('<a href="T.md">Tags.csv</a>')
  expect(rewrite(index(`<a>${A}</a>`, `<a href="${A}.md">${A}.md</a>`), {})).toContain(
    `<a>Untitled</a><a href="${A}.md">Untitled.md</a>`,
  )
})

test('only the last id goes, and names without an id stay', () => {
  const text = index(
    `<a href="x">${B} copy ${A}_all (1).csv</a>`,
    `<a>${B} ${A}</a>`,
    '<a>Team</a>',
    '<a href="x">x y</a>',
  )
  expect(rewrite(text, {})).toBe(text.replace(` ${A}_all`, '_all').replace(` ${A}</a>`, '</a>'))
})

test('the label of an attachment follows it', () => {
  expect(rewrite('<a href="A/x.pdf">x.pdf</a>', {'A/x.pdf': {href: 'B/y.pdf', name: 'y.pdf'}})).toBe(
    '<a href="B/y.pdf">y.pdf</a>',
  )
})

test('nobody is told of a folder whose page is missing', () => {
  const asked: string[] = []
  const links: Links = {
    has: () => false,
    relink: href => {
      asked.push(href)
      return undefined
    },
  }
  htmlEdits(index(folder(A, 'X')), links, 'index')
  expect(asked).toEqual([])
})

test('folders: of pages and of databases, with ids in their names or without', () => {
  const text = index(
    page(A, '', 'Home', page(B, `Home ${A}/`, 'Sub', page(C, `Home ${A}/Sub/`, 'Deep &amp; last'))),
    database(D, 'Tasks'),
    folder(D, 'Tasks', page(E, 'Tasks &lt;3/', 'Run')),
  )
  expect(htmlDigest(text)).toEqual({
    title: 'Export-x',
    isIndex: true,
    folders: [
      {path: `Home ${A}`, id: A},
      {path: `Home ${A}/Sub`, id: B},
      {path: 'Tasks <3', id: D},
    ],
  })
})

test('folders: nothing is guessed', () => {
  const none = (...items: string[]) => expect(htmlDigest(index(...items)).folders, items[0]!).toEqual([])
  none(page(A, '', 'Apart', page(B, 'X/', 'One'), page(C, 'Y/', 'Two')))
  none(page(A, 'Team/', 'Flat', page(B, 'Team/', 'One')))
  none(page(A, '', 'Flat', page(B, '', 'One')))
  none(folder(A, 'Flat', page(B, '', 'One')))
  none(page(B, 'Team/', 'Beside'), folder(A, 'Flat', page(C, 'Team/', 'Row')))
  none(folder(A, 'Team', page(B, 'X/', 'One')).replace(` ${A}</a>`, '</a>'))
  none(page(A, '', 'Only a database', database(B, 'DB'), folder(B, 'DB')))
  none('</ul></ul></ul>', '<a href="x/y"></a>')
})

test('folders: a folder of two namesakes is told twice', () => {
  const twin = (id: string, child: string) => page(id, '', 'Twin', page(child, 'Twin/', 'x'))
  expect(htmlDigest(index(twin(A, B), twin(C, D))).folders).toEqual([
    {path: 'Twin', id: A},
    {path: 'Twin', id: C},
  ])
})
