import {open, stat, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {deflateRawSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {fromBufferPromise} from 'yauzl'
import {crc32} from '../../src/zip/crc.ts'
import type {RandomAccess} from '../../src/zip/model.ts'
import {openZip} from '../../src/zip/read.ts'
import {Expected, readBack} from '../../src/zip/read-back.ts'
import {dosTimeFromDate} from '../../src/zip/time.ts'
import {type ByteSink, ZipWriter} from '../../src/zip/write.ts'
import {
  deflated,
  file,
  inFolder,
  memory,
  memorySink,
  python,
  readAll,
  run,
  stored,
  TIME,
  text,
  utf8,
  written,
} from './support.ts'

const LONG = 'A line of a page that is long enough to be deflated.\n'.repeat(20_000)

async function* pieces(...all: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of all) yield piece
}

/** Of each kind one: known and unknown figures, deflated and stored, empty, whole and in pieces. */
async function ofEachKind(): Promise<Uint8Array> {
  const sink = memorySink()
  const zip = new ZipWriter(sink)
  const content = utf8(LONG)
  const packed = deflateRawSync(content)
  const figures = {size: content.length, crc32: crc32(content)}
  await zip.add(deflated('Home/Long.md', LONG))
  await zip.add(stored('Home/stored.txt', 'stored'))
  await zip.add(stored('empty', ''))
  await zip.add({path: 'streamed.md', time: TIME, method: 8, data: pieces(packed)}, () => figures)
  const half = packed.length >> 1
  const halves = pieces(packed.subarray(0, half), packed.subarray(half))
  const known = {...figures, packedSize: packed.length}
  await zip.add({path: 'Größe 日本 🎉.md', time: TIME, method: 8, known, data: halves})
  await zip.add({path: 'Cafe\u0301.md', time: TIME, method: 0, data: pieces(content)}, () => figures)
  await zip.end()
  return sink.bytes()
}

describe('what we write', () => {
  it('is read by unzip, 7z, Python and yauzl, and by ourselves', () =>
    inFolder(async folder => {
      const bytes = await ofEachKind()
      const path = join(folder, 'ours.zip')
      await writeFile(path, bytes)
      expect((await run('unzip', ['-tq', path])).stdout).toContain('No errors detected')
      const sevenZip = (await run('7z', ['t', path])).stdout
      expect(sevenZip).toContain('Everything is Ok')
      expect(sevenZip).not.toContain('Warning')
      const seen: [string, number, number[], number][] = JSON.parse(
        await python(
          `
import sys, zipfile, json
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[i.filename, i.file_size, i.date_time, i.external_attr >> 16] for i in z.infolist()]))
`,
          path,
        ),
      )
      const expected = [
        ['Home/Long.md', LONG.length],
        ['Home/stored.txt', 6],
        ['empty', 0],
        ['streamed.md', LONG.length],
        ['Größe 日本 🎉.md', LONG.length],
        ['Cafe\u0301.md', LONG.length],
      ]
      expect(seen).toEqual(expected.map(([name, size]) => [name, size, [2025, 11, 18, 9, 41, 22], 0o100644]))
      const names: string[] = []
      for await (const entry of (await fromBufferPromise(Buffer.from(bytes))).eachEntry()) {
        names.push(entry.fileName)
        expect(entry.getLastModDate({timezone: 'UTC'}).toISOString()).toBe('2025-11-18T09:41:22.000Z')
      }
      const ours = await readAll(bytes)
      expect([...ours.keys()]).toEqual(names)
      expect([...ours].map(([name, content]) => [name, content.length])).toEqual(expected)
      expect(text(ours.get('streamed.md') ?? utf8(''))).toBe(LONG)
    }))

  it('can be read by everyone who is given it, once extracted', () =>
    inFolder(async folder => {
      await writeFile(join(folder, 'ours.zip'), await ofEachKind())
      await run('unzip', ['-q', 'ours.zip'], {cwd: folder})
      expect((await stat(join(folder, 'Home/Long.md'))).mode & 0o444).toBe(0o444)
    }))

  it('does not depend on the time zone', async () => {
    const before = process.env.TZ
    const results: {offset: number; crc: number; time: number}[] = []
    try {
      for (const zone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
        process.env.TZ = zone
        const date = new Date('2025-07-01T12:00:00Z')
        const crc = crc32(await ofEachKind())
        results.push({offset: date.getTimezoneOffset(), crc, time: dosTimeFromDate(date)})
      }
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
    expect(results.map(({offset}) => offset)).toEqual([0, -540, 240])
    expect(new Set(results.map(({crc}) => crc)).size).toBe(1)
    expect(new Set(results.map(({time}) => time)).size).toBe(1)
  })

  it('has sizes in local headers, bit 11 only for names that need it, and no extra fields', async () => {
    const bytes = Buffer.from(await written([deflated('a.md', 'a'), deflated('ä.md', 'a')]))
    const flags = [0, bytes.indexOf('PK\x03\x04', 4, 'latin1')].map(at => bytes.readUInt16LE(at + 6))
    expect(flags).toEqual([0, 0x800])
    expect(bytes.readUInt32LE(22)).toBe(1)
    expect(bytes.readUInt16LE(28)).toBe(0)
  })

  it('is empty when nothing was added', async () => {
    const bytes = await written([])
    expect(bytes).toHaveLength(22)
    expect((await readAll(bytes)).size).toBe(0)
  })
})

describe('large archives', () => {
  it('with more than 65,535 entries are zip64, written in few pieces, in linear time', () =>
    inFolder(async folder => {
      const sink = memorySink()
      const zip = new ZipWriter(sink)
      for (let i = 0; i < 70_000; i++) await zip.add(stored(`${i}.md`, ''))
      await zip.end()
      expect(sink.writes).toBeLessThan(60)
      const path = join(folder, 'many.zip')
      await writeFile(path, sink.bytes())
      const access = await file(path)
      expect((await openZip(access, {name: 'many.zip'})).entries).toHaveLength(70_000)
      await access.close()
      const script = 'import sys, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))'
      expect(await python(script, path)).toBe('70000\n')
      expect((await run('unzip', ['-Z', '-h', path])).stdout).toContain('number of entries: 70000')
    }))

  it.each([65_534, 65_535])('%i entries', async count => {
    const bytes = await written(Array.from({length: count}, (_, i) => stored(`${i}`, '')))
    const zip64 = Buffer.from(bytes.subarray(-42)).includes('PK\x06\x07', 0, 'latin1')
    expect(zip64).toBe(count === 65_535)
    expect((await fromBufferPromise(Buffer.from(bytes))).entryCount).toBe(count)
  })

  // A file with holes where the zeros would be, so that other programs can look at the real thing.
  it('past 4 GiB: sizes and offsets in zip64 fields, in a stored entry and in a streamed one', () =>
    inFolder(async folder => {
      const path = join(folder, 'large.zip')
      const zeros = new Uint8Array(1 << 26)
      const size = 65 * zeros.length
      const last = deflated('last.md', 'the last')
      const handle = await open(path, 'w')
      const zip = new ZipWriter(sparse(handle))
      const large = async function* () {
        for (let i = 0; i < 65; i++) yield zeros
      }
      const known = {size, packedSize: size, crc32: 0}
      await zip.add({path: 'known.bin', time: TIME, method: 0, known, data: large()})
      await zip.add({path: 'streamed.bin', time: TIME, method: 0, data: large()}, () => ({size, crc32: 0}))
      await zip.add(last)
      await zip.end()
      await handle.close()

      const access: RandomAccess = await file(path)
      const ours = await openZip(access, {name: 'large.zip'})
      expect(ours.entries.map(entry => [entry.path, entry.size])).toEqual([
        ['known.bin', size],
        ['streamed.bin', size],
        ['last.md', 8],
      ])
      const starts = await Promise.all(ours.entries.map(async entry => (await ours.locate(entry)).start))
      expect(starts).toEqual([59, 59 + size + 42, 59 + 42 + 2 * size + 24 + 37])
      await ours.close()

      const script =
        'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read("last.md").decode())'
      expect(await python(script, path)).toBe('the last\n')
      expect((await run('unzip', ['-tq', path, 'last.md'])).stdout).toContain('No errors detected')
      expect((await run('7z', ['t', path, 'last.md'])).stdout).toContain('Everything is Ok')
    }))
})

/** Writes at positions and leaves zeros out. */
function sparse(handle: Awaited<ReturnType<typeof open>>): ByteSink {
  let at = 0
  return {
    async write(bytes) {
      if (bytes.length < 1 << 26) await handle.write(bytes, 0, bytes.length, at)
      at += bytes.length
    },
  }
}

describe('what must not become an archive', () => {
  const known = {size: 5, packedSize: 5, crc32: 0}
  const entry = {path: 'a.md', time: TIME, method: 0, known} as const

  it('other lengths than were announced', async () => {
    const zip = new ZipWriter(memorySink())
    await expect(zip.add({...entry, data: utf8('four')})).rejects.toThrow(
      '"a.md" has 4 packed bytes instead of 5',
    )
    await expect(zip.add(stored('b.md', ''))).rejects.toThrow('failed before')
    await expect(zip.end()).rejects.toThrow('failed before')
  })

  it('stored entries whose two sizes differ, and figures that nobody knows', async () => {
    const odd = {...entry, known: {...known, size: 6}, data: utf8('fives')}
    await expect(new ZipWriter(memorySink()).add(odd)).rejects.toThrow('is stored')
    const unknown = {path: 'a.md', time: TIME, method: 8, data: utf8('x')} as const
    await expect(new ZipWriter(memorySink()).add(unknown)).rejects.toThrow('nobody knows')
  })

  it('two entries at once, names that are empty or too long', async () => {
    const zip = new ZipWriter(memorySink())
    const first = zip.add({...entry, data: pieces(utf8('fives'))})
    await expect(zip.add(stored('b.md', ''))).rejects.toThrow('busy')
    await first
    for (const path of ['', 'ä'.repeat(40_000)]) {
      await expect(new ZipWriter(memorySink()).add(stored(path, ''))).rejects.toThrow(RangeError)
    }
  })

  it('a failing source or sink fails the entry', async () => {
    const failing = async function* () {
      yield utf8('f')
      throw new Error('EIO')
    }
    await expect(new ZipWriter(memorySink()).add({...entry, data: failing()})).rejects.toThrow('EIO')
    const full: ByteSink = {write: () => Promise.reject(new Error('ENOSPC'))}
    const zip = new ZipWriter(full)
    await zip.add(stored('a', 'waits for the batch to fill'))
    await expect(zip.end()).rejects.toThrow('ENOSPC')
  })
})

it('is read back, and whatever is not what was put there is seen', async () => {
  const bytes = await written([stored('a.md', 'one'), stored('b.md', 'two')])
  const one = {size: 3, crc32: crc32(utf8('one'))}
  const two = {size: 3, crc32: crc32(utf8('two'))}
  const read = (...files: [path: string, figures: typeof one][]) => {
    const expected = new Expected()
    for (const [path, figures] of files) expected.add(path, figures)
    return readBack(memory(bytes), 'out.zip', expected)
  }
  await read(['a.md', one], ['b.md', two])
  for (const files of [
    [['a.md', one]],
    [
      ['b.md', two],
      ['a.md', one],
    ],
    [
      ['a.md', one],
      ['b.md', one],
    ],
    [
      ['a.md', one],
      ['c.md', two],
    ],
    [
      ['a.md', one],
      ['b.md', {...two, size: 4}],
    ],
    [
      ['a.md', one],
      ['b.md', two],
      ['c.md', two],
    ],
  ] as [string, typeof one][][]) {
    await expect(read(...files)).rejects.toThrow('not the one that was planned')
  }
})

it('waits for the sink before it hands on more, and touches nothing that it has not taken', async () => {
  let open = 0
  const taken: Uint8Array[] = []
  const sink: ByteSink = {
    async write(bytes) {
      expect(++open).toBe(1)
      const crc = crc32(bytes)
      await promisify(setImmediate)()
      expect(crc32(bytes)).toBe(crc)
      taken.push(bytes.slice())
      open--
    },
  }
  const zip = new ZipWriter(sink)
  for (let i = 0; i < 50; i++) await zip.add(stored(`${i}`, new Uint8Array(i * 10_000).fill(i)))
  await zip.end()
  expect((await readAll(new Uint8Array(Buffer.concat(taken)))).size).toBe(50)
})
