import {deflateRawSync, gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {crc32} from '../../src/zip/crc.ts'
import {packedChunks, unpack} from '../../src/zip/data.ts'
import {openZip} from '../../src/zip/read.ts'
import {zipSource} from '../../src/zip/source.ts'
import {extraField, type Lie, lying} from './patch.ts'
import {codec, collect, memory, readAll, refusal, refusalOf, stored, utf8, written} from './support.ts'

const start = (code: string) => `${code}: cannot read "export.zip": `
const entry = (code: string, found: string) => `${start(code)}its entry "a.md" ${found}`

describe('what is no ZIP', () => {
  const tar = new Uint8Array(512)
  tar.set(utf8('file.md'))
  tar.set(utf8('ustar'), 257)
  it.each<[string, string | Uint8Array, RegExp]>([
    ['it is a web page, not a ZIP file', '\n<!DOCTYPE html><html><title>Log in</title>', /log in to Notion/],
    ['it is a web page, not a ZIP file', '<?xml version="1.0"?><!DOCTYPE html><html>', /log in to Notion/],
    [
      'it is an XML document, not a ZIP file',
      '<?xml version="1.0"?><Error><Code>Expired',
      /download the export/,
    ],
    ['it is a JSON document, not a ZIP file', '{"error": "not found"}', /choose the \.zip/],
    ['it is a RAR archive, not a ZIP file', 'Rar!\x1a\x07\x01\0', /unpack it/],
    ['it is a 7z archive, not a ZIP file', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), /unpack it/],
    ['it is a gzip file, not a ZIP file', gzipSync('x'), /unpack it/],
    ['it is a tar archive, not a ZIP file', tar, /unpack it/],
    ['it is a PDF, not a ZIP file', '%PDF-1.7', /Markdown & CSV/],
    ['it is empty, not a ZIP file', '', /download the export/],
    ['it is filled with zeros, not a ZIP file', new Uint8Array(1000), /did not finish/],
    ['it is not a ZIP file', 'Dear diary, [today] PK was here', /choose the \.zip/],
    ['it is not a ZIP file', Uint8Array.of(1, 2, 3), /choose the \.zip/],
  ])('%s', async (found, content, hint) => {
    const bytes = typeof content === 'string' ? utf8(content) : new Uint8Array(content)
    const error = await refusal(readAll(bytes))
    expect(error.code).toBe('not-a-zip')
    expect(error.message).toBe(`cannot read "export.zip": ${found}`)
    expect(error.hint).toMatch(hint)
  })
})

describe('cut short', () => {
  it('at every place', async () => {
    const whole = lying([
      {name: 'a.md', data: utf8('first page')},
      {name: 'b.md', data: utf8('second')},
    ])
    for (let length = 4; length < whole.length; length++) {
      const error = await refusal(readAll(whole.subarray(0, length)))
      expect(error.code).toBe('truncated')
      expect(error.message).toContain('cut short')
      expect(error.hint).toContain('download the export')
    }
  })

  it('right behind a stored part, which other readers open as if it were the whole', async () => {
    const part = await written([stored('Export-1/a.md', 'a')])
    const whole = await written([stored('Part-1.zip', part), stored('Part-2.zip', part)])
    const cut = whole.subarray(0, 30 + 'Part-1.zip'.length + part.length)
    expect(await refusalOf(cut)).toBe(
      `${start('truncated')}it was cut short, or two files were joined: its end is that of another archive`,
    )
    expect(await refusalOf(whole.subarray(0, cut.length + 20))).toMatch(/^truncated: .* was cut short/)
    expect((await readAll(whole)).size).toBe(2)
  })

  it('in the middle', async () => {
    const whole = lying([{name: 'a.md', data: new Uint8Array(5000)}])
    const holed = new Uint8Array(Buffer.concat([whole.subarray(0, 1000), whole.subarray(3000)]))
    expect(await refusalOf(holed)).toBe(`${start('truncated')}it was cut short: 2000 bytes of it are missing`)
  })
})

describe('bytes that are not part of it', () => {
  const one: Lie[] = [{name: 'a.md', data: utf8('a')}]
  it('behind', async () => {
    expect(await refusalOf(lying(one, {after: utf8('\n')}))).toBe(
      `${start('bad-zip')}1 bytes that are not part of it follow its end`,
    )
    expect(await refusalOf(lying(one, {after: new Uint8Array(3000).fill(1)}))).toContain('3000 bytes')
    expect(await refusalOf(lying(one, {after: new Uint8Array(65_536)}))).toContain('65536 bytes')
  })
  it('before, not counted by its offsets', async () => {
    expect(await refusalOf(lying(one, {before: utf8('junk')}))).toBe(
      `${start('bad-zip')}4 bytes that are not part of it stand before its beginning`,
    )
  })
  it('two archives, one after the other', async () => {
    const joined = new Uint8Array(Buffer.concat([lying(one), lying(one)]))
    expect(await refusalOf(joined)).toContain('two files were joined')
  })
})

