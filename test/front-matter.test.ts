import {expect, test} from 'vitest'
import type {Column} from '../src/core/database.ts'
import {applyEdits} from '../src/core/edit.ts'
import {frontMatterEdits} from '../src/core/front-matter.ts'
import type {PropertyLinks} from '../src/core/property.ts'
import {cpuTime} from './cpu-time.ts'
import {columnsOf, ID, links, OTHER, page} from './property-page.ts'
import {parseFrontMatter} from './read-front-matter.ts'

const COLUMNS = columnsOf({
  ...{Rel: 'relation', Files: 'files', Done: 'checkbox', Note: 'text', Tags: 'list'},
  ...{Count: 'number', Due: 'date', Maybe: 'text'},
})

/** The page with front matter; a second time changes nothing. */
function convert(text: string, columns = COLUMNS, cells?: readonly string[], title = 'Title'): string {
  const row = {title, id: ID}
  const made = applyEdits(text, frontMatterEdits(text, row, columns, cells, links))
  expect(made.startsWith('---\n')).toBe(true)
  expect(frontMatterEdits(made, row, columns, cells, links)).toEqual([])
  return made
}

/** The properties of a page with this block, as lines of YAML. */
function yamlOf(block: string, columns = COLUMNS, cells?: readonly string[]): string {
  const made = convert(page(block), columns, cells)
  const head = `---\ntitle: Title\nnotion-id: ${ID}\n`
  const rest = '---\n\n# Title\n\nBody.'
  expect([made.slice(0, head.length), made.slice(-rest.length)]).toEqual([head, rest])
  return made.slice(head.length, -rest.length)
}

test('title and id come first, then the properties in the order of the page', () => {
  expect(convert(page('Tags: a\nCount: 2\nNote: some text'))).toBe(
    `---
title: Title
notion-id: ${ID}
Tags:
  - a
Count: 2
Note: some text
---

# Title

Body.`,
  )
})

test('checkboxes are booleans, numbers numbers; what is neither is text', () => {
  expect(yamlOf('Done: Yes')).toBe('Done: true\n')
  expect(yamlOf('Done: No')).toBe('Done: false\n')
  expect(yamlOf('Done: Maybe')).toBe('Done: Maybe\n')
  for (const number of ['0', '-1.50', '0.6666666666666666', '9007199254740991', '1e5']) {
    expect(yamlOf(`Count: ${number}`)).toBe(`Count: ${number}\n`)
  }
  // More digits than every reader holds: as text none is lost.
  expect(yamlOf('Count: 12345678901234567890')).toBe('Count: "12345678901234567890"\n')
  expect(yamlOf('Count: 1e999')).toBe('Count: "1e999"\n')
  expect(yamlOf('Count: 25%')).toBe('Count: 25%\n')
})

test('multi-selects, relations and files are lists', () => {
  expect(yamlOf('Tags: a, b: c, 3')).toBe('Tags:\n  - a\n  - "b: c"\n  - "3"\n')
  expect(yamlOf(`Rel: Old (../Db/Old%20${ID}.md), ../Db/x%20${OTHER}.md`)).toBe(
    'Rel:\n  - "[Alpha](../Pages/Alpha.md)"\n  - "[One, \\\\[two\\\\] \\\\*three\\\\* (x)](../Pages/One%2C.md)"\n',
  )
  expect(yamlOf(`Rel: https://www.notion.so/${'a'.repeat(32)}`)).toBe(
    `Rel:\n  - https://www.notion.so/${'a'.repeat(32)}\n`,
  )
  expect(yamlOf('Files: ../Files/a%20b.png, Files/unknown.pdf')).toBe(
    'Files:\n  - "[a b.png](New/a%20b.png)"\n  - Files/unknown.pdf\n',
  )
  expect(yamlOf('Files: https://example.org/x.pdf, Files/x.pdf')).toBe(
    'Files:\n  - https://example.org/x.pdf\n  - "[x.pdf](New/x.pdf)"\n',
  )
})

test('dates are ISO when the format is certain and no zone is lost', () => {
  expect(yamlOf('Due: May 2, 2023')).toBe('Due: 2023-05-02\n')
  expect(yamlOf('Due: May 2, 2023 1:52 PM')).toBe('Due: 2023-05-02T13:52\n')
  expect(yamlOf('Due: May 2, 2023 → May 4, 2023')).toBe('Due: 2023-05-02/2023-05-04\n')
  expect(yamlOf('Due: May 2, 2023 8:22 AM (EDT)')).toBe('Due: May 2, 2023 8:22 AM (EDT)\n')
  expect(yamlOf('Maybe: 03/04/2024')).toBe('Maybe: 03/04/2024\n')
  expect(yamlOf('Due: 2023-05-02')).toBe('Due: "2023-05-02"\n')
})

