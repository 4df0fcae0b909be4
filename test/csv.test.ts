import {parse} from 'csv-parse/sync'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import {WrittenRecords} from '../src/core/records.ts'
import {csvEdits} from '../src/core/rewrite/csv.ts'
import {csvCells, writeCell} from '../src/core/rewrite/csv-cells.ts'

/** Cells with everything that makes CSV hard, written by the rules of RFC 4180. */
const cell = fc.string({unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', 'é', '👍', '(', '.')})
const table = fc
  .integer({min: 1, max: 4})
  .chain(columns =>
    fc.array(fc.array(cell, {minLength: columns, maxLength: columns}), {minLength: 1, maxLength: 6}),
  )
  // A record of one empty cell is an empty line, which no reader can tell from none.
  .filter(rows => rows.every(row => row.length > 1 || row[0] !== ''))

test('cells are what csv-parse reads', () => {
  fc.assert(
    fc.property(table, fc.constantFrom('\n', '\r\n'), fc.boolean(), (rows, newline, bom) => {
      const text =
        (bom ? '\ufeff' : '') + rows.map(row => row.map(value => writeCell(value)).join(',')).join(newline)
      expect([...new WrittenRecords(text)]).toEqual(parse(text, {bom: true, relax_column_count: true}))
      expect([...new WrittenRecords(text)]).toEqual(rows)
    }),
    {seed: 1, numRuns: 2000},
  )
})

const anyText = fc.string({unit: fc.constantFrom('a', ',', '"', '\n', '\r', '\ufeff'), maxLength: 30})

test('records that are kept as written say what they said in their place, in any text', () => {
  fc.assert(
    fc.property(anyText, text => {
      const records = new WrittenRecords(text)
      const inPlace = [...csvCells(text)].map(record => record.map(({value}) => value))
      expect([...records]).toEqual(inPlace)
      expect(inPlace.map((_, at) => records.at(at))).toEqual(inPlace)
      expect(records.count).toBe(inPlace.length)
      expect(records.at(records.count)).toEqual([])
    }),
    {seed: 3, numRuns: 5000},
  )
})

test('the spans of the cells cover everything but separators, in any text', () => {
  fc.assert(
    fc.property(anyText, text => {
      let rest = ''
      let at = 0
      for (const {start, end} of [...csvCells(text)].flat()) {
        rest += text.slice(at, start)
        at = end
      }
      expect((rest + text.slice(at)).replace(/^\ufeff/, '')).toMatch(/^[,\r\n]*$/)
    }),
    {seed: 2, numRuns: 2000},
  )
})

test('only the cells that name something change', () => {
  const text = '\ufeffName,Link\r\n"a ""b""",x/y.png\r\n'
  const relink = () => ({href: 'z/a, b.png', name: 'a, b.png'})
  const isFile = (href: string) => href === 'x/y.png'
  const links = {
    relink,
    isFile,
    has: isFile,
    hasFile: isFile,
    file: relink,
    goal: () => ({title: undefined, href: '', entry: undefined}),
  }
  expect(
    applyEdits(
      text,
      csvEdits(text, () => 'text', links, 'titles'),
    ),
  ).toBe('\ufeffName,Link\r\n"a ""b""","z/a, b.png"\r\n')
})
