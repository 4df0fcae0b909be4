import {chmodSync} from 'node:fs'
import {beforeEach, describe, expect, test} from 'vitest'
import {CLEAN, FILES, OURS, Stranger} from './stranger.ts'

const me = new Stranger()

describe('a repair', () => {
  beforeEach(() => me.zip('export.zip', FILES))

  test('writes one archive beside the export, with its date, and says so', async () => {
    const {code, stdout} = await me.run('export.zip')
    expect(code).toBe(0)
    expect(me.here()).toEqual([CLEAN, 'export.zip'].sort())
    expect(await me.names(CLEAN)).toEqual(['Home.md', 'Home/Page.md', ...OURS])
    expect(stdout).toContain('2 pages')
    expect(stdout).toContain(CLEAN)
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'Open "Home.md"; all 2 files accounted for; keep the original until you have looked.',
    )
  })

  test('twice writes nothing new', async () => {
    await me.run('export.zip')
    const before = me.read(CLEAN)
    const {code, stdout} = await me.run('export.zip')
    expect(code).toBe(0)
    expect(stdout).toContain('Already written')
    expect(me.here()).toEqual([CLEAN, 'export.zip'].sort())
    expect(me.read(CLEAN)).toEqual(before)
  })

  test('takes the next free name when another file has ours', async () => {
    me.write(CLEAN, 'mine')
    expect((await me.run('export.zip')).code).toBe(0)
    expect(me.read(CLEAN).toString()).toBe('mine')
    expect(me.here()).toContain('Notion export 2025-11-18 (2).zip')
  })

  test('of a repaired archive says that it is repaired, and gives the same bytes', async () => {
    await me.run('export.zip')
    const again = await me.run(CLEAN)
    expect(again).toMatchObject({code: 0})
    expect(again.stdout).toContain('already repaired')
    expect((await me.run(CLEAN, '-o', 'again.zip')).code).toBe(0)
    expect(me.read('again.zip')).toEqual(me.read(CLEAN))
    const changed = await me.run(CLEAN, '-o', 'other.zip', '--max-path', '100')
    expect(changed).toMatchObject({code: 1})
    expect(changed.stderr).toContain('run on the original export')
  })

  test('--dry-run tells all and leaves nothing', async () => {
    const {code, stdout} = await me.run('export.zip', '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('Nothing was written')
    expect(me.here()).toEqual(['export.zip'])
  })

  test('--json is one line, --quiet is none', async () => {
    const {stdout} = await me.run('export.zip', '--json')
    expect(stdout.trimEnd()).not.toContain('\n')
    expect(JSON.parse(stdout)).toMatchObject({status: 'written', files: 2, counts: {page: 2}})
    expect((await me.run('export.zip', '--quiet', '-o', 'q.zip')).stdout).toBe('')
  })

  test('into a folder is an extraction', async () => {
    expect((await me.run('export.zip', '-o', 'out')).code).toBe(0)
    expect(me.read('out/Home.md').toString()).toBe('# Home\n\n[Page](Home/Page.md)')
    expect(me.here('out')).toEqual(['Home', 'Home.md', '_notion-export-fix'])
    const again = await me.run('out')
    expect(again.stdout).toContain('already repaired')
  })
})

test('a place that cannot be written to', async () => {
  await me.zip('export.zip', FILES)
  // Permissions do not bind root, but not even root makes files in /sys.
  const isRoot = process.getuid?.() === 0
  if (!isRoot) chmodSync(me.folder, 0o555)
  const {code, stderr} = await me.run('export.zip', '-o', isRoot ? '/sys/clean.zip' : 'clean.zip')
  expect(code).toBe(1)
  expect(stderr).toMatch(/permission denied[\s\S]*hint: /)
})
