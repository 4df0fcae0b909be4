import {execFileSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {chmodSync, chownSync, mkdirSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterAll, beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {fixExport} from '../../src/index.ts'
import {BIN, CLEAN, FILES, partName, type Result, Stranger} from '../stranger.ts'
import {systemError, watchCalls} from './fs-calls.js'

/** What the system can do to a run: no room, no more files, no permission, a signal. */

const me = new Stranger()
const isLinux = process.platform === 'linux'
const isRoot = process.getuid?.() === 0
const NOISE = {...FILES, 'noise.bin': randomBytes(400_000)}
const NOBODY = 'setpriv --reuid=65534 --regid=65534 --clear-groups'
const ACT = pathToFileURL(resolve('test/trust/act-at.js')).href

/** The command, which does something to itself at a call of the file system: see there. */
function runAt(at: string, act: string, ...args: string[]): Promise<Result> {
  return me.shell(`AT="${at}" DO="${act}" exec ${process.execPath} --import ${ACT} ${BIN} ${args.join(' ')}`)
}

describe.skipIf(!canMount())('a small disk', () => {
  const disk = join(tmpdir(), `nef-disk-${process.pid}`)
  beforeAll(() => {
    mkdirSync(disk, {recursive: true})
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk])
  })
  afterAll(() => {
    execFileSync('umount', [disk])
  })
  const left = () => execFileSync('ls', ['-A', disk], {encoding: 'utf8'})
  const HUGE = {...FILES, 'noise.bin': randomBytes(4_000_000)}

  test.each(['out.zip', 'out'])('is seen before anything is written: %s', async output => {
    await me.zip('export.zip', HUGE)
    const {code, stderr} = await me.run('export.zip', '-o', join(disk, output))
    expect(code).toBe(1)
    expect(stderr).toMatch(/it needs about 6 MB, and 3 MB are free\nhint: free some space/)
    expect(left()).toBe('')
  })

  test.each(['out.zip', 'out'])('that is full all the same leaves nothing: %s', async output => {
    await me.zip('export.zip', HUGE)
    const restore = await watchCalls(name => {
      if (name === 'statfs') throw systemError('ENOSYS', name)
    })
    const running = fixExport([me.at('export.zip')], {output: join(disk, output), threads: 0})
    await expect(running.finally(restore)).rejects.toMatchObject({code: 'no-space'})
    expect(left()).toBe('')
  })

  test('has no room for parts', async () => {
    await me.zip(partName(1), HUGE)
    await me.zip('export.zip', {[partName(1)]: me.read(partName(1))})
    const {code, stderr} = await me.run('export.zip', '-o', join(disk, 'out.zip'))
    expect({code, stderr}).toEqual({code: 1, stderr: expect.stringContaining('cannot unpack the parts')})
    expect(left()).toBe('')
  })
})

describe.skipIf(!isLinux)('limits of the process', () => {
  test.each(['out.zip', 'out'])('no file may be as large as the output: %s', async output => {
    await me.zip('export.zip', NOISE)
    const {code, stderr} = await me.shell(`ulimit -f 100; $NEF export.zip -o ${output}`)
    expect({code, stderr}).toEqual({code: 1, stderr: expect.stringContaining('no space is left for it')})
    expect(me.here()).toEqual(['export.zip'])
  })

  test('so few files that Node cannot read all of our code', async () => {
    await me.zip('export.zip', {
      ...FILES,
      [`Odd ${'3c'.repeat(16)}.html`]: "<article id='x'><a href='y'>y</a>",
    })
    let refused = 0
    // Where it begins depends on Node. With fewer not even Node can start.
    for (let files = 19; files < 32; files++) {
      const {code, stderr} = await me.shell(`ulimit -n ${files}; $NEF export.zip -o out.zip --force`)
      if (code === 0) continue
      expect({code, stderr}).toEqual({
        code: 1,
        stderr: expect.stringMatching(/too few files.*\nhint: .*ulimit/),
      })
      expect(me.here()).toEqual(['export.zip'])
      refused++
    }
    expect(refused).toBeGreaterThan(0)
  })

  test.each(['out.zip', 'out'])('few files: threads that cannot start are done without: %s', async output => {
    const pages = Array.from({length: 100}, (_, at) => [pageName(at), `# Page\n${'text '.repeat(12_000)}`])
    const files = Object.fromEntries(pages)
    await me.zip('export.zip', files)
    for (const [name, text] of pages) me.write(`folder/${name}`, text!)
    const inputs = {'export.zip': 'open export.zip', folder: 'readdir folder 2'}
    for (const [input, at] of Object.entries(inputs)) {
      const found = await runAt(at, 'files:7', input, '-o', output, '--threads', '4', '--force')
      expect(found).toMatchObject({code: 0, stderr: ''})
    }
  })
})

