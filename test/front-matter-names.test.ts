import {expect, test} from 'vitest'
import type {Column} from '../src/core/database.ts'
import {applyEdits} from '../src/core/edit.ts'
import {frontMatterEdits} from '../src/core/front-matter.ts'
import {columnsOf, ID, links, page} from './property-page.ts'
import {parseFrontMatter} from './read-front-matter.ts'

function convert(text: string, columns: readonly Column[]): string {
  return applyEdits(text, frontMatterEdits(text, {title: 'Title', id: ID}, columns, undefined, links))
}

test('a property called title or notion-id steps aside', () => {
  const names = ['Title', 'title', 'NOTION-ID', 'title (property)', 'TITLE']
  const columns = columnsOf({})
  for (const name of names) columns.push({name, kind: 'text'})
  const made = convert(page(names.map(name => `${name}: x`).join('\n')), columns)
  expect(parseFrontMatter(made).map(([key]) => key)).toEqual([
    'title',
    'notion-id',
    'Title (property)',
    'title (property 2)',
    'NOTION-ID (property)',
    'title (property) (property)',
    'TITLE (property 3)',
  ])
})

test('names in any language, and those that YAML or JavaScript would trip over', () => {
  const names = [
    '🏷️ Tags',
    '이름',
    'Prénom',
    '__proto__',
    'constructor',
    'a: b',
    '#',
    '- x',
    '---',
    '... x',
    '%y',
  ]
  names.push(
    'Yes',
    '12',
    '<<',
    '=',
    '?',
    '? a',
    '"q"',
    "'",
    '[a]',
    '{',
    '*',
    '&',
    '!',
    '|',
    'null',
    ' x ',
    '@',
  )
  names.push('long '.repeat(400).trim(), 'tab\tname', 'nbsp\u00a0', '\u2028', '2024-04-23')
  const columns = columnsOf({})
  for (const name of names) columns.push({name, kind: 'text'})
  const made = convert(page(names.map((name, i) => `${name}: v${i}`).join('\n')), columns)
  expect(parseFrontMatter(made).slice(2)).toEqual(names.map((name, i) => [name, `v${i}`]))
})
