import {spawn} from 'node:child_process'
import {beforeEach, describe, expect, test} from 'vitest'
import {BIN, CLEAN, FILES, partName, Stranger} from './stranger.ts'

const me = new Stranger()

describe('output that nobody reads', () => {
  test('does not end the work on the other exports', async () => {
    for (const name of ['a', 'b', 'c']) await me.zip(`${name}.zip`, {...FILES, 'note.txt': name})
    // The reader is gone before the first line is written.
    const {code} = await me.shell('set -o pipefail; $NEF a.zip b.zip c.zip -o out | true')
    expect(code).toBe(0)
    expect(me.here('out')).toHaveLength(3)
    const broken = await me.shell('set -o pipefail; echo x > c.zip; $NEF a.zip b.zip c.zip -o on | true')
    expect(broken.code).toBe(1)
    expect(me.here('on')).toHaveLength(2)
  })

  test.skipIf(process.platform !== 'linux')(
    'but a full disk behind it is told by the exit code',
    async () => {
      await me.zip('a.zip', FILES)
      expect((await me.shell('$NEF a.zip --json > /dev/full')).code).toBe(1)
      expect(me.here()).toEqual([CLEAN, 'a.zip'].sort())
    },
  )
})

describe('--json', () => {
  const errorIn = (stdout: string) => {
    expect(stdout.trimEnd()).not.toContain('\n')
    return JSON.parse(stdout).error
  }

  test('every failure is one line with its inputs', async () => {
    me.write('bad.zip', 'no zip')
    await me.zip('export.zip', FILES)
    me.write('there.zip', 'mine')
    const calls: [args: string[], code: string, inputs: string[]][] = [
      [['gone-*.zip'], 'input-missing', ['gone-*.zip']],
      [['gone.zip'], 'input-missing', ['gone.zip']],
      [['bad.zip'], 'not-a-zip', ['bad.zip']],
      [['export.zip', '-o', 'there.zip'], 'output-exists', ['export.zip']],
      [['export.zip', '--max-path', '59'], 'usage', ['export.zip']],
      [['export.zip', 'bad.zip', '-o', 'x.zip'], 'usage', ['export.zip', 'bad.zip']],
    ]
    for (const [args, code, inputs] of calls) {
      const {stdout} = await me.run(...args, '--json')
      expect(errorIn(stdout)).toMatchObject({code, inputs, message: expect.stringMatching(/^cannot /)})
    }
    const wrong = await me.run('export.zip', '--json', '--what')
    expect(wrong.code).toBe(2)
    expect(errorIn(wrong.stdout)).toMatchObject({code: 'usage', message: expect.stringContaining('--what')})
  })

  test('of several exports each has its line', async () => {
    me.write('bad.zip', 'no zip')
    await me.zip('export.zip', FILES)
    const {code, stdout} = await me.run('bad.zip', 'export.zip', '--json')
    expect(code).toBe(1)
    const [first, second] = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(first).toMatchObject({error: {code: 'not-a-zip', inputs: ['bad.zip']}})
    expect(second).toMatchObject({status: 'written'})
  })
})

describe('several exports', () => {
  beforeEach(async () => {
    await me.zip('a.zip', FILES)
    await me.zip('b.zip', {...FILES, 'b.txt': 'x'.repeat(5000)}, {compress: false})
    const bytes = me.read('b.zip')
    bytes[bytes.indexOf('xxxx') + 7] = 0x79
    me.write('b.zip', bytes)
  })

  test.each([
    [['--max-path', '59'], 'path limit 59'],
    [['--name-encoding', 'klingon'], 'klingon'],
  ])('a wrong option %s is told once, and nothing is made', async (options, says) => {
    const {code, stderr} = await me.run('a.zip', 'b.zip', '-o', 'out', ...options)
    expect(code).toBe(2)
    expect(stderr.match(/error:/g)).toHaveLength(1)
    expect(stderr).toContain(says)
    expect(me.here()).toEqual(['a.zip', 'b.zip'])
  })

  test('errors name their export', async () => {
    const {stderr} = await me.run('a.zip', 'b.zip', '-o', 'out')
    expect(stderr).toMatch(/^error: b\.zip: cannot unpack "b\.txt"/m)
  })

  test('the folder made for them goes when nothing came into it', async () => {
    me.write('a.zip', 'no zip')
    expect((await me.run('a.zip', 'b.zip', '-o', 'new/out')).code).toBe(1)
    expect(me.here()).toEqual(['a.zip', 'b.zip'])
  })
})

test('Ctrl-C stops the run with 130 and leaves nothing', async () => {
  const files = Object.fromEntries(
    Array.from({length: 3000}, (_, at) => [
      `Page ${at.toString(16).padStart(32, '0')}.md`,
      `# Page\n${'text '.repeat(4000)}`,
    ]),
  )
  await me.zip('export.zip', files)
  const child = spawn(process.execPath, [BIN, 'export.zip'], {cwd: me.folder})
  const ended = new Promise<number | null>(done => child.on('exit', done))
  for (let i = 0; i < 400 && !me.here().some(name => name.startsWith('.nef-')); i++)
    await new Promise(done => setTimeout(done, 10))
  expect(me.here().some(name => name.startsWith('.nef-'))).toBe(true)
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(me.here()).toEqual(['export.zip'])
})

test('a second Ctrl-C leaves no more than the next run removes', async () => {
  const files = Object.fromEntries(
    Array.from({length: 300}, (_, at) => [`Page ${at.toString(16).padStart(32, '0')}.md`, '# Page']),
  )
  await me.zip(partName(1), {...files, 'large.bin': Buffer.alloc(1 << 26)}, {compress: false})
  await me.zip('export.zip', {[partName(1)]: me.read(partName(1))})
  for (const wait of [150, 300, 450, 600]) {
    const child = spawn(process.execPath, [BIN, 'export.zip'], {cwd: me.folder})
    const ended = new Promise<number | null>(done => child.on('exit', done))
    await new Promise(done => setTimeout(done, wait))
    child.kill('SIGINT')
    child.kill('SIGTERM')
    await ended
  }
  expect((await me.run('export.zip')).code).toBe(0)
  expect(me.here().filter(name => name.startsWith('.nef-'))).toEqual([])
})
