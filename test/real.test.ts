/**
 * The built command on real exports, judged by code that knows nothing of `src`.
 * The exports belong to others and lie beside the repository, not in it.
 */
import {readdirSync, readFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {describe, expect, test} from 'vitest'
import {readFiles} from './judge/cells.ts'
import {countLinks} from './judge/census.ts'
import {nameOf, readExport} from './judge/input.ts'
import {judge} from './judge/judge.ts'
import {deadLinks} from './judge/links.ts'
import {exportsFolder, isHere, manifestOf, repaired, run, stageOf, temp, zips} from './judge/real.ts'
import {readZip} from './judge/zip.ts'

const slow = {timeout: 60_000}
const SHORT = ['--max-path', '60']

describe.skipIf(!isHere).each(zips)('%s', zip => {
  test.each([180, 60])('is right with paths of at most %i units', slow, async maxPath => {
    const {output, told} = await repaired(zip, maxPath === 60 ? SHORT : [])
    expect(await judge([join(exportsFolder, zip)], output, {maxPath, told})).toEqual([])
  })

  test('gives the same bytes in Tokyo', slow, async () => {
    const {output} = await repaired(zip)
    const other = join(temp, `tokyo ${zip}`)
    await run([join(exportsFolder, zip), '-o', other], 'Asia/Tokyo')
    expect(readFileSync(other).equals(readFileSync(output))).toBe(true)
  })

  test('is known when it comes back', slow, async () => {
    const {output} = await repaired(zip)
    const before = readdirSync(temp)
    const {stdout, stderr} = await run([output])
    expect(stdout + stderr).toMatch(/already repaired/i)
    expect(readdirSync(temp)).toEqual(before)
    const again = join(temp, `again ${zip}`)
    await run([output, '-o', again])
    expect(readFileSync(again).equals(readFileSync(output))).toBe(true)
  })

  test('has the same files as a folder', slow, async () => {
    const {output} = await repaired(zip)
    const folder = join(temp, `folder ${zip.slice(0, -4)}`)
    await run([join(exportsFolder, zip), '-o', folder])
    const files = readZip(readFileSync(output)).filter(file => !file.name.endsWith('/'))
    const entries = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry =>
      entry.isFile(),
    )
    const paths = entries.map(entry =>
      relative(folder, join(entry.parentPath, entry.name)).split('\\').join('/'),
    )
    expect(paths.sort()).toEqual(files.map(file => file.name).sort())
    for (const file of files)
      expect(readFileSync(join(folder, file.name)).equals(file.bytes), file.name).toBe(true)
  })
})

/** Names of the files that cells of databases hold. */
function filesOfCells(zip: string, output: string): Set<string> {
  const {databases, places} = stageOf(zip, output)
  const cells = databases.all.flatMap(({columns, records, file}) =>
    records.flatMap(record =>
      columns.flatMap(({kind}, i) =>
        kind === 'files' && record[i] !== '' ? (readFiles(record[i]!, file.path, places, true) ?? []) : [],
      ),
    ),
  )
  return new Set(cells.map(({href}) => nameOf(decodeURIComponent(href))))
}

