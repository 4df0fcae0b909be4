import {expect, test} from 'vitest'
import {type FixOptions, fixExport, memorySink, memorySource} from '../src/index.ts'

/** Words that mean something to JavaScript objects are titles, properties, columns and files like any other. */

const WORDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']
const id = (digits: string) => digits.repeat(16)
const DATABASE = id('da')

/** A database, a row, a page, a folder and a file, all of one name; the properties are all of the words. */
function exportOf(word: string): Map<string, string> {
  const columns = WORDS.map(column => (column === word ? `${word} (2)` : column))
  return new Map([
    [
      `${word} ${id('1a')}.md`,
      `# ${word}\n\n[${word}](${word}/${word}%20${DATABASE}.csv) ![](${word}/${word})`,
    ],
    [`${word}/${word}`, 'file'],
    [`${word}/${word} ${DATABASE}.csv`, `\ufeff${word},${columns.join(',')}\r\n${word},1,2,3,4,5,6\r\n`],
    [
      `${word}/${word}/${word} ${id('4d')}.md`,
      `# ${word}\n\n${columns.map((name, i) => `${name}: ${i + 1}`).join('\n')}\n\nbody`,
    ],
  ])
}

async function run(word: string, options: FixOptions = {}) {
  const out = new Map<string, Uint8Array>()
  const report = await fixExport([memorySource(exportOf(word))], {...options, output: memorySink(out)})
  const text = (path: string) => new TextDecoder('utf-8', {ignoreBOM: true}).decode(out.get(path))
  return {report, text, paths: [...out.keys()]}
}

test.each(WORDS)('%s as title, property, column, database, folder and file', async word => {
  const {report, text, paths} = await run(word)
  expect(paths.filter(path => !path.startsWith('_notion'))).toHaveLength(5)
  expect(report.counts).toMatchObject({page: 1, row: 1, database: 1, table: 1, attachment: 1})
  expect(report.databases).toMatchObject([{rows: 1, without: 0, ambiguous: 0, extra: 0}])
  const items = JSON.parse(text('_notion-export-fix/manifest.json')).items as {
    from: string[]
    title: string
  }[]
  expect(items.flatMap(({from}) => from).sort()).toEqual([...exportOf(word).keys()].sort())
  expect(items.map(({title}) => title)).toEqual([word, word, word, word, word])
  const [table] = paths.filter(path =>
    text(path).startsWith(`# ${word}\n\n| ${word.replaceAll('_', '\\_')} |`),
  )
  for (const column of WORDS) expect(text(table!)).toContain(column.replaceAll('_', '\\_'))
  const csv = paths.find(path => path.endsWith('.csv'))!
  expect(text(csv)).toBe(exportOf(word).get(`${word}/${word} ${DATABASE}.csv`))
})

test.each(WORDS)('%s as a name in front matter', async word => {
  const {text, paths} = await run(word, {properties: 'yaml'})
  const row = paths.find(path => text(path).startsWith('---\n'))!
  const columns = WORDS.map(column => (column === word ? `${word} (2)` : column))
  for (const [i, column] of columns.entries()) {
    expect(
      text(row)
        .split('\n')
        .some(line => line.replaceAll('"', '') === `${column}: ${i + 1}`),
      column,
    ).toBe(true)
  }
})
