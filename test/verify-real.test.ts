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

  test.each(WAYS)('%s is well, as an archive and as a folder', slow, async (_, options) => {
    for (const output of [join(temp, 'verified.zip'), join(temp, 'verified')]) {
      const {counts, files, ignored} = await fixExport([original], {output, force: true, ...options})
      const alone = await verifyExport(output)
      expect([alone.faults, alone.unchecked]).toEqual([[], []])
      const against = await verifyExport(output, {against: [original]})
      expect(against.faults).toEqual([])
      // The same numbers from two sides that share no code.
      const {ignored: left, ours: _, ...before} = against.before!
      expect(before).toEqual({...counts, table: 0})
      expect(left).toBe(ignored.length)
      expect(Object.values(before).reduce((sum, count) => sum + count)).toBe(files)
      expect(against.after.table).toBe(counts.table)
      rmSync(output, {recursive: true})
    }
  })
})
