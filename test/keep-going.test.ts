import {chmodSync, rmSync} from 'node:fs'
import {deflateRawSync, inflateRawSync} from 'node:zlib'
import {beforeEach, describe, expect, test} from 'vitest'
import {fixExport, type Report} from '../src/index.ts'
import {CLEAN, FILES, HOME, PAGE, partName, Stranger, UUID} from './stranger.ts'

/** `--keep-going`: the rest is saved, and of what is damaged as much as there is. */

const me = new Stranger()
const LINES = Array.from({length: 4000}, (_, at) => `line ${(at * 7919) % 10007}\n`).join('')
const NOTE = 'x'.repeat(5000)

interface Item {
  readonly path: string
  readonly from: string[]
  readonly size: number
  readonly crc32: string
  readonly outSize: number
  readonly outCrc32: string
}

/** What is left in a folder, in this process: the command is asked only what it says and how it ends. */
async function save(output: string, ...inputs: string[]): Promise<Report> {
  return fixExport(
    inputs.map(input => me.at(input)),
    {output: me.at(output), keepGoing: true, threads: 0},
  )
}

function itemIn(folder: string, path: string): Item {
  const {items} = JSON.parse(me.read(`${folder}/_notion-export-fix/manifest.json`).toString())
  return items.find((item: Item) => item.path === path)
}

const damaged = ({problems}: Report) =>
  problems.filter(({code}) => code === 'entry-damaged').map(({path}) => path)

/** Changes an archive where an entry has its local header and its data. */
function spoil(zip: string, name: string, change: (archive: Buffer, header: number, data: number) => void) {
  const archive = me.read(zip)
  const header = archive.lastIndexOf(LOCAL, archive.indexOf(name))
  change(archive, header, header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28))
  me.write(zip, archive)
}

const LOCAL = 'PK\x03\x04'
const CENTRAL = 'PK\x01\x02'

const FLIPPED = (archive: Buffer, _: number, data: number) => {
  archive[data + 3]! ^= 1
}