describe('the end record', () => {
  const two: Lie[] = [{name: 'a.md'}, {name: 'b.md'}]
  it.each([0, 1, 3, 65_535])('count %i for two entries', async count => {
    expect(await refusalOf(lying(two, {count}))).toBe(
      `${start('bad-zip')}the list of its entries says ${count} and holds 2`,
    )
  })
  it('a directory that is longer, shorter, elsewhere', async () => {
    expect(await refusalOf(lying(two, {directorySize: 101}))).toMatch(/^truncated/)
    expect(await refusalOf(lying(two, {directorySize: 99}))).toMatch(/^truncated/)
    expect(await refusalOf(lying(two, {directoryStart: 0xfffffff0}))).toMatch(/^truncated/)
    expect(await refusalOf(lying(two, {directoryStart: 69, directorySize: 99}))).toMatch(/^bad-zip/)
  })
  it('one in the comment of another', async () => {
    expect(await refusalOf(lying(two, {comment: lying([])}))).toContain('more than one end')
    expect(await refusalOf(lying(two, {comment: lying([], {after: utf8('x')})}))).toContain(
      'more than one end',
    )
  })
  it('a volume of a split archive', async () => {
    expect(await refusalOf(lying(two, {disk: 1}))).toMatch(/^unsupported: .* one volume of a split archive/)
  })
  it.each([2 ** 62, Number.MAX_SAFE_INTEGER, 1, 0])('a zip64 locator that points to %d', async offset => {
    expect(await refusalOf(lying(two, {zip64: {offset}}))).toMatch(/^bad-zip/)
  })
  it('a zip64 record that contradicts it', async () => {
    expect((await readAll(lying(two, {zip64: {}}))).size).toBe(2)
    expect(await refusalOf(lying(two, {zip64: {count: 3}}))).toContain('contradict each other')
    expect(await refusalOf(lying(two, {zip64: {size: 1}}))).toContain('contradict each other')
  })
})

describe('an entry', () => {
  const of = (lie: Partial<Lie>) => refusalOf(lying([{name: 'a.md', data: utf8('text'), ...lie}]))
  const unix = (mode: number) => ({madeBy: 0x31e, attributes: mode * 0x10000})

  it('that is no file', async () => {
    expect(await of(unix(0o120777))).toBe(entry('unsupported', 'is a symbolic link'))
    expect(await of({...unix(0o120777), madeBy: 0x1315})).toBe(entry('unsupported', 'is a symbolic link'))
    expect(await of(unix(0o060644))).toBe(entry('unsupported', 'is a device'))
    expect(await of(unix(0o010644))).toBe(entry('unsupported', 'is a named pipe'))
  })
  it('that is encrypted', async () => {
    expect(await of({flags: 0x801})).toBe(entry('encrypted', 'is encrypted'))
    expect(await of({flags: 0x2801})).toBe(entry('encrypted', 'is encrypted'))
    expect(await of({flags: 0x41})).toMatch(/^encrypted: .*entry 1 in the list of its entries: strong/)
  })
  it('that is compressed in another way', async () => {
    expect(await of({method: 93})).toBe(entry('unsupported', 'is compressed by method 93 (Zstandard)'))
    expect(await of({method: 77})).toBe(entry('unsupported', 'is compressed by method 77'))
  })
  it('whose sizes cannot be', async () => {
    expect(await of({size: 9})).toBe(entry('bad-zip', 'is said to be 9 bytes, and 4 bytes in the archive'))
    expect(
      await of({method: 8, size: 0xffffffff, extra: extraField(1, new Uint8Array(8).fill(255))}),
    ).toMatch(/^bad-zip: .* is said to be 18446744073709552000 bytes/)
  })
  it('whose data lies in another, behind the last, or nowhere', async () => {
    const shared = lying([
      {name: 'a.md', data: utf8('text')},
      {name: 'b.md', data: utf8('text'), offset: 0},
    ])
    expect(await refusalOf(shared)).toBe(entry('bad-zip', 'shares bytes with another entry'))
    const quoting = lying([{name: 'a.md', data: utf8('text'), size: 30, packedSize: 30}, {name: 'b.md'}])
    expect(await refusalOf(quoting)).toBe(entry('bad-zip', 'shares bytes with another entry'))
    expect(await of({size: 50, packedSize: 50})).toBe(entry('bad-zip', 'runs past the last entry'))
    expect(await of({offset: 0xfffffff0})).toBe(entry('bad-zip', 'runs past the last entry'))
  })
})

