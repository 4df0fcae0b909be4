import {fromMarkdown} from 'mdast-util-from-markdown'
import {expect, test} from 'vitest'
import {fixExport, memorySink, memorySource} from '../src/index.ts'

const DB = '2a'.repeat(16)

async function repaired(files: Record<string, string>): Promise<Map<string, string>> {
  const out = new Map<string, Uint8Array>()
  await fixExport([memorySource(new Map(Object.entries(files)))], {output: memorySink(out)})
  return new Map([...out].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
}

test('of a large database the first thousand rows are shown, and where the rest is', async () => {
  const rows = Array.from({length: 1500}, (_, at) => `row ${at + 1}`)
  const out = await repaired({[`Big (1) ${DB}.csv`]: ['Name', ...rows].join('\r\n')})
  const lines = out.get('Big (1).md')!.split('\n')
  expect(lines.slice(0, 5)).toEqual(['# Big (1)', '', '| Name |', '| --- |', '| row 1 |'])
  expect(lines.slice(-3)).toEqual([
    '| row 1000 |',
    '',
    'The first 1000 of 1500 rows. All of them are in [Big (1).csv](Big%20%281%29.csv).',
  ])
  expect(out.get('Big (1).csv')!.split('\r\n')).toHaveLength(1501)
})

test('a table page takes no name from a real page', async () => {
  const out = await repaired({
    [`Tasks ${DB}.csv`]: 'Name\r\nx',
    [`Tasks ${'1a'.repeat(16)}.md`]: '# Tasks',
    [`Notes ${DB.replace('2a', '2b')}.csv`]: 'Name\r\ny',
    [`Notes ${DB.replace('2a', '2b')}.md`]: '# Notes',
    'Tasks.md': 'mine',
  })
  expect(out.get('Tasks.md')).toBe('# Tasks')
  expect(out.get('Tasks (2).md')).toContain('| x |')
  expect(out.get('Tasks (2).csv')).toBe('Name\r\nx')
  expect(out.get('Tasks (3).md')).toBe('mine')
  // A database that has a page of its own is shown there.
  expect(out.get('Notes.md')).toBe('# Notes')
  expect(out.has('Notes (2).md')).toBe(false)
})

test('whatever a cell holds, a row stays one line with as many cells as the header', async () => {
  const nasty = ['a|b', '`|`', '\\|', '[x](y|z)', '<b>|</b>', 'two\nlines', '| --- |', '# no heading', '']
  const quoted = nasty.map(value => `"${value.replaceAll('"', '""')}"`)
  const csv = ['"Na|me",Text', ...quoted.map(value => `${value},${value}`)].join('\r\n')
  const page = (await repaired({[`T ${DB}.csv`]: csv})).get('T.md')!
  const table = page.split('\n').slice(2)
  expect(table).toHaveLength(2 + nasty.length)
  // A pipe ends a cell unless a backslash stands before it, in code too (GFM, tables).
  for (const line of table) expect(line.match(/(?<!\\)\|/g)).toHaveLength(3)
  expect(JSON.stringify(fromMarkdown(page))).not.toContain('"type":"link"')
})