describe('a damaged entry', () => {
  test('with the wrong checksum keeps all its bytes, under a name that no program takes for whole', async () => {
    await me.zip('export.zip', {...FILES, 'a.txt': NOTE}, {compress: false})
    spoil('export.zip', `${HOME}/${PAGE}.md`, FLIPPED)
    expect((await me.run('export.zip')).code).toBe(1)
    expect(me.here()).toEqual(['export.zip'])
    const {code, stdout} = await me.run('export.zip', '--keep-going')
    expect(code).toBe(3)
    expect(stdout).toContain('1 file is damaged in the export')
    expect(stdout).toMatch(/Home\/Page\.md\.damaged: cannot unpack ".*its bytes do not fit its checksum/)
    expect(await me.names(CLEAN)).toEqual(
      expect.arrayContaining(['Home.md', 'Home/Page.md.damaged', 'a.txt']),
    )
    await save('out', 'export.zip')
    // What a link leads to is better there than nowhere.
    expect(me.read('out/Home.md').toString()).toContain('[Page](Home/Page.md.damaged)')
    expect(me.read('out/Home/Page.md.damaged')).toHaveLength(6)
    const item = itemIn('out', 'Home/Page.md.damaged')
    expect(item).toMatchObject({from: [`${HOME}/${PAGE}.md`], size: 6, outSize: 6})
    expect(item.crc32).not.toBe(item.outCrc32)
  })

  test.each([
    ['small', LINES],
    ['large', LINES.repeat(230)],
  ])(
    'in the middle of a deflate stream keeps what comes before, the same every time: %s',
    async (_, text) => {
      await me.zip('export.zip', {...FILES, 'lines.txt': text})
      let sound = 0
      spoil('export.zip', 'lines.txt', (archive, header, data) => {
        const half = data + Math.floor(deflateRawSync(text).length / 2)
        sound = inflateRawSync(archive.subarray(data, half), {finishFlush: 2}).length
        archive.fill(0xff, half, half + 300)
        expect(archive.readUInt16LE(header + 8)).toBe(8)
      })
      for (const output of ['a.zip', 'c']) await save(output, 'export.zip')
      const kept = me.read('c/lines.txt.damaged').toString()
      expect(kept.length).toBeGreaterThanOrEqual(sound)
      expect(kept.slice(0, sound) === text.slice(0, sound)).toBe(true)
      const item = itemIn('c', 'lines.txt.damaged')
      expect(item).toMatchObject({size: text.length, outSize: kept.length})
      const manifest = await me.shell('unzip -p a.zip _notion-export-fix/manifest.json')
      expect(manifest.stdout).toContain(`"outCrc32":"${item.outCrc32}"`)
    },
  )

  test.each([
    ['its size', 22],
    ['its checksum', 14],
    ['its signature', 0],
    ['its name', 30],
  ])('whose local header lies about %s keeps what is there', async (_, at) => {
    await me.zip('export.zip', {...FILES, 'a.txt': NOTE, 'b.txt': LINES})
    spoil('export.zip', 'a.txt', (archive, header) => {
      archive[header + at]! ^= 1
    })
    const input = me.at('export.zip')
    await expect(fixExport([input], {output: me.at('x'), threads: 0})).rejects.toMatchObject({
      code: 'bad-zip',
    })
    expect(damaged(await save('out', 'export.zip'))).toEqual(['a.txt.damaged'])
    expect(me.read('out/a.txt.damaged').toString()).toBe(NOTE)
    expect(me.read('out/b.txt').toString()).toBe(LINES)
  })

  test.each([-1000, 1000])('whose size is said to be %s bytes more than it is', async more => {
    await me.zip('export.zip', {...FILES, 'a.txt': NOTE})
    const archive = me.read('export.zip')
    const {length} = NOTE
    for (const [signature, field] of [
      [LOCAL, 22],
      [CENTRAL, 24],
    ] as const) {
      for (let at = archive.indexOf(signature); at >= 0; at = archive.indexOf(signature, at + 1)) {
        if (archive.readUInt32LE(at + field) === length) archive.writeUInt32LE(length + more, at + field)
      }
    }
    me.write('export.zip', archive)
    expect(damaged(await save('out', 'export.zip'))).toEqual(['a.txt.damaged'])
    expect(me.read('out/a.txt.damaged').toString()).toBe(NOTE)
  })

  test('may be every page that there is, and none of them need be', async () => {
    await me.zip('export.zip', {[`${HOME}.md`]: NOTE}, {compress: false})
    spoil('export.zip', `${HOME}.md`, FLIPPED)
    expect(damaged(await save('out', 'export.zip'))).toEqual(['Home.md.damaged'])
    await me.zip('whole.zip', FILES)
    expect(await save('a.zip', 'whole.zip')).toMatchObject({incomplete: false})
    await fixExport([me.at('whole.zip')], {output: me.at('b.zip')})
    expect(me.read('a.zip').equals(me.read('b.zip'))).toBe(true)
  })

  test('that a second part holds whole does not cost the page', async () => {
    const pages = {[`${HOME}.md`]: NOTE}
    await me.zip(partName(1), pages, {compress: false})
    await me.zip(partName(2), {...pages, 'b.md': `[home](${encodeURI(HOME)}.md)`}, {compress: false})
    spoil(partName(1), `${HOME}.md`, FLIPPED)
    await save('out', partName(1), partName(2))
    expect(me.read('out/Home.md').toString()).toBe(NOTE)
    expect(me.read('out/Home.md.damaged')).toHaveLength(NOTE.length)
  })
})

describe('a part inside the ZIP', () => {
  async function outer(compress: boolean): Promise<void> {
    await me.zip(
      partName(1),
      {[`Export-${UUID}/${HOME}.md`]: NOTE, [`Export-${UUID}/a.txt`]: NOTE},
      {compress: false},
    )
    await me.parts(2)
    const parts = Object.fromEntries([1, 2].map(n => [partName(n), me.read(partName(n))]))
    await me.zip('outer.zip', parts, {compress})
    for (const number of [1, 2]) rmSync(me.at(partName(number)))
  }

  test('with a wrong byte costs no more than the entry that has it', async () => {
    await outer(false)
    const archive = me.read('outer.zip')
    archive[archive.lastIndexOf('xxxxx')]! ^= 1
    me.write('outer.zip', archive)
    const {code, stdout} = await me.run('outer.zip', '--keep-going')
    expect(code).toBe(3)
    expect(stdout).toContain('2 files are damaged')
    expect(await me.names(CLEAN)).toEqual(
      expect.arrayContaining(['Home.md', 'a.txt.damaged', 'Home/Page.md']),
    )
  })

  test.each([true, false])('that cannot be opened is kept as it is; deflated: %s', async compress => {
    await outer(compress)
    spoil('outer.zip', partName(1), (archive, _, data) => {
      if (compress) archive.fill(0xff, data + 40, data + 90)
      else archive.fill(0, archive.indexOf('PK\x05\x06'), archive.indexOf('PK\x05\x06') + 4)
    })
    expect(damaged(await save('out', 'outer.zip'))).toEqual([`${partName(1)}.damaged`])
    expect(me.here('out')).toEqual([`${partName(1)}.damaged`, 'Home', '_notion-export-fix'])
  })

  test('is told when nothing else is there', async () => {
    me.write(partName(1), 'no zip at all')
    await me.zip('outer.zip', {[partName(1)]: me.read(partName(1))})
    for (const input of ['outer.zip', partName(1)]) {
      await expect(save('out', input)).rejects.toMatchObject({code: 'not-a-zip', path: partName(1)})
    }
    expect(me.here()).toEqual([partName(1), 'outer.zip'])
  })
})

test('a part given by itself that cannot be opened is as good as missing', async () => {
  await me.parts(1, 2)
  me.write(partName(2), me.read(partName(2)).subarray(0, 100))
  const {problems, incomplete} = await save('out', partName(1), partName(2))
  expect(problems.map(({code, path}) => ({code, path}))).toContainEqual({
    code: 'part-missing',
    path: partName(2),
  })
  expect(incomplete).toBe(true)
  expect(me.here('out')).toContain('Home.md')
})

describe('a folder', () => {
  beforeEach(() => {
    for (const [name, text] of Object.entries(FILES)) me.write(`export/${name}`, text)
  })

  test.skipIf(process.getuid?.() === 0)('with a file that may not be read', async () => {
    chmodSync(me.at(`export/${HOME}/${PAGE}.md`), 0)
    await expect(fixExport([me.at('export')], {dryRun: true})).rejects.toMatchObject({code: 'no-access'})
    expect(damaged(await save('out', 'export'))).toEqual(['Home/Page.md.damaged'])
    expect(me.read('out/Home/Page.md.damaged')).toHaveLength(0)
  })

  test('with a Part ZIP that cannot be opened keeps it', async () => {
    me.write(`export/${partName(1)}`, 'no zip')
    expect(damaged(await save('out', 'export'))).toEqual([partName(1)])
    expect(me.read(`out/${partName(1)}`).toString()).toBe('no zip')
    expect(me.here('out')).toContain('Home.md')
  })
})
