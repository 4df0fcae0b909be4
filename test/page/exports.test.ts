/** The page gives what the command gives: names, order, bytes and times of every entry. */
import {readFileSync} from 'node:fs'
import {basename, join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {isHere as areExports, exportsFolder, run, temp, zips} from '../judge/real.ts'
import {readZip} from '../judge/zip.ts'
import {isHere, pageUrl, repair, root, state, visit} from './browser.ts'

const sample = join(root, 'fixtures', 'Export-5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a.zip')

/** The command's archive, beside nothing else, so that it gets the name that the command chooses. */
async function byCommand(paths: readonly string[], args: readonly string[] = []) {
  const output = join(temp, `page ${basename(paths[0]!)} ${args.join('')}.zip`)
  await run([...paths, ...args, '-o', output])
  return readZip(readFileSync(output))
}

async function sameAsCommand(paths: readonly string[]): Promise<void> {
  await using visited = await visit()
  const {page, requests, faults} = visited
  const {name, bytes} = await repair(page, paths)
  const expected = await byCommand(paths)
  const found = readZip(bytes)
  expect(found.map(entry => entry.name)).toEqual(expected.map(entry => entry.name))
  expect(found.map(({time, crc}) => ({time, crc}))).toEqual(expected.map(({time, crc}) => ({time, crc})))
  for (const [at, entry] of found.entries()) {
    expect(entry.bytes.equals(expected[at]!.bytes), entry.name).toBe(true)
  }
  expect(name).toMatch(/^Notion export \d{4}-\d\d-\d\d\.zip$/)
  expect(faults).toEqual([])
  // The page itself and its engine, which lies in it: nothing else was asked for.
  expect(requests.filter(url => url !== pageUrl && !url.startsWith('blob:'))).toEqual([])
}

describe.skipIf(!isHere || !areExports)('a real export dropped on the page', () => {
  test.each(zips)('%s', async zip => {
    await sameAsCommand([join(exportsFolder, zip)])
  })
})

describe.skipIf(!isHere)('the sample', () => {
  test('is repaired as by the command', async () => {
    await sameAsCommand([sample])
  })

  test('is repaired with other choices', async () => {
    await using visited = await visit()
    const {page} = visited
    await page.locator('#picker').setInputFiles(sample)
    await state(page, 'preview')
    await page.getByLabel('Add a readable page for each database').uncheck()
    await page.getByLabel('Titles and paths').check()
    await page.getByLabel('YAML, for Obsidian and others').check()
    const downloaded = page.waitForEvent('download')
    await page.locator('#save').click()
    const found = readZip(readFileSync(await (await downloaded).path()))
    const expected = await byCommand(
      [sample],
      ['--no-tables', '--relations', 'links', '--properties', 'yaml'],
    )
    expect(found.map(({name, crc}) => [name, crc])).toEqual(expected.map(({name, crc}) => [name, crc]))
  })
})
