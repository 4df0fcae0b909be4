import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {fixExport} from '../../src/index.ts'
import {FILES, HOME, Stranger} from '../stranger.ts'
import {watchCalls} from './fs-calls.js'

/** What somebody else does while a run goes on: to the input, to the place of the output, inside of it. */

const me = new Stranger()
const EXPORT = {...FILES, 'a.txt': 'text '.repeat(1_000_000)}

let restore = () => {}
afterEach(() => restore())

/** Does something right before the first such call. */
async function meanwhile(call: string, act: () => void): Promise<void> {
  let isDone = false
  restore = await watchCalls(name => {
    if (name !== call || isDone) return
    isDone = true
    act()
  })
}

const run = (input: string, output: string, force = false) =>
  fixExport([me.at(input)], {output: me.at(output), threads: 0, force})

describe.each(['out.zip', 'out'])('to %s: an input that changes is refused', output => {
  test.each([
    ['longer', () => appendFileSync(me.at('export.zip'), 'more')],
    ['shorter', () => truncateSync(me.at('export.zip'), 3_000_000)],
    ['another', () => renameSync(me.at('new.zip'), me.at('export.zip'))],
    ['gone', () => rmSync(me.at('export.zip'))],
  ])('a ZIP that is %s', async (_, change) => {
    await me.zip('export.zip', EXPORT, {compress: false})
    await me.zip('new.zip', EXPORT, {compress: false})
    // What is read before the plan has been read; the rest lies before it.
    await meanwhile('statfs', change)
    await expect(run('export.zip', output)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:bad-zip|truncated|input-missing)$/),
    })
    expect(me.here().filter(name => !/^(?:export|new)\.zip$/.test(name))).toEqual([])
  })

  test.each([
    ['changed', () => me.write('in/a.txt', 'b')],
    ['gone', () => rmSync(me.at('in/a.txt'))],
    ['new', () => me.write('in/b.txt', 'b')],
  ])('a folder in which a file is %s', async (_, change) => {
    for (const [name, text] of Object.entries({...FILES, 'a.txt': 'a'})) me.write(`in/${name}`, text)
    await meanwhile('statfs', change)
    await expect(run('in', output)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:damaged-entry|input-missing)$/),
    })
    expect(me.here()).toEqual(['in'])
  })
})

describe('the output', () => {
  beforeEach(() => me.zip('export.zip', EXPORT))

  test.each(['out.zip', 'out/mine.txt'])(
    'that somebody else makes in the meantime stays theirs: %s',
    async path => {
      await meanwhile('sync', () => me.write(path, 'mine'))
      await expect(run('export.zip', path.split('/')[0]!)).rejects.toMatchObject({code: 'output-exists'})
      expect(me.read(path).toString()).toBe('mine')
      expect(me.here()).toEqual(['export.zip', path.split('/')[0]])
    },
  )

  test('that is to be replaced, and that somebody works in meanwhile, stays as it is', async () => {
    await run('export.zip', 'out')
    await meanwhile('sync', () => me.write('out/Home.md', 'mine'))
    await expect(run('export.zip', 'out', true)).rejects.toMatchObject({
      code: 'output-exists',
      hint: expect.stringContaining('"Home.md" in it was changed'),
    })
    expect(me.read('out/Home.md').toString()).toBe('mine')
    expect(me.here()).toEqual(['export.zip', 'out'])
  })

  const elsewhere = () => me.at('elsewhere')
  const temporary = () => join(me.folder, readdirSync(me.folder).find(name => name.startsWith('.nef-'))!)

  test.each([
    ['a folder', () => symlinkSync(elsewhere(), join(temporary(), 'Home'))],
    ['a file', () => symlinkSync(join(elsewhere(), 'a.txt'), join(temporary(), 'a.txt'))],
    ['nothing', () => symlinkSync(join(elsewhere(), 'new'), join(temporary(), 'Home'))],
  ])('goes through no link that somebody puts in its way: to %s', async (_, change) => {
    mkdirSync(elsewhere())
    writeFileSync(join(elsewhere(), 'a.txt'), 'mine')
    await meanwhile('writeFile', change)
    await expect(run('export.zip', 'out')).rejects.toMatchObject({name: 'ExportError'})
    expect(readdirSync(elsewhere())).toEqual(['a.txt'])
    expect(me.read('elsewhere/a.txt').toString()).toBe('mine')
    expect(me.here()).toEqual(['elsewhere', 'export.zip'])
  })

  test('goes through a link that the person chose', async () => {
    mkdirSync(elsewhere())
    symlinkSync(elsewhere(), me.at('link'))
    await run('export.zip', 'link/out')
    expect(existsSync(join(elsewhere(), 'out/Home.md'))).toBe(true)
    expect(existsSync(me.at(`${HOME}.md`))).toBe(false)
  })
})
