import {createHash} from 'node:crypto'
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {fixExport, type Sink} from '../src/index.ts'
import {folderOutput} from '../src/node/folder-output.ts'
import {zipOutput} from '../src/node/zip-output.ts'
import {makeZip} from './make-zip.ts'
import {CLEAN, FILES} from './stranger.ts'
import {codec} from './zip/support.ts'

/** Outputs as the library has them: several at once, after a kill, on a disk that lies. */

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nef-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** Past every pid that Linux gives. */
const DEAD = 2 ** 22 + 1
const temporary = (target: string, pid: number, tail = '.part') =>
  join(folder, `.nef-${createHash('sha256').update(target).digest('hex').slice(0, 8)}-${pid}${tail}`)
const file = (path: string, text: string) => ({path, time: 0x5b720000, data: {whole: Buffer.from(text)}})

describe('two runs in one process', () => {
  test('on a name that somebody gave: the second is told that it is busy', async () => {
    const first = await zipOutput(join(folder, 'x.zip'), {onExisting: 'replace', codec})
    await expect(zipOutput(join(folder, 'x.zip'), {onExisting: 'replace', codec})).rejects.toMatchObject({
      code: 'output-busy',
    })
    await first.write(file('a.txt', 'a'))
    await expect(first.finish()).resolves.toMatchObject({name: join(folder, 'x.zip')})
    const next = await zipOutput(join(folder, 'x.zip'), {onExisting: 'replace', codec})
    await next.abort()
    expect(readdirSync(folder)).toEqual(['x.zip'])
  })

  test('of one folder', async () => {
    const first = await folderOutput(join(folder, 'x'), {force: false})
    await expect(folderOutput(join(folder, 'x'), {force: false})).rejects.toMatchObject({code: 'output-busy'})
    await first.abort()
    await (await folderOutput(join(folder, 'x'), {force: false})).abort()
    expect(readdirSync(folder)).toEqual([])
  })

  test('on a name that is ours to choose: the second takes the next', async () => {
    const inputs = await Promise.all(
      ['a', 'b', 'c'].map(name => makeZip(join(folder, `${name}.zip`), {...FILES, 'x.txt': name})),
    )
    const reports = await Promise.all(inputs.map(input => fixExport([input])))
    expect(new Set(reports.map(({output}) => output)).size).toBe(3)
    expect(readdirSync(folder).filter(name => name.startsWith('Notion'))).toEqual(
      [1, 2, 3].map(n => (n === 1 ? CLEAN : CLEAN.replace('.zip', ` (${n}).zip`))).sort(),
    )
    expect(readdirSync(folder).filter(name => name.startsWith('.nef-'))).toEqual([])
  })

  test('a live process of somebody else is waited for, or its name left to it', async () => {
    const live = temporary(CLEAN, process.ppid)
    writeFileSync(live, 'being written')
    const input = await makeZip(join(folder, 'a.zip'), FILES)
    await expect(fixExport([input], {output: join(folder, CLEAN)})).rejects.toMatchObject({
      code: 'output-busy',
    })
    const {output} = await fixExport([input])
    expect(output).toBe(join(folder, CLEAN.replace('.zip', ' (2).zip')))
    expect(readFileSync(live, 'utf8')).toBe('being written')
  })
})

describe('after a kill', () => {
  test('all that the dead run left of this target goes', async () => {
    writeFileSync(temporary('x.zip', DEAD), '')
    writeFileSync(temporary('x.zip', DEAD, '-4.part'), '')
    writeFileSync(temporary('y.zip', DEAD), '')
    await (await zipOutput(join(folder, 'x.zip'), {onExisting: 'refuse', codec})).abort()
    expect(readdirSync(folder).map(name => join(folder, name))).toEqual([temporary('y.zip', DEAD)])
  })

  test('a folder that stepped aside comes back when nothing came for it', async () => {
    const old = temporary('x', DEAD, '.part.old')
    mkdirSync(old)
    writeFileSync(join(old, 'a.txt'), 'a')
    mkdirSync(temporary('x', DEAD))
    await expect(folderOutput(join(folder, 'x'), {force: false})).rejects.toMatchObject({
      code: 'output-exists',
    })
    expect(readdirSync(folder)).toEqual(['x'])
    expect(readFileSync(join(folder, 'x/a.txt'), 'utf8')).toBe('a')
  })

  test('and goes when its successor stands', async () => {
    mkdirSync(join(folder, 'x'))
    mkdirSync(temporary('x', DEAD, '.part.old'))
    await (await folderOutput(join(folder, 'x'), {force: false})).abort()
    expect(readdirSync(folder)).toEqual(['x'])
  })
})

describe('what was written is read back', () => {
  /** The folder under its temporary name, while it is being written. */
  const inside = () => join(folder, readdirSync(folder).find(name => name.startsWith('.nef-'))!)

  async function half(): Promise<Sink> {
    const sink = await folderOutput(join(folder, 'x'), {force: false})
    await sink.write(file('a.txt', 'a'))
    await sink.write(file('b/c.txt', 'c'))
    return sink
  }

  test.each([
    ['other bytes', () => writeFileSync(join(inside(), 'b/c.txt'), 'd')],
    ['a file too few', () => rmSync(join(inside(), 'b/c.txt'))],
    ['a file too many', () => writeFileSync(join(inside(), 'd.txt'), 'd')],
  ])('a folder with %s gets no name', async (_, spoil) => {
    const sink = await half()
    spoil()
    await expect(sink.finish()).rejects.toThrow(/was written/)
    await sink.abort()
    expect(readdirSync(folder)).toEqual([])
  })

  test('an archive that no reader takes is closed', async () => {
    const sink = await zipOutput(join(folder, 'x.zip'), {onExisting: 'refuse', codec})
    // Our own writer puts down what no plan would name; the reader refuses it.
    await sink.write(file('../x', 'a'))
    const before = openFiles()
    await expect(sink.finish()).rejects.toMatchObject({code: 'unsafe-name'})
    await sink.abort()
    expect(openFiles()).toBeLessThan(before)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('the paths of a folder', () => {
  test('a name that begins with two dots is a name', async () => {
    const sink = await folderOutput(join(folder, 'x'), {force: false})
    await sink.write(file('..and then.md', 'a'))
    await sink.write(file('...and then/b.md', 'b'))
    await sink.finish()
    expect(readdirSync(join(folder, 'x')).sort()).toEqual(['...and then', '..and then.md'])
  })

  test.each(['../x', '..', 'a/../../x', 'a\\x', '.', '/x'])('%j leads out', async path => {
    const sink = await folderOutput(join(folder, 'x'), {force: false})
    await expect(sink.write(file(path, 'a'))).rejects.toThrow(/leads out/)
    await sink.abort()
    expect(readdirSync(folder)).toEqual([])
  })
})

test('a name that cannot be given is told as a failed write', async () => {
  const target = join(folder, 'x.zip')
  const sink = await zipOutput(target, {onExisting: 'replace', codec})
  await sink.write(file('a.txt', 'a'))
  mkdirSync(target)
  await expect(sink.finish()).rejects.toMatchObject({name: 'ExportError', path: target})
  await sink.abort()
  expect(readdirSync(folder)).toEqual(['x.zip'])
})

/** 1 where the system does not tell. */
function openFiles(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 1
  }
}
