import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test, vi} from 'vitest'
import {ExportError, fixExport} from '../src/index.ts'
import {Memory} from '../src/zip/memory.ts'
import {makeZip} from './make-zip.ts'

/** An export that is large enough for threads to be started, with links from every page to the next. */

let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nef-threads-'))
  await makeZip(join(folder, 'in.zip'), exportOf(600))
})
afterAll(() => rmSync(folder, {recursive: true}))

function exportOf(pages: number): Record<string, string | Buffer> {
  const id = (number: number) => `1a26f04c2d8180aa8abc${number.toString(16).padStart(12, '0')}`
  const files: Record<string, string | Buffer> = {}
  let state = 7
  const noise = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state >>> 24
  }
  for (let i = 0; i < pages; i++) {
    const next = (i + 1) % pages
    const link = `[Next](Page%20${next}%20${id(next)}.md) ![](image%20${i}.png)`
    files[`Page ${i} ${id(i)}.md`] = `# Page ${i}\n\n${link}\n\n${`Words of page ${i}. `.repeat(i * 3)}\n`
    files[`image ${i}.png`] = Buffer.from(Array.from({length: 20_000}, noise))
  }
  return files
}

async function repaired(threads: number): Promise<Buffer> {
  const output = join(folder, `${threads}.zip`)
  const report = await fixExport([join(folder, 'in.zip')], {output, threads, force: true})
  expect(report.counts.page).toBe(600)
  return readFileSync(output)
}

test('the result does not depend on the number of threads', async () => {
  const alone = await repaired(0)
  expect(alone.length).toBeGreaterThan(12_000_000)
  for (const threads of [1, 3]) expect(Buffer.compare(await repaired(threads), alone)).toBe(0)
})

test('nobody looks at memory that was given back', async () => {
  const clean = await repaired(1)
  let given = 0
  const give = vi.spyOn(Memory.prototype, 'give').mockImplementation(({buffer}) => {
    given += buffer.byteLength
    new Uint8Array(buffer).fill(0xdd)
  })
  for (const threads of [0, 1]) expect(Buffer.compare(await repaired(threads), clean)).toBe(0)
  expect(given).toBeGreaterThan(20_000_000)
  give.mockRestore()
})

test('a number that makes no sense is refused', async () => {
  for (const threads of [-1, 1.5, 1000, Number.NaN]) {
    const work = fixExport([join(folder, 'in.zip')], {dryRun: true, threads})
    await expect(work).rejects.toThrow(ExportError)
    await expect(work).rejects.toMatchObject({code: 'usage'})
  }
})
