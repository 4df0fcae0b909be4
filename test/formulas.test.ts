import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import {csvEdits} from '../src/core/rewrite/csv.ts'
import {writeCell} from '../src/core/rewrite/csv-cells.ts'
import {FormulaGuard, runsAsFormula} from '../src/core/rewrite/formula.ts'
import {ExportError, type FixOptions, fixExport, memorySink, memorySource, summaryText} from '../src/index.ts'

/** Cells that a spreadsheet would run: which they are, that they are counted, and how they are disarmed. */

describe('a spreadsheet', () => {
  test.each([
    '=1+1',
    '= SUM(A1)',
    '==1',
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    '@SUM(1+1)*cmd',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '-IMPORTXML(A1,B1)',
    '+LOG10(3)',
    "-'[book.xls]Sheet1'!$A$1",
    '\t=1',
    '\r\n=1',
    '\uff1d1+1',
    '\uff0bSUM(1)',
  ])('runs %j', cell => {
    expect(runsAsFormula(cell)).toBe(true)
  })

  test.each([
    '',
    '-',
    '=',
    '=====',
    '= =',
    '-5',
    '-5.25%',
    '+1 (555) 010-0199',
    '- buy milk',
    '- call Ada (urgent)!',
    '-> next',
    '+1 for this',
    '@Ada Lovelace',
    '@2025-11-18 9:41',
    '--- | --- | ---',
    '\t',
    '\tindented',
    "'=1+1",
    'a=1',
    ' plain',
    '- yes | no',
  ])('leaves %j alone', cell => {
    expect(runsAsFormula(cell)).toBe(false)
  })

  test('is asked in linear time', () => {
    for (const unit of ['a', 'a|', '(', 'a1', '!a', "'|", '=']) {
      const seconds = (length: number) => {
        const cell = `-${unit.repeat(length)}`
        const start = performance.now()
        for (let i = 0; i < 20; i++) runsAsFormula(cell)
        return performance.now() - start
      }
      seconds(10_000)
      expect(seconds(200_000), unit).toBeLessThan(1000)
    }
  })
})

const cell = fc.string({
  unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', 'A', '1', '(', ',', '"', "'", '|', '!'),
})
const noLinks = {has: () => false, relink: () => undefined} as unknown as Parameters<typeof csvEdits>[2]
const guarded = (text: string, isSafe: boolean) => {
  const guard = new FormulaGuard(isSafe)
  const edits = csvEdits(text, () => 'text', noLinks, 'titles', guard)
  return {text: applyEdits(text, edits), cells: guard.cells}
}

test('only cells that run are touched, by one sign, and once', () => {
  const rows = fc.array(fc.array(cell, {minLength: 2, maxLength: 3}), {minLength: 1, maxLength: 4})
  fc.assert(
    fc.property(rows, fc.boolean(), (rows, bom) => {
      const text =
        (bom ? '\ufeff' : '') + rows.map(row => row.map(value => writeCell(value)).join(',')).join('\r\n')
      const wanted = rows.map(row => row.map(value => (runsAsFormula(value) ? `'${value}` : value)))
      const {text: made, cells} = guarded(text, true)
      expect(parse(made, {bom: true, relax_column_count: true, relax_quotes: true})).toEqual(wanted)
      expect(cells).toBe(rows.flat().filter(runsAsFormula).length)
      expect(guarded(made, true)).toEqual({text: made, cells: 0})
      expect(guarded(text, false)).toEqual({text, cells})
    }),
    {seed: 5, numRuns: 1000},
  )
})

const ID = '1a'.repeat(16)
const OTHER = '2b'.repeat(16)
const ROW = '3c'.repeat(16)
const VIEW = `\ufeffName,=Sum\r\n=1+1,-5\r\n`
const ALL = `\ufeffName,=Sum,Related\r\n=1+1,-5,=2 (https://www.notion.so/x-${'9d'.repeat(16)}?pvs=21)\r\nb,"@SUM(1,2)",\r\n`
const FILES = new Map<string, string>([
  [`Home ${ID}.md`, '# Home'],
  [`Home/Sums ${OTHER}.csv`, VIEW],
  [`Home/Sums ${OTHER}_all.csv`, ALL],
  [`Home/Sums/b ${ROW}.md`, '# b\n\n=Sum: @SUM(1,2)'],
  ['own.csv', '=1+1,mine'],
])

async function run(options: FixOptions, files: ReadonlyMap<string, string | Uint8Array> = FILES) {
  const out = new Map<string, Uint8Array>()
  const report = await fixExport([memorySource(files)], {...options, output: memorySink(out)})
  const text = (path: string) => new TextDecoder('utf-8', {ignoreBOM: true}).decode(out.get(path))
  return {out, report, text}
}

const plainBytes = (out: ReadonlyMap<string, Uint8Array>) =>
  [...out].map(([path, bytes]) => [path, Buffer.from(bytes)])

describe('an export', () => {
  test('keeps its formulas, and is told how many there are', async () => {
    const {report, text} = await run({})
    expect(text('Home/Sums (view).csv')).toBe(VIEW)
    expect(text('Home/Sums.csv')).toBe(ALL.replace(/ \(https[^)]*\)/, ''))
    expect(report.formulas).toBe(8)
    expect(report.problems.filter(({code}) => code === 'csv-formula')).toEqual([
      {code: 'csv-formula', path: 'Home/Sums (view).csv', count: 2},
      {code: 'csv-formula', path: 'Home/Sums.csv', count: 4},
      {code: 'csv-formula', path: '_notion-export-fix/relations.csv', count: 2},
    ])
    const line = '8 cells would run as formulas in a spreadsheet; --csv-safe takes the danger out of them'
    expect(summaryText(report)).toContain(`  ! ${line}\n      Home/Sums (view).csv (×2)\n`)
    expect(text('_notion-export-fix/report.md')).toContain(`- ${line}\n`)
  })

  test('with csvSafe has none that run, in any CSV that we write', async () => {
    const {report, text} = await run({csvSafe: true})
    expect(text('Home/Sums (view).csv')).toBe(`\ufeffName,'=Sum\r\n'=1+1,-5\r\n`)
    expect(text('Home/Sums.csv')).toBe(`\ufeffName,'=Sum,Related\r\n'=1+1,-5,'=2\r\nb,"'@SUM(1,2)",\r\n`)
    const relations = parse(text('_notion-export-fix/relations.csv'), {bom: true}) as string[][]
    expect(relations.flat().filter(runsAsFormula)).toEqual([])
    expect(relations[1]).toContain("'=1+1")
    // An attachment keeps its bytes, and a page is no CSV.
    expect(text('own.csv')).toBe('=1+1,mine')
    expect(text('Home/Sums/b.md')).toBe('# b\n\n=Sum: @SUM(1,2)')
    expect(report.formulas).toBe(8)
    expect(summaryText(report)).toContain("8 cells got a ' before them")
  })

  test('that was repaired one way is not repaired the other way', async () => {
    const {out, text} = await run({csvSafe: true})
    expect(JSON.parse(text('_notion-export-fix/manifest.json')).options.csvSafe).toBe(true)
    const again = await run({csvSafe: true}, out)
    expect(plainBytes(again.out)).toEqual(plainBytes(out))
    await expect(run({csvSafe: false}, out)).rejects.toMatchObject({
      name: ExportError.name,
      code: 'already-repaired',
    })
    const plain = await run({})
    await expect(run({csvSafe: true}, plain.out)).rejects.toMatchObject({code: 'already-repaired'})
  })
})
