import {mkdirSync, rmSync, symlinkSync} from 'node:fs'
import {basename} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import {readZip} from './judge/zip.ts'
import {CLEAN, FILES, HOME, Stranger} from './stranger.ts'

/** Where the output may go, and what it may never cost. */

const me = new Stranger()
beforeEach(() => me.zip('export.zip', FILES))

describe('--force on a folder', () => {
  beforeEach(async () => {
    expect((await me.run('export.zip', '-o', 'out')).code).toBe(0)
  })

  test("never deletes a person's own file, and names it", async () => {
    me.write('out/Home/my notes.txt', 'mine')
    for (const more of [['--force'], [], ['--force', '--dry-run']]) {
      const {code, stderr} = await me.run('export.zip', '-o', 'out', ...more)
      expect(code).toBe(1)
      expect(stderr).toMatch(/not empty\nhint: "Home\/my notes\.txt" in it is not ours/)
    }
    expect(me.read('out/Home/my notes.txt').toString()).toBe('mine')
    rmSync(me.at('out/Home/my notes.txt'))
    symlinkSync('..', me.at('out/link'))
    expect((await me.run('export.zip', '-o', 'out', '--force')).stderr).toContain('"link"')
  })

  test('never loses what a person wrote into one of our files, and names it', async () => {
    const page = me.read('out/Home.md')
    for (const text of ['mine', `${page.toString().slice(0, -1)}!`]) {
      me.write('out/Home.md', text)
      const {code, stderr} = await me.run('export.zip', '-o', 'out', '--force')
      expect(code).toBe(1)
      expect(stderr).toMatch(/not empty\nhint: "Home\.md" in it was changed after it was written/)
      expect(me.read('out/Home.md').toString()).toBe(text)
    }
    me.write('out/Home.md', page)
    expect((await me.run('export.zip', '-o', 'out', '--force')).code).toBe(0)
  })

  test("does not take another program's manifest for ours", async () => {
    for (const text of ['{}', 'null', '{"format":1,"tool":{"name":"other"},"options":{},"items":[]}']) {
      me.write('out/_notion-export-fix/manifest.json', text)
      const {code, stderr} = await me.run('export.zip', '-o', 'out', '--force')
      expect({text, code}).toEqual({text, code: 1})
      expect(stderr).toMatch(
        /hint: choose a new or empty folder; --force replaces only what this program wrote/,
      )
    }
  })

  test('replaces it when all in it is ours or the file browser’s', async () => {
    me.write('out/.DS_Store', '')
    expect((await me.run('export.zip', '-o', 'out')).stderr).toContain('replace this one with --force')
    expect((await me.run('export.zip', '-o', 'out', '--force')).code).toBe(0)
    expect(me.here('out')).toEqual(['Home', 'Home.md', '_notion-export-fix'])
  })
})

describe('what would fail in the end fails at once', () => {
  test.each([true, false])('a folder that is not empty, dry run: %s', async dry => {
    me.write('full/mine.txt', 'mine')
    // Were the input looked at first, this would be the error.
    me.write('broken.zip', 'no zip')
    for (const input of ['export.zip', 'broken.zip']) {
      const {code, stderr} = await me.run(input, '-o', 'full', ...(dry ? ['--dry-run'] : []))
      expect({code, stderr}).toEqual({code: 1, stderr: expect.stringContaining('it is not empty')})
    }
  })

  test('a folder for several archives inside an input folder', async () => {
    for (const [name, text] of Object.entries(FILES)) me.write(`mine/${name}`, text)
    const {code, stderr} = await me.run('export.zip', 'mine', '-o', 'mine/out')
    expect({code, stderr}).toEqual({code: 1, stderr: expect.stringContaining('inside the input folder')})
    expect(me.here('mine')).toEqual([HOME, `${HOME}.md`])
  })
})

test('a folder that lies too deep for any --max-path is told so', async () => {
  const deep = 'd'.repeat(100)
  mkdirSync(me.at(`${deep}/${deep}`), {recursive: true})
  const long = `${'long name '.repeat(4)}.txt`
  await me.zip('export.zip', {...FILES, [`${HOME}/${long}`]: 'x'})
  const {code, stdout} = await me.run('export.zip', '-o', `${deep}/${deep}/out`)
  expect(code).toBe(0)
  expect(stdout).toContain('too long for Windows there, whatever --max-path says')
  expect(stdout).not.toMatch(/--max-path -?\d/)
  const {stdout: json} = await me.run('export.zip', '-o', `${deep}/${deep}/json`, '--json')
  expect(JSON.parse(json)).toMatchObject({liesTooDeep: true})
})

describe('a repaired export', () => {
  // Long enough that deflate pays: what is stored or deflated is then the same question both times.
  const pages = {...FILES, [`${HOME}.md`]: `# Home\n${'word '.repeat(99)}`, 'b.txt': 'b'.repeat(99)}

  test('as a folder becomes the ZIP that it was', async () => {
    const {[`${HOME}.md`]: home, ...rest} = pages
    const order = {'z.txt': 'z'.repeat(99), ...rest, [`${HOME}.md`]: home!}
    delete (order as Record<string, string>)[`${HOME}/${basename(Object.keys(FILES)[1]!)}`]
    await me.zip('export.zip', order)
    expect((await me.run('export.zip', '-o', 'a.zip')).code).toBe(0)
    await me.shell('TZ=UTC unzip -q a.zip -d a')
    expect((await me.run('a', '-o', 'b.zip')).stdout).toContain('already repaired')
    // Files that had been copied as they lay in the export are compressed by us now; all else is the same.
    const files = (name: string) =>
      readZip(me.read(name)).map(({name, time, crc, bytes}) => ({name, time, crc, bytes}))
    expect(files('b.zip')).toEqual(files('a.zip'))
  })

  test('that somebody packed again in one folder is recognised, and comes out without it', async () => {
    await me.run('export.zip')
    await me.shell(`mkdir "Notion export 2025" && cd "Notion export 2025" && unzip -q "../${CLEAN}"`)
    expect((await me.shell('zip -qr packed.zip "Notion export 2025"')).code).toBe(0)
    expect(await me.run('packed.zip')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"packed.zip" is already repaired'),
    })
    expect((await me.run('packed.zip', '-o', 'again.zip')).code).toBe(0)
    expect(await me.names('again.zip')).toEqual(await me.names(CLEAN))
  })
})
