import {existsSync, mkdirSync, rmSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {CLEAN, FILES, HOME, Stranger} from './stranger.ts'

/** What drives a terminal, or turns the order of letters. */
const LIVE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/

const me = new Stranger()

describe('refusals say what was found and what to do, and leave nothing', () => {
  const bad: [name: string, bytes: string, says: RegExp][] = [
    ['page.zip', '<!DOCTYPE html><html>Log in</html>', /web page[\s\S]*hint: .*download/],
    ['old.zip', 'Rar!\x1a\x07\x00 and so on and so on', /RAR[\s\S]*hint: /],
    ['empty.zip', '', /empty[\s\S]*hint: .*download/],
    ['note.txt', 'just some words', /not a ZIP|no ZIP/],
  ]
  test.each(bad)('%s', async (name, bytes, says) => {
    me.write(name, Buffer.from(bytes, 'latin1'))
    const {code, stderr, stdout} = await me.run(name)
    expect({code, stdout}).toEqual({code: 1, stdout: ''})
    expect(stderr).toMatch(says)
    expect(stderr).toMatch(/^error: cannot [^\n]*\nhint: [^\n]*\n$/)
    expect(me.here()).toEqual([name])
  })

  test('a download that stopped early', async () => {
    await me.zip('export.zip', FILES)
    const whole = me.read('export.zip')
    me.write('export.zip', whole.subarray(0, whole.length - 40))
    const {code, stderr} = await me.run('export.zip')
    expect(code).toBe(1)
    expect(stderr).toMatch(/cut short[\s\S]*hint: .*download/)
    expect(me.here()).toEqual(['export.zip'])
  })

  test('a damaged entry names the entry', async () => {
    await me.zip('export.zip', {...FILES, 'a.png': 'x'.repeat(5000)}, {compress: false})
    const bytes = me.read('export.zip')
    bytes[bytes.indexOf('xxxx') + 7] = 0x79
    me.write('export.zip', bytes)
    const {code, stderr} = await me.run('export.zip')
    expect(code).toBe(1)
    expect(stderr).toMatch(/"a\.png"[\s\S]*checksum/)
    expect(me.here()).toEqual(['export.zip'])
  })

  test('no such file, no argument, a wrong option', async () => {
    expect(await me.run('gone.zip')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/no such file[\s\S]*hint: /),
    })
    expect(await me.run('gone-*.zip')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/nothing matches/),
    })
    expect(await me.run()).toMatchObject({code: 2, stderr: expect.stringContaining('Usage:')})
    expect(await me.run('x.zip', '--max-path', 'long')).toMatchObject({code: 2})
    expect(await me.run('x.zip', '--max-path', '59')).toMatchObject({code: 2})
    expect(await me.run('--what')).toMatchObject({code: 2})
    expect((await me.run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
    expect((await me.run('--help')).stdout).toContain('--max-path')
    expect(me.here()).toEqual([])
  })

  test('an output that exists, is the input, holds it, or is the working folder', async () => {
    await me.zip('export.zip', FILES)
    const input = me.read('export.zip')
    me.write('there.zip', 'mine')
    me.write('full/mine.txt', 'mine')
    for (const [output, ...more] of [
      ['there.zip'],
      ['export.zip', '--force'],
      ['./full/../export.zip', '--force'],
      ['full'],
      ['full', '--force'],
      ['.', '--force'],
      ['..', '--force'],
    ]) {
      const {code, stderr} = await me.run('export.zip', '-o', output!, ...more)
      expect({output, code}).toEqual({output, code: 1})
      expect(stderr).toMatch(/hint: /)
    }
    expect(me.read('export.zip')).toEqual(input)
    expect(me.read('there.zip').toString()).toBe('mine')
    expect(me.here()).toEqual(['export.zip', 'full', 'there.zip'])
    expect((await me.run('export.zip', '-o', 'there.zip', '--force')).code).toBe(0)
    expect(await me.names('there.zip')).toContain('Home.md')
  })

  test('--force replaces a folder only if we wrote it; an empty one is used as it is', async () => {
    await me.zip('export.zip', FILES)
    mkdirSync(me.at('out'))
    expect((await me.run('export.zip', '-o', 'out')).code).toBe(0)
    expect((await me.run('export.zip', '-o', 'out')).code).toBe(1)
    rmSync(me.at('out/Home.md'))
    expect((await me.run('export.zip', '-o', 'out', '--force')).code).toBe(0)
    expect(existsSync(me.at('out/Home.md'))).toBe(true)
    expect(me.here()).toEqual(['export.zip', 'out'])
  })

  test('names that drive a terminal are shown escaped', async () => {
    await me.zip('export.zip', {
      ...FILES,
      [`${HOME}.md`]: '# Home\n\n[x](\u202elost%1b[31m.png)',
    })
    const {stdout} = await me.run('export.zip')
    expect(stdout).not.toMatch(LIVE)
    expect(stdout).toContain('\\u{202e}')
    const {stdout: report} = await me.shell(`unzip -p '${CLEAN}' _notion-export-fix/report.md`)
    expect(report).not.toMatch(LIVE)
    expect(report).toContain('\\u{202e}lost\\u{1b}[31m.png')
  })

  test('also in errors, in options that a pattern made of them, and in JSON, which says the same', async () => {
    const name = 'a\u202egnp\u001b[31m\u009b2J.zip'
    me.write(name, 'no archive')
    const {code, stderr, stdout} = await me.run(name, '--json')
    expect({code, live: LIVE.test(stderr + stdout)}).toEqual({code: 1, live: false})
    expect(stderr).toContain('cannot read "a\\u{202e}gnp\\u{1b}[31m\\u{9b}2J.zip"')
    expect(JSON.parse(stdout).error.inputs).toEqual([name])
    const wrong = await me.run(`--${name}`)
    expect({code: wrong.code, live: LIVE.test(wrong.stderr)}).toEqual({code: 2, live: false})
  })
})
