import {expect, it} from 'vitest'
import {ExportError} from '../../src/core/error.ts'
import {crc32} from '../../src/zip/crc.ts'
import {ZipWriter} from '../../src/zip/write.ts'
import {lying} from './patch.ts'
import {deflated, memorySink, readAll, stored, TIME, utf8} from './support.ts'

/** The same numbers on every machine (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

async function originals(): Promise<Uint8Array[]> {
  const sink = memorySink()
  const zip = new ZipWriter(sink)
  await zip.add(deflated('Home/Page ä.md', 'text '.repeat(50)))
  await zip.add(stored('b.csv', 'a,b\r\n'))
  await zip.add({path: 'c.md', time: TIME, method: 0, data: utf8('c')}, () => ({
    size: 1,
    crc32: crc32(utf8('c')),
  }))
  await zip.end()
  return [sink.bytes(), lying([{name: 'a.md', data: utf8('a')}, {name: 'b.md'}], {zip64: {}})]
}

it('whatever bytes are changed, an archive is read or refused, and never anything else', async () => {
  const values = [0, 1, 0x7f, 0x80, 0xff]
  let [read, refused] = [0, 0]
  for (const [seed, original] of (await originals()).entries()) {
    const pick = random(seed)
    for (let round = 0; round < 2500; round++) {
      const mutant = original.slice()
      for (let changes = 1 + pick(3); changes > 0; changes--) {
        const spot = pick(mutant.length)
        mutant.fill(values[pick(values.length)] ?? 0, spot, spot + 1 + pick(8))
      }
      try {
        await readAll(mutant)
        read++
      } catch (error) {
        if (!(error instanceof ExportError)) throw new Error(`seed ${seed}, round ${round}`, {cause: error})
        refused++
      }
    }
  }
  expect(read).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(2000)
})
