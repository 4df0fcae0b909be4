import {describe, expect, it} from 'vitest'
import {openZip} from '../../src/zip/read.ts'
import {type Lie, lying, unicodePath} from './patch.ts'
import {memory, readAll, refusal, refusalOf, utf8} from './support.ts'

const UTF8_BIT = 0x800

async function nameOf(lie: Partial<Lie> & {name: Lie['name']}, nameEncoding?: string): Promise<string> {
  const options = nameEncoding === undefined ? {} : {nameEncoding}
  const files = await readAll(lying([{flags: 0, ...lie}]), options)
  return [...files.keys()].join(' and ')
}

describe('decoding', () => {
  const bytes = (...values: number[]) => Uint8Array.from(values)

  it('takes UTF-8, said or not said, and keeps the form that was written', async () => {
    const decomposed = 'Café'.normalize('NFD')
    expect(await nameOf({name: decomposed, flags: UTF8_BIT})).toBe(decomposed)
    expect(await nameOf({name: decomposed})).toBe(decomposed)
    expect(await nameOf({name: '\ufeff日本 🎉.md', flags: UTF8_BIT})).toBe('\ufeff日本 🎉.md')
  })

  it('percent-codes bad bytes of what says to be UTF-8, so that different names stay different', async () => {
    expect(await nameOf({name: bytes(0xff, 0x61, 0xc3), flags: UTF8_BIT})).toBe('%FFa%C3')
    expect(await nameOf({name: bytes(0xc3, 0xa9, 0xe6, 0x97, 0x41), flags: UTF8_BIT})).toBe('é%E6%97A')
    expect(await nameOf({name: bytes(0xed, 0xa0, 0x80), flags: UTF8_BIT})).toBe('%ED%A0%80')
  })

  it('takes CP437 for what is neither, or the encoding that was given', async () => {
    expect(await nameOf({name: bytes(0x81, 0x62, 0xe1, 0xff)})).toBe('übß\u00a0')
    expect(await nameOf({name: bytes(0xcf, 0xf0, 0xe8)}, 'windows-1251')).toBe('При')
    // 表: its second byte is a backslash, which is none.
    expect(await nameOf({name: bytes(0x95, 0x5c, 0x2e, 0x6d, 0x64)}, 'shift_jis')).toBe('表.md')
    expect(await nameOf({name: 'é.md'}, 'shift_jis')).toBe('é.md')
    expect(await nameOf({name: bytes(0x80, 0xff)}, 'shift_jis')).toBe('Ç\u00a0')
  })

  it('refuses an encoding that nobody knows', async () => {
    const work = openZip(memory(lying([])), {name: 'export.zip', nameEncoding: 'klingon'})
    await expect(work).rejects.toMatchObject({
      code: 'usage',
      message: 'cannot decode names as "klingon": no such encoding',
    })
  })

  it('takes the Unicode path field when it was made for this name', async () => {
    const name = bytes(0x81, 0x2e, 0x6d, 0x64)
    expect(await nameOf({name, extra: unicodePath(name, 'ü – real.md')})).toBe('ü – real.md')
    expect(await nameOf({name, extra: unicodePath(name, 'other.md', 7)})).toBe('ü.md')
    expect(await nameOf({name, extra: unicodePath(name, bytes(0xff))})).toBe('ü.md')
  })

  it('makes slashes of backslashes and drops segments that say nothing', async () => {
    expect(await nameOf({name: 'Home\\Sub\\a.md'})).toBe('Home/Sub/a.md')
    expect(await nameOf({name: './Home//./a.md'})).toBe('Home/a.md')
  })
})

it('lets through what can be a title', async () => {
  const names = ['Q: what.md', 'C:x', 'a/C:/b', '...', '.. x', 'x ..', 'CON', 'a|b?', '__proto__', 'e\x1b[1m']
  for (const name of names) expect(await nameOf({name})).toBe(name)
})

describe('refuses names that no title gives', () => {
  const out = 'leads out of its folder'
  const absolute = 'has an absolute path for a name'
  const network = 'has a network path for a name'
  it.each([
    ['../evil.md', out],
    ['a/../../evil.md', out],
    ['a\\..\\evil.md', out],
    ['a/..', out],
    ['..', out],
    ['a/../', out],
    ['/etc/passwd', absolute],
    ['\\Windows\\x', absolute],
    ['C:/x', absolute],
    ['c:\\x', absolute],
    ['//server/share/x', network],
    ['\\\\?\\C:\\x', network],
    ['a\0.md', 'has a NUL in its name'],
    ['', 'has an empty name'],
    ['.', 'has an empty name'],
    ['/', absolute],
  ])('%j', async (name, found) => {
    const error = await refusal(readAll(lying([{name: 'fine.md'}, {name}])))
    const path = name.replaceAll('\\', '/')
    expect(error).toMatchObject({
      code: 'unsafe-name',
      path,
      message: `cannot read "export.zip": its entry "${path}" ${found}`,
    })
  })

  it('also in the Unicode path field', async () => {
    const extra = unicodePath(utf8('fine.md'), '../evil.md')
    expect(await refusalOf(lying([{name: 'fine.md', extra}]))).toContain('"../evil.md" leads out of')
  })
})

it('leaves out folders, and refuses those that hold data', async () => {
  const folders = [{name: './'}, {name: 'a/'}, {name: 'b', attributes: 0x10}, {name: 'c', madeBy: 0x31e}]
  const files = await readAll(
    lying([
      ...folders.map(lie => (lie.name === 'c' ? {...lie, attributes: 0o40755 * 0x10000} : lie)),
      {name: 'file'},
    ]),
  )
  expect([...files.keys()]).toEqual(['file'])
  for (const attributes of [0, 0x10]) {
    const name = attributes === 0 ? 'a/' : 'a'
    expect(await refusalOf(lying([{name, attributes, data: utf8('lost')}]))).toBe(
      `bad-zip: cannot read "export.zip": its entry "${name}" is a folder that holds data`,
    )
  }
})
