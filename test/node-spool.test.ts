import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, watch, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {setTimeout as wait} from 'node:timers/promises'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {fixExport, memorySink} from '../src/index.ts'
import {openExport} from '../src/node/inputs.ts'
import {spool} from '../src/node/spool.ts'
import type {Progress} from '../src/run/fix.ts'
import {makeZip} from './make-zip.ts'
import {FILES, partName} from './stranger.ts'
import {codec} from './zip/support.ts'

/** Parts are unpacked to a place that nobody sees, and that nothing is left in. */

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nef-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

test.skipIf(process.platform === 'win32')('has no name while it is written and read', async () => {
  const seen: string[][] = []
  const chunks = (async function* () {
    for (const text of ['one', 'two', 'three']) {
      seen.push(readdirSync(folder))
      yield Buffer.from(text)
    }
  })()
  const access = await spool(folder, partName(1), chunks)
  expect(seen).toEqual([[], [], []])
  expect(Buffer.from(await access.read(2, 5)).toString()).toBe('etwot')
  expect(access.size).toBe(11)
  await access.close()
})

test('is gone when what it is made of fails', async () => {
  const chunks = (async function* () {
    yield Buffer.from('one')
    throw new Error('no more')
  })()
  await expect(spool(folder, partName(1), chunks)).rejects.toThrow('no more')
  expect(readdirSync(folder)).toEqual([])
})

test('a folder that is not there is named', async () => {
  const nowhere = join(folder, 'nodir')
  await expect(spool(nowhere, partName(1), (async function* () {})())).rejects.toMatchObject({
    name: 'ExportError',
    message: `cannot write "${nowhere}": its folder does not exist`,
  })
})

describe.each([true, false])('unpacking, deflated: %s', compress => {
  const SIZE = 1 << 23
  beforeEach(async () => {
    const part = await makeZip(
      join(folder, partName(1)),
      {...FILES, 'large.bin': Buffer.alloc(SIZE)},
      {compress: false},
    )
    const {readFileSync} = await import('node:fs')
    await makeZip(join(folder, 'outer.zip'), {[partName(1)]: readFileSync(part)}, {compress})
    rmSync(part)
  })

  test('tells how far it is, and stops when it is told to', async () => {
    const told: Progress[] = []
    const controller = new AbortController()
    const opening = openExport([join(folder, 'outer.zip')], {
      codec,
      spoolFolder: folder,
      signal: controller.signal,
      onProgress(progress) {
        told.push(progress)
        if (told.length === 2) controller.abort()
      },
    })
    await expect(opening).rejects.toMatchObject({name: 'AbortError'})
    expect(told).toHaveLength(2)
    expect(told[1]).toMatchObject({phase: 'unpack', total: expect.any(Number)})
    expect(told[1]!.done).toBeLessThan(told[1]!.total)
    expect(readdirSync(folder)).toEqual(['outer.zip'])
  })

  test.each(['dry run', 'sink'])('puts nothing beside the input: %s', async how => {
    const seen: (string | null)[] = []
    const watcher = watch(folder, (_, name) => seen.push(name))
    const options = how === 'sink' ? {output: memorySink(new Map())} : {dryRun: true}
    await fixExport([join(folder, 'outer.zip')], options)
    await wait(50)
    watcher.close()
    expect(seen).toEqual([])
  })
})

test('what a dead run left of this part is cleared', async () => {
  const {temporary} = await leftovers(partName(1), 2 ** 22 + 1)
  mkdirSync(join(folder, 'keep'))
  const access = await spool(folder, partName(1), (async function* () {})())
  await access.close()
  expect(existsSync(temporary)).toBe(false)
  expect(readdirSync(folder)).toEqual(['keep'])
})

async function leftovers(name: string, pid: number): Promise<{temporary: string}> {
  const {createHash} = await import('node:crypto')
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  const temporary = join(folder, `.nef-${hash}-${pid}-3.part`)
  writeFileSync(temporary, 'old')
  return {temporary}
}
