/** Rows and pages of real exports. They belong to others and lie beside the repository, not in it. */
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {describe, expect, test} from 'vitest'
import {matchRows, type RowPage} from '../src/core/rows.ts'
import {findTitleColumn} from '../src/core/title-column.ts'
import {readCsv} from './judge/csv.ts'
import {dirOf, type InputFile, readExport} from './judge/input.ts'

const folder = join(fileURLToPath(new URL('..', import.meta.url)), '..', 'shared', 'exports')
const isHere = existsSync(folder)
if (!isHere) {
  // biome-ignore lint/suspicious/noConsole: a silent skip would look like a pass
  console.warn(`\n*** NO REAL EXPORTS in ${folder}: test/rows-real.test.ts is SKIPPED ***\n`)
}

/** `id: rows, pages → rows that met a page, without, ambiguous`; the first 6 digits are enough. */
const EXPECTED: Record<string, readonly string[]> = {
  'appflowy-import-test.zip': ['103d4d: 3, 3 → 3, 0, 0'],
  'appflowy-multipart.zip': [
    '104d4d: 7, 8 → 7, 0, 0',
    '104d4d: 8, 11 → 8, 0, 0',
    '10bd4d: 3, 3 → 3, 0, 0',
    '4ed5a4: 4, 5 → 4, 0, 0',
    '58b897: 4, 5 → 4, 0, 0',
    '76aaf8: 17, 18 → 17, 0, 0',
    'bc0e29: 3, 3 → 3, 0, 0',
    'ccdce1: 4, 4 → 4, 0, 0',
  ],
  'appflowy-project-task.zip': ['58b897: 4, 5 → 4, 0, 0', '76aaf8: 17, 18 → 17, 0, 0'],
  'appflowy-row-page.zip': ['1590a8: 1, 1 → 1, 0, 0'],
  // A record without anything, and two equal pages without anything.
  'fhachez-roundtrip.zip': ['92043b: 3, 4 → 2, 0, 1'],
  // The CSV of 207 rows came without their pages; the one of 54 rows twice, in two states.
  'gd-benchmark-2023-06.zip': [
    '12e01b: 207, 0 → 0, 207, 0',
    '3e818a: 21, 21 → 21, 0, 0',
    '64e043: 54, 54 → 54, 0, 0',
    '64e043: 54, 54 → 54, 0, 0',
    'd16b1e: 205, 205 → 205, 0, 0',
  ],
  'joshuadavis-docs.zip': ['080195: 10, 10 → 10, 0, 0', '240461: 2, 2 → 2, 0, 0'],
  // Ten headings are relative dates, such as a weekday; their cells are not.
  'obsidian-md-2025.zip': ['152bb5: 269, 270 → 269, 0, 0'],
  'pureleap-relations-2025.zip': [
    '1ae16e: 3, 3 → 3, 0, 0',
    '1ae16e: 4, 4 → 4, 0, 0',
    '1da16e: 18, 18 → 18, 0, 0',
    '1da16e: 3, 3 → 3, 0, 0',
    '1db16e: 3, 3 → 3, 0, 0',
    'd3d16e: 1, 1 → 1, 0, 0',
  ],
}

describe.runIf(isHere)('real exports', () => {
  test.each(Object.keys(EXPECTED))('%s', zip => {
    const {files} = readExport([join(folder, zip)])
    // Linked views have no folder, and their pages lie elsewhere; a database of which no page came is told.
    const counts = databasesIn(files).filter(count => !count.includes(', 0 → ') || count.startsWith('12e01b'))
    expect(counts.sort()).toEqual(EXPECTED[zip])
  })
})

function databasesIn(files: readonly InputFile[]): string[] {
  const paths = new Set(files.map(file => file.path))
  return files.flatMap(csv => {
    if (csv.kind !== 'csv') return []
    const place = csv.path.replace(/(?:_all)?(?: \d+)?\.csv$/, '')
    if (!csv.path.endsWith('_all.csv') && paths.has(`${place}_all.csv`)) return []
    const [header = [], ...records] = readCsv(csv.bytes.toString()).records.map(record =>
      record.map(cell => cell.text),
    )
    const folders = new Set([place, place.slice(0, -33)])
    const pages = files.flatMap((file, entry) =>
      file.kind === 'markdown' && folders.has(dirOf(file.path)) ? [pageOf(file, entry, header)] : [],
    )
    const titleColumn = findTitleColumn(header, records, pages)
    expect(titleColumn).toBe(0)
    const {pageOf: found, without, ambiguous, extra} = matchRows({header, records, titleColumn}, pages)
    const matched = found.filter(entry => entry !== undefined).length
    expect(matched + extra.length).toBe(pages.length)
    return [
      `${csv.id!.slice(0, 6)}: ${records.length}, ${pages.length} → ${matched}, ${without}, ${ambiguous}`,
    ]
  })
}

/** A value can end in newlines, so a blank line only ends the block if no property follows. */
function pageOf(file: InputFile, entry: number, header: readonly string[]): RowPage {
  const text = file.bytes.toString()
  const title = /^# ([^\n]*)/.exec(text)?.[1] ?? file.stem
  const parts = text.replace(/^# [^\n]*\n*/, '').split(/\n\n/)
  const end = parts.findIndex(part => !header.some(name => part.trimStart().startsWith(`${name}:`)))
  return {
    entry,
    id: file.id!,
    title,
    stem: file.stem,
    properties: parts.slice(0, end < 0 ? parts.length : end).join('\n\n'),
  }
}