describe.skipIf(!isLinux || !isRoot || !canBeNobody())('a folder that may not be written to', () => {
  test.each(['out.zip', 'out'])('is told before any work: %s', async output => {
    await me.zip('export.zip', FILES)
    chmodSync(me.folder, 0o555)
    for (const path of ['.', 'export.zip']) chownSync(me.at(path), 65534, 65534)
    const {code, stderr} = await me.shell(`${NOBODY} $NEF export.zip -o ${output}`)
    expect({code, stderr}).toEqual({code: 1, stderr: expect.stringMatching(/permission denied[\s\S]*hint: /)})
    expect(me.here()).toEqual(['export.zip'])
  })

  test('a file of a folder that may not be read is kept as far as it goes: not at all', async () => {
    for (const [name, text] of Object.entries({...FILES, 'a.txt': 'a'})) me.write(`in/${name}`, text)
    chmodSync(me.at('in/a.txt'), 0)
    chmodSync(me.folder, 0o777)
    expect((await me.shell(`${NOBODY} $NEF in -o out`)).stderr).toContain('permission denied')
    const {code, stdout} = await me.shell(`${NOBODY} $NEF in -o out --keep-going`)
    expect({code, stdout}).toEqual({code: 3, stdout: expect.stringContaining('a.txt.damaged')})
    expect(me.read('out/a.txt.damaged')).toHaveLength(0)
  })
})

describe.skipIf(process.platform === 'win32')('signals', () => {
  beforeEach(() => me.zip('export.zip', NOISE))

  test.each([
    ['SIGINT', 'out.zip', 'open export.zip'],
    ['SIGTERM', 'out.zip', 'open .nef-'],
    ['SIGINT', 'out.zip', 'sync'],
    ['SIGTERM', 'out', 'mkdir .nef-'],
    ['SIGINT', 'out', 'open .nef- 2'],
    ['SIGTERM', 'out', 'sync'],
  ])('%s stops a run to %s at its call %s, and nothing is left', async (signal, output, at) => {
    expect((await runAt(at, signal, 'export.zip', '-o', output)).code).toBe(130)
    expect(me.here()).toEqual(['export.zip'])
  })

  test('a second one stops at once; the next run removes what is left', async () => {
    expect((await runAt('sync', 'SIGINT SIGTERM', 'export.zip')).code).toBe(130)
    expect((await me.run('export.zip')).code).toBe(0)
    expect(me.here()).toEqual([CLEAN, 'export.zip'])
  })
})

const pageName = (at: number) => `Page ${at.toString(16).padStart(32, '0')}.md`

/** Whether somebody without rights can read Node and us. */
function canBeNobody(): boolean {
  return succeeds('setpriv', [...NOBODY.split(' ').slice(1), process.execPath, BIN, '--version'])
}

function canMount(): boolean {
  return isLinux && isRoot && succeeds('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
}

function succeeds(file: string, args: string[]): boolean {
  try {
    execFileSync(file, args, {stdio: 'ignore'})
    return true
  } catch {
    return false
  }
}