test('texts that look like something else are quoted, for old readers too', () => {
  const looks = [
    'true',
    'No',
    'yes',
    'on',
    'null',
    '~',
    '12',
    '1_000',
    '0x1F',
    '1:30',
    '.5',
    '.inf',
    '2024-04-23',
  ]
  looks.push(
    '007',
    '0o7',
    '- a',
    '# a',
    'a: b',
    'a #b',
    '[x]',
    '{x}',
    '&a',
    '*a',
    '!a',
    '| a',
    '> a',
    '%a',
    '@a',
  )
  looks.push('`a', '"a', "'a", '---', '--- a', '...', '<<', '=', '? a', 'a:', '2024-04-23T13:52:00Z', 'a\tb')
  for (const text of looks) {
    const yaml = yamlOf(`Note: ${text}`)
    expect(yaml).toMatch(/^Note: ["']/)
    expect(parseFrontMatter(`---\n${yaml}---\n`)).toEqual([['Note', text]])
  }
})

test('an id of digits is text', () => {
  for (const id of ['1'.repeat(32), `1${'0'.repeat(15)}e${'1'.repeat(15)}`]) {
    const [edit] = frontMatterEdits('# x', {title: '12', id}, COLUMNS, undefined, links)
    expect(edit!.text).toBe(`---\ntitle: "12"\nnotion-id: "${id}"\n---\n\n`)
  }
})

test('text of several lines is a block, with links that lead where they should', () => {
  const cells = [
    'Title',
    '',
    '',
    '',
    `one: [x](../Db/A%20${ID}.md)\n\n---\n  ../Db/A%20${ID}.md # no\n\`\`\``,
  ]
  expect(yamlOf(`Note: ${cells[4]}`, COLUMNS, cells)).toBe(
    'Note: |-\n  one: [x](../Pages/Alpha.md)\n\n  ---\n    ../Pages/Alpha.md # no\n  ```\n',
  )
})

test('the title and the body stay byte for byte, one blank line between front matter and title', () => {
  const head = `---\ntitle: Title\nnotion-id: ${ID}\nDone: true\n---\n\n`
  for (const body of ['Body', '\nBody', 'Done: Yes\n', '---\n', '  indented\r\n']) {
    expect(convert(`# Title\n\nDone: Yes\n\n${body}`)).toBe(`${head}# Title\n\n${body}`)
  }
  expect(convert('# Title\n\nDone: Yes')).toBe(`${head}# Title`)
  expect(convert('# Title\n\nDone: Yes\n')).toBe(`${head}# Title\n`)
  expect(convert('\ufeff# Title\r\n\r\nDone: Yes\r\n\r\nBody\r\n')).toBe(`${head}# Title\r\n\r\nBody\r\n`)
})

test('a page without properties still gets title and id', () => {
  const head = `---\ntitle: Title\nnotion-id: ${ID}\n---\n`
  expect(convert('# Title')).toBe(`${head}\n# Title`)
  expect(convert('# Title\n\nBody: x')).toBe(`${head}\n# Title\n\nBody: x`)
  expect(convert('Text')).toBe(`${head}\nText`)
  expect(convert('')).toBe(head)
  expect(convert('---\nrule')).toBe(`${head}\n---\nrule`)
})

test('a page that has front matter keeps it', () => {
  const own = '---\na: b\n---\n\n# Title\n\nDone: Yes'
  expect(frontMatterEdits(own, {title: 'T', id: ID}, COLUMNS, undefined, links)).toEqual([])
})

test('lines that no column explains stay in the page', () => {
  const cells = ['Title', '', '', 'Yes', 'x', 'a']
  const text = `# Title\n\nDone: Yes\nHidden: see ../Db/A%20${ID}.md\nNote: x\nTags: a\n\nBody`
  expect(convert(text, COLUMNS, cells)).toBe(
    `---\ntitle: Title\nnotion-id: ${ID}\nDone: true\nNote: x\nTags:\n  - a\n---\n\n` +
      '# Title\n\nHidden: see ../Pages/Alpha.md\n\nBody',
  )
  expect(convert('# Title\n\nDone: Yes\nHidden', COLUMNS, cells)).toContain('\n\n# Title\n\nHidden')
})

test('values of megabytes and thousands of properties take no time', () => {
  const columns: Column[] = columnsOf({Note: 'text', Tags: 'list'})
  const names = Array.from({length: 10_000}, (_, i) => `Property ${i}`)
  for (const name of names) columns.push({name, kind: 'text'})
  const started = cpuTime()
  for (const piece of ['x\n\n', 'x', ' ', '\n', 'a: b\n', '"', '\u2028', '- ', ' \n', 'a #']) {
    const cell = `${piece.repeat(1_000_000 / piece.length)}.`
    const text = page(`Note: ${cell}\n${names.map(name => `${name}: 1`).join('\n')}`)
    const cells = ['Title', cell, '', ...names.map(() => '1')]
    expect(frontMatterEdits(text, {title: 'T', id: ID}, columns, cells, links)).toHaveLength(2)
  }
  const tags = page(`Tags: ${'a, '.repeat(200_000)}b`)
  frontMatterEdits(tags, {title: 'T', id: ID}, columns, undefined, links)
  expect(cpuTime() - started).toBeLessThan(15_000)
})

test('no target is asked for twice', () => {
  const asked: string[] = []
  const to: PropertyLinks = {
    ...links,
    target(href, label) {
      asked.push(href)
      return links.target(href, label)
    },
  }
  const text = page(`Rel: A (../Db/A%20${ID}.md)\nNote: [x](../Db/B%20${ID}.md) and\n../Db/C%20${ID}.md`)
  frontMatterEdits(text, {title: 'T', id: ID}, COLUMNS, undefined, to)
  expect(asked).toEqual([`../Db/A%20${ID}.md`, `../Db/B%20${ID}.md`, `../Db/C%20${ID}.md`])
})
