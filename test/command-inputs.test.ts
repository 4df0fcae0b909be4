import {mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {CLEAN, FILES, HOME, OURS, partName, Stranger, UUID} from './stranger.ts'

const me = new Stranger()

describe('inputs', () => {
  test.each([true, false])('parts inside one ZIP, deflated: %s', async compress => {
    await me.parts(1, 2)
    const parts = Object.fromEntries([1, 2].map(number => [partName(number), me.read(partName(number))]))
    for (const name of me.here()) rmSync(me.at(name))
    await me.zip('outer.zip', parts, {compress})
    expect((await me.run('outer.zip')).code).toBe(0)
    expect(me.here()).toEqual([CLEAN, 'outer.zip'].sort())
    expect(await me.names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('parts as arguments, in any order, are one export', async () => {
    await me.parts(1, 2)
    expect((await me.run(partName(2), partName(1))).code).toBe(0)
    expect(await me.names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('a pattern that the shell left alone', async () => {
    await me.parts(1, 2)
    expect((await me.run('Export-*.zip')).code).toBe(0)
    expect(await me.names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('a folder of unextracted parts', async () => {
    await me.parts(1, 2)
    mkdirSync(me.at('parts'))
    for (const number of [1, 2]) renameSync(me.at(partName(number)), me.at(`parts/${partName(number)}`))
    expect((await me.run('parts')).code).toBe(0)
    expect(await me.names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('an extracted folder, with UTC dates', async () => {
    for (const [name, text] of Object.entries(FILES)) me.write(`mine/${name}`, text)
    const {code, stdout} = await me.run('mine', '-o', 'x.zip')
    expect({code, stdout}).toMatchObject({code: 0})
    expect(await me.names('x.zip')).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('a missing part is an error, and is told with --keep-going', async () => {
    await me.parts(1, 3)
    const refused = await me.run(partName(1), partName(3))
    expect(refused).toMatchObject({code: 1})
    expect(refused.stderr).toContain('Part-2 is missing')
    expect(me.here()).toEqual([partName(1), partName(3)])
    const kept = await me.run(partName(1), partName(3), '--keep-going')
    expect(kept).toMatchObject({code: 3})
    expect(kept.stdout).toContain('1 part of the export is missing')
  })

  test('several exports give one archive each; one that fails does not stop the others', async () => {
    await me.zip('a [old].zip', FILES)
    await me.zip('b.zip', {...FILES, 'note.txt': 'b'})
    me.write('c.zip', 'no zip')
    const {code, stderr} = await me.run('a [old].zip', 'b.zip', 'c.zip', '-o', 'out')
    expect(code).toBe(1)
    expect(me.here('out')).toEqual(['Notion export 2025-11-18 (2).zip', CLEAN].sort())
    expect(stderr).toContain('c.zip')
    expect(stderr).toContain('written all the same')
    expect((await me.run('a [old].zip', 'b.zip', '-o', 'x.zip')).code).toBe(2)
  })

  test('ZIPs inside page folders are attachments', async () => {
    const zip = readFileSync(await me.zip('z.zip', {'x.txt': 'x'}))
    await me.zip('export.zip', {...FILES, [`${HOME}/${partName(1)}`]: zip})
    expect((await me.run('export.zip')).code).toBe(0)
    expect(await me.names(CLEAN)).toContain(`Home/${partName(1)}`)
  })
})

describe('folders', () => {
  const put = (root: string, files: Record<string, string> = FILES) => {
    for (const [name, text] of Object.entries(files)) me.write(`${root}/${name}`, text)
  }

  test.skipIf(process.platform === 'win32')('a name that is not UTF-8 loses nothing', async () => {
    put('mine')
    me.write('mine/deep/a.txt', 'a')
    const odd = Buffer.concat([
      Buffer.from(me.at('mine/deep/na')),
      Uint8Array.of(0xef),
      Buffer.from('ve.txt'),
    ])
    writeFileSync(odd, 'odd')
    expect(await me.run('mine', '-o', 'x.zip')).toMatchObject({code: 0})
    expect(await me.names('x.zip')).toEqual([
      'Home.md',
      'Home/Page.md',
      'deep/a.txt',
      expect.stringMatching(/^deep\/na.*ve\.txt$/),
      ...OURS,
    ])
    expect((await me.shell("unzip -p x.zip 'deep/na*'")).stdout).toBe('odd')
    expect((await me.shell('unzip -p x.zip _notion-export-fix/manifest.json')).stdout).toContain(
      '"deep/na%EFve.txt"',
    )
  })

  test.skipIf(process.platform === 'win32')('links, pipes and devices are refused by name', async () => {
    put('mine')
    symlinkSync('a.txt', me.at('mine/link'))
    const link = await me.run('mine')
    expect(link).toMatchObject({code: 1, stderr: expect.stringMatching(/"mine\/link": it is a link/)})
    rmSync(me.at('mine/link'))
    await me.shell('mkfifo mine/pipe')
    const pipe = await me.run('mine')
    expect(pipe).toMatchObject({code: 1, stderr: expect.stringMatching(/"mine\/pipe": it is a named pipe/)})
    rmSync(me.at('mine/pipe'))
    await me.shell(`mkfifo mine/${partName(1)}`)
    expect(await me.run('mine')).toMatchObject({code: 1, stderr: expect.stringMatching(/named pipe/)})
    await me.shell('mkfifo pipe.zip')
    const given = await me.run('pipe.zip')
    expect(given).toMatchObject({code: 1, stderr: expect.stringMatching(/"pipe\.zip": it is a named pipe/)})
    expect(await me.run('/dev/null')).toMatchObject({code: 1, stderr: expect.stringMatching(/a device/)})
  })
})

describe('nothing of Notion', () => {
  test('an empty folder and an empty ZIP are called by their names', async () => {
    mkdirSync(me.at('bare'))
    writeFileSync(me.at('bare.zip'), Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]))
    for (const name of ['bare', 'bare.zip']) {
      expect((await me.run(name)).stderr).toContain(`cannot repair "${name}": it is empty`)
    }
  })

  test('Part ZIPs that lie deeper are told', async () => {
    await me.parts(1, 2)
    const parts = Object.fromEntries(
      [1, 2].map(number => [`My export/${partName(number)}`, me.read(partName(number))]),
    )
    await me.zip('outer.zip', parts)
    for (const [name, bytes] of Object.entries(parts)) me.write(`outer/${name}`, bytes)
    for (const name of ['outer.zip', 'outer']) {
      const {code, stderr} = await me.run(name)
      expect(code).toBe(1)
      expect(stderr).toMatch(/Part ZIPs were found in "My export\/"[\s\S]*hint: give these/)
    }
    rmSync(me.at('outer'), {recursive: true})
    me.write(`outer/${UUID}_Export-${UUID}.zip`, me.read(partName(1)))
    expect((await me.run('outer')).stderr).toContain('Part ZIPs were found in its root')
  })
})
