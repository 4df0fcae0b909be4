import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {fixExport, memorySink, memorySource, type OutFile, type Sink} from '../src/index.ts'
import {makeZip} from './make-zip.ts'
import {FILES, partName} from './stranger.ts'

/** The door as a program uses it. */

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nef-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

/** A sink as a class, with its methods where classes have them. */
class Spoiling implements Sink {
  readonly takesPacked = false
  readonly inner: Sink
  readonly spoil: () => void
  finished = false

  constructor(out: Map<string, Uint8Array>, spoil: () => void) {
    this.inner = memorySink(out)
    this.spoil = spoil
  }

  async write(file: OutFile) {
    const figures = await this.inner.write(file)
    if (file.path.endsWith('manifest.json')) this.spoil()
    return figures
  }

  async finish() {
    this.finished = true
    return this.inner.finish()
  }

  abort() {
    return this.inner.abort()
  }
}

test('an input that changes meanwhile gives nothing: an archive, a folder, a repaired archive', async () => {
  const raw = await makeZip(join(folder, 'a.zip'), FILES)
  const repaired = join(folder, 'repaired.zip')
  await fixExport([raw], {output: repaired})
  await fixExport([raw], {output: join(folder, 'repaired')})
  const mine = join(folder, 'repaired/Home.md')
  for (const [input, touched] of [
    [raw, raw],
    [repaired, repaired],
    [join(folder, 'repaired'), mine],
  ] as const) {
    const out = new Map<string, Uint8Array>()
    const sink = new Spoiling(out, () => writeFileSync(touched, 'x', {flag: 'a'}))
    await expect(fixExport([input], {output: sink})).rejects.toThrow(/changed while it was read/)
    expect({input, finished: sink.finished, size: out.size}).toEqual({input, finished: false, size: 0})
  }
})

test('parts given as sources are taken in the order of their numbers', async () => {
  const parts = Object.entries(FILES).map(([name, text], at) =>
    memorySource(new Map([[name, text]]), {name: partName(at + 1)}),
  )
  const [first, second] = [new Map<string, Uint8Array>(), new Map<string, Uint8Array>()]
  await fixExport(parts, {output: memorySink(first)})
  await fixExport(parts.reverse(), {output: memorySink(second)})
  expect([...second.keys()]).toEqual([...first.keys()])
  for (const [path, bytes] of first) expect(Buffer.compare(second.get(path)!, bytes)).toBe(0)
})

test('wrong settings are refused before anything is opened', async () => {
  const gone = join(folder, 'gone.zip')
  for (const options of [{maxPath: 59}, {maxPath: Number.NaN}, {nameEncoding: 'klingon'}]) {
    await expect(fixExport([gone], {output: join(folder, 'x.zip'), ...options})).rejects.toMatchObject({
      code: 'usage',
    })
  }
  expect(readdirSync(folder)).toEqual([])
})
