/** Real exports, repaired in every way that the command offers, stand before verify. */
import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {type FixOptions, fixExport, verifyExport} from '../src/index.ts'
import {exportsFolder, isHere, temp, zips} from './judge/real.ts'

const slow = {timeout: 120_000}
const WAYS: [string, FixOptions][] = [
  ['as it comes', {}],
  ['with front matter', {properties: 'yaml'}],
  ['with relations as links', {relations: 'links'}],
  ['without table pages', {tables: false}],
  ['with short paths', {maxPath: 60}],
]

describe.skipIf(!isHere).each(zips)('%s', zip => {
  const original = join(exportsFolder, zip)
  const archive = join(temp, 'verified.zip')
  const folder = join(temp, 'verified')

  test.each(WAYS)('%s is well', slow, async (_, options) => {
    const {counts, files, ignored} = await fixExport([original], {output: archive, force: true, ...options})
    const {faults, unchecked, before, after} = await verifyExport(archive, {against: [original]})
    expect([faults, unchecked]).toEqual([[], []])
    // The same numbers from two sides that share no code.
    const {ignored: left, ours: _ours, ...kinds} = before!
    expect(kinds).toEqual({...counts, table: 0})
    expect(left).toBe(ignored.length)
    expect(Object.values(kinds).reduce((sum, count) => sum + count)).toBe(files)
    expect(after.table).toBe(counts.table)
    rmSync(archive)
  })

  test('is well as a folder, and without the export beside it', slow, async () => {
    await fixExport([original], {output: folder, force: true})
    expect((await verifyExport(folder, {against: [original]})).faults).toEqual([])
    const alone = await verifyExport(folder)
    expect([alone.faults, alone.unchecked]).toEqual([[], []])
    rmSync(folder, {recursive: true})
  })
})
