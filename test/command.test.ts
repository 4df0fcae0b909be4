import {execFile, spawn} from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {makeZip} from './make-zip.ts'

/** The built command, used as a stranger uses it: in a folder of their own, judged by what is there after. */

const BIN = resolve('bin/notion-export-fix.js')
const UUID = '5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a'
const HOME = `Home ${'1a'.repeat(16)}`
const PAGE = `Page ${'2b'.repeat(16)}`
const FILES = {
  [`${HOME}.md`]: `# Home\n\n[Page](${encodeURI(`${HOME}/${PAGE}.md`)})`,
  [`${HOME}/${PAGE}.md`]: '# Page',
}
const CLEAN = 'Notion export 2025-11-18.zip'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nef-'))
})
afterEach(() => {
  chmodSync(folder, 0o755)
  rmSync(folder, {recursive: true, force: true})
})

interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(...args: string[]): Promise<Result> {
  return new Promise(done => {
    const child = execFile(process.execPath, [BIN, ...args], {cwd: folder}, (error, stdout, stderr) =>
      done({code: error ? (child.exitCode ?? null) : 0, stdout, stderr}),
    )
  })
}

/** What lies in the folder, hidden files included. */
function here(): string[] {
  return readdirSync(folder).sort()
}

function names(zip: string): Promise<string[]> {
  return new Promise((done, fail) => {
    execFile('unzip', ['-Z1', join(folder, zip)], (error, stdout) =>
      error ? fail(error) : done(stdout.split('\n').filter(name => name !== '')),
    )
  })
}

const OURS = ['_notion-export-fix/report.md', '_notion-export-fix/manifest.json']

describe('a repair', () => {
  beforeEach(() => makeZip(join(folder, 'export.zip'), FILES))

  test('writes one archive beside the export, with its date, and says so', async () => {
    const {code, stdout} = await run('export.zip')
    expect(code).toBe(0)
    expect(here()).toEqual([CLEAN, 'export.zip'].sort())
    expect(await names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
    expect(stdout).toContain('2 pages')
    expect(stdout).toContain(CLEAN)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'Open "Home.md"; all 2 files accounted for; keep the original until you have looked.',
    )
  })

  test('twice writes nothing new', async () => {
    await run('export.zip')
    const before = readFileSync(join(folder, CLEAN))
    const {code, stdout} = await run('export.zip')
    expect(code).toBe(0)
    expect(stdout).toContain('Already written')
    expect(here()).toEqual([CLEAN, 'export.zip'].sort())
    expect(readFileSync(join(folder, CLEAN))).toEqual(before)
  })

  test('takes the next free name when another file has ours', async () => {
    writeFileSync(join(folder, CLEAN), 'mine')
    expect((await run('export.zip')).code).toBe(0)
    expect(readFileSync(join(folder, CLEAN), 'utf8')).toBe('mine')
    expect(here()).toContain('Notion export 2025-11-18 (2).zip')
  })

  test('of a repaired archive says that it is repaired, and gives the same bytes', async () => {
    await run('export.zip')
    const again = await run(CLEAN)
    expect(again).toMatchObject({code: 0})
    expect(again.stdout).toContain('already repaired')
    expect((await run(CLEAN, '-o', 'again.zip')).code).toBe(0)
    expect(readFileSync(join(folder, 'again.zip'))).toEqual(readFileSync(join(folder, CLEAN)))
    const changed = await run(CLEAN, '-o', 'other.zip', '--max-path', '100')
    expect(changed).toMatchObject({code: 1})
    expect(changed.stderr).toContain('run on the original export')
  })

  test('--dry-run tells all and leaves nothing', async () => {
    const {code, stdout} = await run('export.zip', '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('Nothing was written')
    expect(here()).toEqual(['export.zip'])
  })

  test('--json is one line, --quiet is none', async () => {
    const {stdout} = await run('export.zip', '--json')
    expect(stdout.trimEnd()).not.toContain('\n')
    expect(JSON.parse(stdout)).toMatchObject({status: 'written', files: 2, counts: {page: 2}})
    expect((await run('export.zip', '--quiet', '-o', 'q.zip')).stdout).toBe('')
  })

  test('into a folder is an extraction', async () => {
    expect((await run('export.zip', '-o', 'out')).code).toBe(0)
    expect(readFileSync(join(folder, 'out/Home.md'), 'utf8')).toBe('# Home\n\n[Page](Home/Page.md)')
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['Home', 'Home.md', '_notion-export-fix'])
    const again = await run('out')
    expect(again.stdout).toContain('already repaired')
  })
})

