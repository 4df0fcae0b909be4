import {existsSync} from 'node:fs'
import {mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {ZipFile} from 'yazl'
import {openZip} from '../../src/zip/read.ts'
import {dosParts} from '../../src/zip/time.ts'
import {lying} from './patch.ts'
import {contents, file, inFolder, memory, python, readAll, run, text, utf8} from './support.ts'

const LONG = 'A line of a page that is long enough to be deflated.\n'.repeat(2000)

async function byYazl(fill: (zip: ZipFile) => void): Promise<Uint8Array> {
  const zip = new ZipFile()
  fill(zip)
  zip.end()
  const pieces: Buffer[] = []
  for await (const piece of zip.outputStream) pieces.push(Buffer.from(piece))
  return new Uint8Array(Buffer.concat(pieces))
}

describe('archives of other programs', () => {
  it('reads those of yazl: stored, deflated, folders, zip64 everywhere', async () => {
    for (const forceZip64Format of [false, true]) {
      const bytes = await byYazl(zip => {
        zip.addEmptyDirectory('Home', {})
        zip.addBuffer(Buffer.from(LONG), 'Home/Long.md', {forceZip64Format})
        zip.addBuffer(Buffer.from('short'), 'Home/Kürzer 日本.md', {compress: false, forceZip64Format})
        zip.addBuffer(Buffer.alloc(0), 'empty.md')
      })
      const files = await readAll(bytes)
      expect([...files.keys()]).toEqual(['Home/Long.md', 'Home/Kürzer 日本.md', 'empty.md'])
      expect(text(files.get('Home/Long.md') ?? utf8(''))).toBe(LONG)
      expect(text(files.get('Home/Kürzer 日本.md') ?? utf8(''))).toBe('short')
    }
  })

  it('reads those of Python: data descriptors, zip64 local headers, times as written', () =>
    inFolder(async folder => {
      const path = join(folder, 'python.zip')
      await python(
        `
import sys, zipfile
class Pipe:  # cannot seek, so that sizes follow the data
    def __init__(self, f): self.f = f
    def write(self, b): return self.f.write(b)
    def flush(self): self.f.flush()
with open(sys.argv[1], 'wb') as f, zipfile.ZipFile(Pipe(f), 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr(zipfile.ZipInfo('Ünï.md', (2024, 2, 29, 23, 59, 58)), 'x' * 99999)
    z.writestr('stored.txt', 'stored', zipfile.ZIP_STORED)
    with z.open(zipfile.ZipInfo('large.txt'), 'w', force_zip64=True) as e: e.write(b'zip64')
`,
        path,
      )
      const access = await file(path)
      const zip = await openZip(access, {name: 'python.zip'})
      const files = await contents(access, zip)
      expect([...files].map(([name, bytes]) => [name, bytes.length])).toEqual([
        ['Ünï.md', 99999],
        ['stored.txt', 6],
        ['large.txt', 5],
      ])
      expect(dosParts(zip.entries[0]?.time ?? 0)).toEqual({
        year: 2024,
        month: 2,
        day: 29,
        hour: 23,
        minute: 59,
        second: 58,
      })
      await zip.close()
    }))

  it('reads those of zip, with its extra fields and folders, and refuses its symbolic links', () =>
    inFolder(async folder => {
      await mkdir(join(folder, 'in/Sub'), {recursive: true})
      await writeFile(join(folder, 'in/Sub/Página.md'), LONG)
      await writeFile(join(folder, 'in/empty'), '')
      await run('zip', ['-r', '../out.zip', '.'], {cwd: join(folder, 'in')})
      const files = await readAll(await readFile(join(folder, 'out.zip')))
      expect([...files.keys()].sort()).toEqual(['Sub/Página.md', 'empty'])

      await symlink('empty', join(folder, 'in/link'))
      await run('zip', ['-ry', '../link.zip', '.'], {cwd: join(folder, 'in')})
      await expect(readAll(await readFile(join(folder, 'link.zip')))).rejects.toMatchObject({
        code: 'unsupported',
        path: 'link',
        message: 'cannot read "export.zip": its entry "link" is a symbolic link',
      })
    }))

  it('reads an empty archive, a comment, and bytes before the archive that its offsets count', async () => {
    expect((await readAll(lying([]))).size).toBe(0)
    expect((await readAll(lying([{name: 'a'}], {comment: utf8('made by hand')}))).size).toBe(1)
    const before = utf8('#!/bin/sh\n')
    const plain = lying([{name: 'a', data: utf8('a')}])
    const shifted = lying([{name: 'a', data: utf8('a'), offset: before.length}], {
      before,
      directoryStart: plain.length - 22 - 47 + before.length,
    })
    expect((await readAll(shifted)).size).toBe(1)
  })

  it('accepts a deflated empty file without even the end of a deflate stream', async () => {
    expect((await readAll(lying([{name: 'a.md', method: 8}]))).get('a.md')).toHaveLength(0)
  })
})

describe('many entries', () => {
  const many = (count: number) => Array.from({length: count}, (_, i) => ({name: `${i}.md`}))

  it('reads on where the 16-bit count wrapped, in few reads', async () => {
    for (const count of [65_536, 70_000]) {
      const access = memory(lying(many(count)))
      const zip = await openZip(access, {name: 'export.zip'})
      expect(zip.entries).toHaveLength(count)
      expect(zip.entries.at(-1)?.path).toBe(`${count - 1}.md`)
      expect(access.reads).toBeLessThan(20)
    }
  })

  it('tells of a count that wrapped, and of none that did not', async () => {
    for (const [count, told] of [
      [65_535, 0],
      [65_536, 1],
      [65_537, 1],
    ] as const) {
      const zip = await openZip(memory(lying(many(count))), {name: 'export.zip'})
      expect(zip.problems(), `${count}`).toHaveLength(told)
    }
  })

  it('finds the local headers of small entries in few reads, also when asked at once', async () => {
    const access = memory(lying(many(5000)))
    const zip = await openZip(access, {name: 'export.zip'})
    access.reads = 0
    const found = await Promise.all(zip.entries.map(entry => zip.locate(entry)))
    expect(found).toHaveLength(5000)
    expect(access.reads).toBeLessThan(5)
  })
})

describe('real exports', () => {
  const folder = join(import.meta.dirname, '../../../shared/exports')
  it.skipIf(!existsSync(folder))(
    'reads every entry of each (SKIPPED without ../shared/exports)',
    async () => {
      const names = (await readdir(folder)).filter(name => name.endsWith('.zip'))
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) {
        const access = await file(join(folder, name))
        const zip = await openZip(access, {name})
        const files = await contents(access, zip)
        for (const [path, bytes] of files) {
          if (/Part-\d+\.zip$/.test(path)) expect((await readAll(bytes)).size).toBeGreaterThan(0)
        }
        expect(files.size, name).toBe(zip.entries.length)
        await zip.close()
      }
    },
  )
})

it('closes what it was given', async () => {
  const access = memory(lying([{name: 'a'}]))
  const zip = await openZip(access, {name: 'export.zip'})
  await zip.close()
  expect(access.closed).toBe(true)
})

it('tells why the bytes could not be had as it was told, not as a fault of the archive', async () => {
  const access = memory(lying([{name: 'a'}]))
  let reads = 0
  const failing = {
    ...access,
    read: (position: number, length: number) =>
      ++reads > 1 ? Promise.reject(new Error('EIO: i/o error')) : access.read(position, length),
  }
  const late = {...failing, size: access.size}
  await expect(
    openZip(late, {name: 'export.zip'}).then(zip => zip.locate(zip.entries[0] ?? never())),
  ).rejects.toThrow('EIO')
})

function never(): never {
  throw new Error('no entry')
}
