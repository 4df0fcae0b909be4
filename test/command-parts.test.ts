import {rmSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {CLEAN, FILES, OURS, partName, Stranger, UUID} from './stranger.ts'

/** The parts of one export: packed, extracted, mixed, in any order, some missing. */

const me = new Stranger()
const ALL = ['Home.md', 'Home/Page.md', ...OURS]

/** As `unzip` and most programs leave it: a folder of the ZIP's name. */
function extract(number: number, into = '.'): void {
  const [name, text] = Object.entries(FILES)[number === 1 ? 0 : 1]!
  me.write(`${into}/Export-${UUID}-Part-${number}/Export-${UUID}/${name}`, text)
}

const folderOf = (number: number) => partName(number).replace('.zip', '')

describe('extracted parts', () => {
  test('side by side are one export', async () => {
    extract(1)
    extract(2)
    expect(await me.run(folderOf(1), folderOf(2), '-o', 'x.zip')).toMatchObject({code: 0})
    expect(await me.names('x.zip')).toEqual(ALL)
  })

  test('with a Part ZIP beside them are one export', async () => {
    await me.parts(2)
    extract(1)
    expect(await me.run(partName(2), `${folderOf(1)}/`, '-o', 'x.zip')).toMatchObject({code: 0})
    expect(await me.names('x.zip')).toEqual(ALL)
  })

  test('tell which is missing, as arguments and inside a folder', async () => {
    extract(1)
    extract(4)
    extract(1, 'all')
    extract(3, 'all')
    expect(await me.run(folderOf(1), folderOf(4))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Part-2 and Part-3 are missing'),
    })
    expect(await me.run('all')).toMatchObject({code: 1, stderr: expect.stringContaining('Part-2 is missing')})
  })
})

test('the order of the arguments does not change a byte', async () => {
  await me.parts(1, 2, 3)
  const names = [1, 2, 3].map(partName)
  expect((await me.run(...names, '-o', 'a.zip')).code).toBe(0)
  expect((await me.run(...names.reverse(), '-o', 'b.zip')).code).toBe(0)
  expect(me.read('b.zip').equals(me.read('a.zip'))).toBe(true)
  const manifest = await me.shell('unzip -p a.zip _notion-export-fix/manifest.json')
  expect(JSON.parse(manifest.stdout).sources.map(({name}: {name: string}) => name)).toEqual(names.reverse())
})

test('many missing parts are one sentence', async () => {
  await me.parts(4)
  expect((await me.run(partName(4))).stderr).toContain(
    'cannot repair this export: Part-1, Part-2 and Part-3 are missing',
  )
})

describe('a part inside a ZIP', () => {
  async function makeOuter(): Promise<void> {
    await me.parts(1, 2)
    await me.zip('outer.zip', Object.fromEntries([1, 2].map(n => [partName(n), me.read(partName(n))])))
    for (const number of [1, 2]) rmSync(me.at(partName(number)))
  }

  test('and an output in no folder: the folder is named, and what to do', async () => {
    await makeOuter()
    for (const output of ['nodir/out.zip', 'nodir/out']) {
      const {code, stderr} = await me.run('outer.zip', '-o', output)
      expect(code).toBe(1)
      expect(stderr).toMatch(
        /^error: cannot write "nodir\/out[^"]*": its folder does not exist\nhint: make the folder "nodir" first\n$/,
      )
    }
    expect(me.here()).toEqual(['outer.zip'])
  })

  test('is gone when the run is over', async () => {
    await makeOuter()
    expect((await me.run('outer.zip')).code).toBe(0)
    expect(me.here()).toEqual([CLEAN, 'outer.zip'].sort())
  })
})