describe('inputs', () => {
  const part = (number: number) => `Export-${UUID}-Part-${number}.zip`
  const inner = (files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`Export-${UUID}/${name}`, text]))
  const [first, second] = Object.entries(FILES).map(entry => inner(Object.fromEntries([entry])))

  async function makeParts(...numbers: number[]): Promise<void> {
    for (const number of numbers) await makeZip(join(folder, part(number)), number === 1 ? first! : second!)
  }

  test.each([true, false])('parts inside one ZIP, deflated: %s', async compress => {
    await makeParts(1, 2)
    const parts = Object.fromEntries(
      [1, 2].map(number => [part(number), readFileSync(join(folder, part(number)))]),
    )
    for (const name of here()) rmSync(join(folder, name))
    await makeZip(join(folder, 'outer.zip'), parts, {compress})
    expect((await run('outer.zip')).code).toBe(0)
    expect(here()).toEqual([CLEAN, 'outer.zip'].sort())
    expect(await names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('parts as arguments, in any order, are one export', async () => {
    await makeParts(1, 2)
    expect((await run(part(2), part(1))).code).toBe(0)
    expect(await names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('a pattern that the shell left alone', async () => {
    await makeParts(1, 2)
    expect((await run('Export-*.zip')).code).toBe(0)
    expect(await names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('a folder of unextracted parts', async () => {
    await makeParts(1, 2)
    mkdirSync(join(folder, 'parts'))
    for (const number of [1, 2]) renameSync(join(folder, part(number)), join(folder, 'parts', part(number)))
    expect((await run('parts')).code).toBe(0)
    expect(await names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('an extracted folder, with UTC dates', async () => {
    mkdirSync(join(folder, 'mine', HOME), {recursive: true})
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, 'mine', name), text)
    const {code, stdout} = await run('mine', '-o', 'x.zip')
    expect({code, stdout}).toMatchObject({code: 0})
    expect(await names('x.zip')).toEqual(['Home.md', 'Home/Page.md', ...OURS])
  })

  test('a missing part is an error, and is told with --keep-going', async () => {
    await makeParts(1, 3)
    const refused = await run(part(1), part(3))
    expect(refused).toMatchObject({code: 1})
    expect(refused.stderr).toContain('Part-2 is missing')
    expect(here()).toEqual([part(1), part(3)])
    const kept = await run(part(1), part(3), '--keep-going')
    expect(kept).toMatchObject({code: 3})
    expect(kept.stdout).toContain('1 part of the export is missing')
  })

  test('several exports give one archive each; one that fails does not stop the others', async () => {
    await makeZip(join(folder, 'a [old].zip'), FILES)
    await makeZip(join(folder, 'b.zip'), {...FILES, 'note.txt': 'b'})
    writeFileSync(join(folder, 'c.zip'), 'no zip')
    const {code, stderr} = await run('a [old].zip', 'b.zip', 'c.zip', '-o', 'out')
    expect(code).toBe(1)
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(
      ['Notion export 2025-11-18 (2).zip', CLEAN].sort(),
    )
    expect(stderr).toContain('c.zip')
    expect(stderr).toContain('written all the same')
    expect((await run('a [old].zip', 'b.zip', '-o', 'x.zip')).code).toBe(2)
  })

  test('ZIPs inside page folders are attachments', async () => {
    const zip = readFileSync(await makeZip(join(folder, 'z.zip'), {'x.txt': 'x'}))
    await makeZip(join(folder, 'export.zip'), {...FILES, [`${HOME}/${part(1)}`]: zip})
    expect((await run('export.zip')).code).toBe(0)
    expect(await names(CLEAN)).toContain(`Home/${part(1)}`)
  })
})

describe('refusals say what was found and what to do, and leave nothing', () => {
  const bad: [name: string, bytes: string, says: RegExp][] = [
    ['page.zip', '<!DOCTYPE html><html>Log in</html>', /web page[\s\S]*hint: .*download/],
    ['old.zip', 'Rar!\x1a\x07\x00 and so on and so on', /RAR[\s\S]*hint: /],
    ['empty.zip', '', /empty[\s\S]*hint: .*download/],
    ['note.txt', 'just some words', /not a ZIP|no ZIP/],
  ]
  test.each(bad)('%s', async (name, bytes, says) => {
    writeFileSync(join(folder, name), Buffer.from(bytes, 'latin1'))
    const {code, stderr, stdout} = await run(name)
    expect({code, stdout}).toEqual({code: 1, stdout: ''})
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(/^error: cannot [^\n]*\nhint: [^\n]*\n$/)
    expect(here()).toEqual([name])
  })

  test('a download that stopped early', async () => {
    await makeZip(join(folder, 'export.zip'), FILES)
    const whole = readFileSync(join(folder, 'export.zip'))
    writeFileSync(join(folder, 'export.zip'), whole.subarray(0, whole.length - 40))
    const {code, stderr} = await run('export.zip')
    expect(code).toBe(1)
    expect(stderr).toMatch(/cut short[\s\S]*hint: .*download/)
    expect(here()).toEqual(['export.zip'])
  })

  test('a damaged entry names the entry', async () => {
    await makeZip(join(folder, 'export.zip'), {...FILES, 'a.png': 'x'.repeat(5000)}, {compress: false})
    const bytes = readFileSync(join(folder, 'export.zip'))
    bytes[bytes.indexOf('xxxx') + 7] = 0x79
    writeFileSync(join(folder, 'export.zip'), bytes)
    const {code, stderr} = await run('export.zip')
    expect(code).toBe(1)
    expect(stderr).toMatch(/"a\.png"[\s\S]*checksum/)
    expect(here()).toEqual(['export.zip'])
  })

  test('no such file, no argument, a wrong option', async () => {
    expect(await run('gone.zip')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no such file[\s\S]*hint: /),
    })
    expect(await run('gone-*.zip')).toMatchObject({code: 1, stderr: expect.stringMatching(/nothing matches/)})
    expect(await run()).toMatchObject({code: 2, stderr: expect.stringContaining('Usage:')})
    expect(await run('x.zip', '--max-path', 'long')).toMatchObject({code: 2})
    expect(await run('x.zip', '--max-path', '59')).toMatchObject({code: 2})
    expect(await run('--what')).toMatchObject({code: 2})
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await run('--help')).stdout).toContain('--max-path')
    expect(here()).toEqual([])
  })

  test('an output that exists, is the input, holds it, or is the working folder', async () => {
    await makeZip(join(folder, 'export.zip'), FILES)
    const input = readFileSync(join(folder, 'export.zip'))
    writeFileSync(join(folder, 'there.zip'), 'mine')
    mkdirSync(join(folder, 'full'))
    writeFileSync(join(folder, 'full', 'mine.txt'), 'mine')
    for (const [output, ...more] of [
      ['there.zip'],
      ['export.zip', '--force'],
      ['./full/../export.zip', '--force'],
      ['full'],
      ['full', '--force'],
      ['.', '--force'],
      ['..', '--force'],
    ]) {
      const {code, stderr} = await run('export.zip', '-o', output!, ...more)
      expect({output, code}).toEqual({output, code: 1})
      expect(stderr).toMatch(/hint: /)
    }
    expect(readFileSync(join(folder, 'export.zip'))).toEqual(input)
    expect(readFileSync(join(folder, 'there.zip'), 'utf8')).toBe('mine')
    expect(here()).toEqual(['export.zip', 'full', 'there.zip'])
    expect((await run('export.zip', '-o', 'there.zip', '--force')).code).toBe(0)
    expect(await names('there.zip')).toContain('Home.md')
  })

  test('--force replaces a folder only if we wrote it; an empty one is used as it is', async () => {
    await makeZip(join(folder, 'export.zip'), FILES)
    mkdirSync(join(folder, 'out'))
    expect((await run('export.zip', '-o', 'out')).code).toBe(0)
    expect((await run('export.zip', '-o', 'out')).code).toBe(1)
    rmSync(join(folder, 'out', 'Home.md'))
    expect((await run('export.zip', '-o', 'out', '--force')).code).toBe(0)
    expect(existsSync(join(folder, 'out', 'Home.md'))).toBe(true)
    expect(here()).toEqual(['export.zip', 'out'])
  })

  test('names that drive a terminal are shown escaped', async () => {
    await makeZip(join(folder, 'export.zip'), {
      ...FILES,
      [`${HOME}.md`]: '# Home\n\n[x](\u202elost%1b[31m.png)',
    })
    const {stdout} = await run('export.zip')
    expect(stdout).not.toMatch(/[\u001b\u202e]/)
    expect(stdout).toContain('\\u{202e}')
  })
})

test('a place that cannot be written to', async () => {
  await makeZip(join(folder, 'export.zip'), FILES)
  // Permissions do not bind root, but not even root makes files in /sys.
  const isRoot = process.getuid?.() === 0
  if (!isRoot) chmodSync(folder, 0o555)
  const {code, stderr} = await run('export.zip', '-o', isRoot ? '/sys/clean.zip' : 'clean.zip')
  expect(code).toBe(1)
  expect(stderr).toMatch(/permission denied[\s\S]*hint: /)
})

test('Ctrl-C stops the run with 130 and leaves nothing', async () => {
  const files = Object.fromEntries(
    Array.from({length: 3000}, (_, at) => [
      `Page ${at.toString(16).padStart(32, '0')}.md`,
      `# Page\n${'text '.repeat(4000)}`,
    ]),
  )
  await makeZip(join(folder, 'export.zip'), files)
  const child = spawn(process.execPath, [BIN, 'export.zip'], {cwd: folder})
  const ended = new Promise<number | null>(done => child.on('exit', done))
  for (let i = 0; i < 400 && !here().some(name => name.startsWith('.nef-')); i++)
    await new Promise(done => setTimeout(done, 10))
  expect(here().some(name => name.startsWith('.nef-'))).toBe(true)
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(here()).toEqual(['export.zip'])
})