describe.skipIf(!isHere)('counted by hand', () => {
  /** Pages' links that a browser would look for in the export. */
  const pageLinks = (zip: string) =>
    countLinks(join(exportsFolder, zip)).filter(({kind, isRelative}) => kind !== 'index' && isRelative)

  test('appflowy-multipart: of 53 page links 23 are dead, 16 of them images', slow, async () => {
    const links = pageLinks('appflowy-multipart.zip')
    const dead = links.filter(({target}) => target.to !== 'file')
    expect(links).toHaveLength(53)
    expect(dead).toHaveLength(23)
    expect(dead.filter(({use}) => use === 'embed')).toHaveLength(16)
    // Four of the other seven have their page here under another extension; three have none.
    expect(dead.filter(({target}) => target.to === 'id')).toHaveLength(4)
    expect(dead.filter(({target}) => target.to === 'outside')).toHaveLength(3)

    const {output, told} = await repaired('appflowy-multipart.zip')
    const left = deadLinks(readZip(readFileSync(output)))
    // Besides those of the pages: files of properties, which table pages and property lines show as images.
    const names = filesOfCells('appflowy-multipart.zip', output)
    const own = left.filter(({href}) => !names.has(nameOf(decodeURIComponent(href))))
    expect(names.size).toBe(2)
    expect(own.map(({use}) => use)).toEqual(Array(16).fill('embed'))
    const {missing} = manifestOf(output)
    for (const {path, href} of left) expect(missing).toContainEqual({in: path, href})
    const toldMissing = told.filter(({code}) => code === 'file-missing').map(({path}) => path)
    for (const {path} of own) expect(toldMissing).toContain(path)
    const outside = told.filter(({code}) => code === 'page-outside').map(({detail}) => detail ?? '')
    for (const {target} of dead) {
      if (target.to === 'outside') expect(outside.some(detail => detail.includes(target.id))).toBe(true)
    }
  })

  test('pureleap-relations-2025: 4 links to databases that are not there', slow, async () => {
    const dead = pageLinks('pureleap-relations-2025.zip').filter(({target}) => target.to !== 'file')
    expect(dead.map(({target}) => target.to)).toEqual(Array(4).fill('outside'))
    const {output, told} = await repaired('pureleap-relations-2025.zip')
    expect(deadLinks(readZip(readFileSync(output)))).toEqual([])
    for (const {target} of dead) {
      const id = target.to === 'outside' ? target.id : ''
      expect(told.some(({code, detail}) => code === 'page-outside' && detail?.includes(id))).toBe(true)
    }
  })

  // The second number: notion.so links to items that are here.
  test.each([
    ['obsidian-md-2025.zip', 276, 3],
    ['appflowy-multipart.zip', 77, 14],
    ['pureleap-relations-2025.zip', 33, 6],
    ['appflowy-import-test.zip', 13, 3],
    ['obsidian-testspace-html.zip', 4, 0],
    ['appflowy-row-page.zip', 2, 1],
  ])('%s: the %i links of its index live', slow, async (zip, relatives, urls) => {
    const links = countLinks(join(exportsFolder, zip)).filter(({kind}) => kind === 'index')
    expect(links.filter(({isRelative}) => isRelative)).toHaveLength(relatives)
    expect(links.filter(({isRelative, target}) => !isRelative && target.to === 'id')).toHaveLength(urls)
    const {output} = await repaired(zip)
    const index = manifestOf(output).items.find(item => item.kind === 'index')!.path
    const dead = deadLinks(readZip(readFileSync(output)))
    expect(dead.filter(({path}) => path === index)).toEqual([])
  })

  test('appflowy-zip-attachment keeps its ZIPs', slow, async () => {
    const isZip = (path: string) => path.endsWith('.zip')
    const before = readExport([join(exportsFolder, 'appflowy-zip-attachment.zip')]).files.filter(({path}) =>
      isZip(path),
    )
    const {output} = await repaired('appflowy-zip-attachment.zip')
    const after = readZip(readFileSync(output)).filter(({name}) => isZip(name))
    expect(before).toHaveLength(3)
    expect(after.map(({crc}) => crc).sort()).toEqual(before.map(({crc}) => crc).sort())
  })

  test.each([
    ['gd-benchmark-2023-06.zip', 226, 255],
    ['appflowy-multipart.zip', 55, 268],
  ])('%s: %i paths over 200 units, the longest of %i, fit', slow, async (zip, long, longest) => {
    const input = readExport([join(exportsFolder, zip)])
    const lengths = [...input.files, ...[...input.folders].map(path => ({path: `${path}/`}))].map(
      ({path}) => path.length,
    )
    expect(Math.max(...lengths)).toBe(longest)
    expect(input.files.filter(({path}) => path.length > 200)).toHaveLength(long)
    const {output} = await repaired(zip)
    const names = readZip(readFileSync(output)).map(({name}) => name.length)
    expect(Math.max(...names)).toBeLessThanOrEqual(180)
  })

  test('obsidian-testspace-html finds its Cyrillic attachment', slow, async () => {
    const {output} = await repaired('obsidian-testspace-html.zip')
    const names = manifestOf(output).items.map(({path}) => path)
    expect(names.filter(path => /\p{Script=Cyrillic}.*\.jpg$/u.test(path))).toHaveLength(1)
    expect(names.filter(path => path.includes('%'))).toEqual([])
    expect(deadLinks(readZip(readFileSync(output)))).toEqual([])
  })

  test('2anki-html-eras finds its images', slow, async () => {
    const {output} = await repaired('2anki-html-eras.zip')
    expect(manifestOf(output).missing).toEqual([])
    expect(deadLinks(readZip(readFileSync(output)))).toEqual([])
  })
})
