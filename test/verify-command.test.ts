import {beforeEach, describe, expect, test} from 'vitest'
import {CLEAN, FILES, HOME, PAGE, Stranger} from './stranger.ts'

/** `verify` as a stranger uses it. */

const me = new Stranger()

beforeEach(async () => {
  await me.zip('export.zip', FILES)
  await me.run('export.zip')
})

describe('an archive that is well', () => {
  test('is said to be, in a last line that a tired person understands', async () => {
    const {code, stdout, stderr} = await me.run('verify', CLEAN, '--against', 'export.zip')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/pages +2 +2\n/)
    expect(stdout).toContain('Checked: 2 files byte for byte, 1 link, 0 relations, 4 names.')
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(
      'All is well: every file of the export is here, and every link leads to a file.',
    )
    expect(me.here()).toEqual([CLEAN, 'export.zip'].sort())
  })

  test('without the export says what is not proved', async () => {
    const {code, stdout} = await me.run('verify', CLEAN)
    expect(code).toBe(0)
    expect(stdout).toMatch(/Add --against <export> to prove that nothing was lost\.\n$/)
  })

  test('may be a folder; the export may be parts, or a pattern', async () => {
    await me.parts(1, 2)
    await me.shell('$NEF Export-*.zip -o out')
    expect((await me.run('verify', 'out', '--against', 'Export-*.zip')).code).toBe(0)
    const {code, stderr} = await me.run('verify', 'out', '--against', 'export.zip')
    expect([code, stderr]).toEqual([0, ''])
    expect((await me.shell('$NEF verify out --against Export-*.zip')).code).toBe(0)
  })

  test('--json is one line, --quiet is none', async () => {
    const {stdout} = await me.run('verify', CLEAN, '--against', 'export.zip', '--json')
    expect(stdout.trimEnd()).not.toContain('\n')
    expect(JSON.parse(stdout)).toMatchObject({archive: CLEAN, before: {page: 2}, faults: []})
    expect(await me.run('verify', CLEAN, '-q')).toEqual({code: 0, stdout: '', stderr: ''})
  })
})

describe('a fault', () => {
  beforeEach(() =>
    me.zip('other.zip', {
      [`${HOME}.md`]: FILES[`${HOME}.md`]!,
      [`${HOME}/${PAGE}.md`]: '# Page\n\nand \u001b[31mmore',
      [`\u202eevil ${'3c'.repeat(16)}.md`]: '# Evil',
    }),
  )

  test('lists all of its class, escaped, and gives 1', async () => {
    const {code, stdout, stderr} = await me.run('verify', CLEAN, '--against', 'other.zip')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr.split('\n')).toEqual([
      `error: "${CLEAN}" is not right: 1 file of the export is not accounted for`,
      `  \\u{202e}evil ${'3c'.repeat(16)}.md: stands nowhere in the manifest`,
      'Do not rely on it: keep the export, and repair that again.',
      '',
    ])
  })

  test('is there as JSON, and is said also when all else is quiet', async () => {
    const {code, stdout} = await me.run('verify', CLEAN, '--against', 'other.zip', '--json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout).faults).toMatchObject([{class: 'original-lost'}])
    const quiet = await me.run('verify', CLEAN, '--against', 'other.zip', '--quiet')
    expect(quiet.stderr).toContain('is not right')
  })
})

test('what cannot be read gives 1, what cannot be understood 2', async () => {
  expect(await me.run('verify', 'gone.zip')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('hint:'),
  })
  me.write('none.zip', 'text')
  expect(await me.run('verify', 'none.zip')).toMatchObject({code: 1, stdout: ''})
  expect(await me.run('verify')).toMatchObject({code: 2})
  expect(await me.run('verify', CLEAN, 'two.zip')).toMatchObject({code: 2})
  expect(await me.run('verify', CLEAN, '--against')).toMatchObject({code: 2})
  expect(await me.run('verify', CLEAN, '--output', 'x')).toMatchObject({code: 2})
  expect(await me.run('--dry-run', 'verify', CLEAN)).toMatchObject({code: 2})
  const {stdout} = await me.run('verify', '--json')
  expect(JSON.parse(stdout).error).toMatchObject({code: 'usage'})
})

test('a file called verify is repaired as ./verify, and one called help as any other', async () => {
  await me.zip('verify', FILES)
  await me.zip('help', FILES)
  expect((await me.run('./verify', '-o', 'a.zip')).code).toBe(0)
  expect((await me.run('help', '-o', 'b.zip')).code).toBe(0)
  expect(await me.run('verify', '--help')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--against'),
  })
  expect((await me.run('--help')).stdout).toContain('verify [options] <clean>')
})