describe('a local header that tells another story', () => {
  const of = (local: Lie['local']) =>
    refusalOf(lying([{name: 'a.md', data: utf8('text'), ...(local && {local})}, {name: 'b.md'}]))

  it('is refused when the entry is located', async () => {
    expect(await of({name: 'b.md'})).toBe(entry('bad-zip', 'has two different names'))
    expect(await of({name: 'a.md.md'})).toBe(entry('bad-zip', 'has two different names'))
    expect(await of({method: 8})).toBe(entry('bad-zip', 'is said to be compressed in two ways'))
    expect(await of({flags: 0x801})).toBe(entry('bad-zip', 'is said to be encrypted and not to be'))
    expect(await of({size: 3})).toBe(entry('bad-zip', 'is said to have two different sizes'))
    expect(await of({packedSize: 3})).toBe(entry('bad-zip', 'is said to have two different sizes'))
    expect(await of({size: 0xffffffff})).toBe(entry('bad-zip', 'is said to have two different sizes'))
    expect(await of({crc32: 1})).toBe(entry('bad-zip', 'is said to have two different checksums'))
    expect(await of({signature: 0})).toBe(entry('bad-zip', 'is not where the archive says'))
  })
  it('may leave sizes and checksum to the data descriptor', async () => {
    const local = {flags: 0x808, crc32: 0, size: 0, packedSize: 0}
    expect((await readAll(lying([{name: 'a.md', data: utf8('text'), flags: 0x808, local}]))).size).toBe(1)
  })
  it('is refused when its extra fields push the data into the next entry', async () => {
    const bytes = lying([{name: 'a.md', data: utf8('text')}, {name: 'b.md'}])
    bytes[28] = 1
    expect(await refusalOf(bytes)).toBe(entry('bad-zip', 'shares bytes with what follows it'))
  })
})

describe('damaged data', () => {
  const damaged = (found: string) => `damaged-entry: cannot unpack "a.md": ${found}`
  const page = utf8('text '.repeat(1000))
  const packed = new Uint8Array(deflateRawSync(page))
  const of = async (lie: Partial<Lie>) => {
    const bytes = lying([{name: 'a.md', method: 8, data: packed, size: 5000, crc32: crc32(page), ...lie}])
    const access = memory(bytes)
    const zip = await openZip(access, {name: 'export.zip'})
    const [first] = zip.entries
    if (first === undefined) throw new Error('no entry')
    const at = await zip.locate(first)
    const whole = await refusal(zipSource('export.zip', access, zip, codec).read(first))
    const streamed = await refusal(collect(unpack(packedChunks(access, at), first, codec)))
    expect(whole.path).toBe('a.md')
    expect(streamed.code).toBe(whole.code)
    // A stream that ends early is met before its length is known to be too little.
    if (!streamed.message.includes('cannot be read')) expect(streamed.message).toBe(whole.message)
    return `${whole.code}: ${whole.message}`
  }

  it('is refused in both ways of reading', async () => {
    expect(await of({crc32: 1})).toBe(damaged('its bytes do not fit its checksum'))
    expect(await of({size: 4999})).toBe(damaged('it holds more than the 4999 bytes that the archive says'))
    expect(await of({size: 5001})).toBe(damaged('it holds fewer than the 5001 bytes that the archive says'))
    expect(await of({size: 0})).toBe(damaged('it holds more than the 0 bytes that the archive says'))
    expect(await of({size: 2 ** 31})).toBe(
      damaged('it holds fewer than the 2147483648 bytes that the archive says'),
    )
    expect(await of({data: Buffer.concat([packed, utf8('left')])})).toBe(
      damaged('4 bytes that are not part of it follow its data'),
    )
    expect(await of({data: Buffer.concat([packed, packed])})).toContain('follow its data')
    expect(await of({data: packed.subarray(0, packed.length - 3)})).toContain('unexpected end of file')
    expect(await of({data: Uint8Array.of(7, 7, 7, 7, 7, 7, 7, 7)})).toContain('cannot be read')
    expect(await of({data: new Uint8Array(0)})).toContain('damaged-entry')
  })

  it('of a stored entry', async () => {
    expect(await of({method: 0, data: utf8('text'), size: 4, crc32: 1})).toContain('its checksum')
  })
})
