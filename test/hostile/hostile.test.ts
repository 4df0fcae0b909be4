import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {crc32} from 'node:zlib'
import {afterAll, describe, expect, test} from 'vitest'
import {ExportError, fixExport, type Report} from '../../src/index.ts'
import {bytesOf} from './build.ts'
import {hashTree, plant} from './canary.ts'
import type {Case} from './case.ts'
import {contents} from './contents.ts'
import {namesAndTypes} from './encodings.ts'
import {ends} from './ends.ts'
import {local} from './local.ts'
import {names} from './names.ts'
import {judge} from './strangers.ts'

/**
 * An archive for each row of the threat table, with a label written by hand: accepted, refused or told of.
 * Each is repaired to an archive and to a folder. Nothing but the output may appear or change; what was
 * accepted must please other programs and hold every attachment.
 */

const cases: readonly Case[] = [...names, ...namesAndTypes, ...local, ...ends, ...contents]
const root = mkdtempSync(join(tmpdir(), 'nef-hostile-'))
/** Archives that were written, with their case. */
const written = new Map<string, Case>()
afterAll(() => rmSync(root, {recursive: true, force: true}))

/** The codes of this table; other problems are those of any export. */
const WARNINGS = new Set(['zip-irregular', 'zip-leftover', 'name-undecodable', 'entry-huge', 'csv-formula'])

test('there is one of each name, and enough of them', () => {
  expect(new Set(cases.map(({name}) => name)).size).toBe(cases.length)
  expect(cases.length).toBeGreaterThan(200)
})

describe.each(['zip', 'folder'] as const)('as a %s', kind => {
  const fitting = cases.filter(({isDry, kept}) => kind === 'zip' || (!isDry && kept.length < 2000))
  test.each(fitting.map(each => [each.name, each] as const))('%s', async (name, each) => {
    const place = join(root, kind, name)
    mkdirSync(place, {recursive: true})
    const work = plant(place)
    const input = join(work, 'export.zip')
    writeFileSync(input, each.bytes())
    const output = join(work, kind === 'zip' ? 'clean.zip' : 'clean')
    const before = hashTree(place)
    const done = await fixExport([input], {...each.options, output, dryRun: each.isDry}).catch(error => error)
    const wasWritten = !(done instanceof Error) && !each.isDry
    expect(hashTree(place, wasWritten ? [output] : [])).toBe(before)
    checkLabel(each, done)
    if (!wasWritten) return
    if (kind === 'zip') written.set(output, each)
    else checkFiles(each, filesBelow(output))
  })
})

test('other programs find no fault in what was written, and every attachment', async () => {
  const seen = await judge(root, [...written.keys()])
  for (const [path, each] of written) {
    const {bad, files} = seen.get(path)!
    expect(bad, each.name).toBeNull()
    checkFiles(each, files)
  }
})

function checkLabel({label, name}: Case, done: Report | Error): void {
  if (label.is === 'refuse') {
    if (!(done instanceof ExportError)) throw new Error(`${name} was not refused`, {cause: done})
    expect(done.code).toBe(label.code)
    expect(done.message).toMatch(label.says)
    return
  }
  if (done instanceof Error) throw done
  const told = done.problems.filter(({code}) => WARNINGS.has(code))
  const codes = new Set(told.map(({code}) => code))
  expect([...codes]).toEqual(label.is === 'warn' ? [label.code] : [])
  if (label.is === 'warn' && label.says) expect(told[0]?.detail).toMatch(label.says)
}

/** The attachments that came out are those that went in, whatever they are called now. */
function checkFiles(each: Case, files: Seen['files']): void {
  const theirs = files.filter(([path]) => !/^_notion-export-fix\/|\.(md|csv|html)$/.test(path))
  const kept = each.kept.map(data => crc32(bytesOf(data)))
  const numbers = (list: readonly number[]) => [...list].sort((a, b) => a - b)
  expect(numbers(theirs.map(([, crc]) => crc)), each.name).toEqual(numbers(kept))
  const paths = files.map(([path]) => path)
  for (const path of each.out) expect(paths, each.name).toContain(path)
}

type Seen = {readonly files: readonly (readonly [name: string, crc: number])[]}

function filesBelow(folder: string): [string, number][] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => {
      const path = join(entry.parentPath, entry.name)
      return [path.slice(folder.length + 1), crc32(readFileSync(path))]
    })
}
