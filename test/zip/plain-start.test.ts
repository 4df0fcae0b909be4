import fc from 'fast-check'
import {expect, it} from 'vitest'
import {plainStart, readLocalHeader} from '../../src/zip/local-header.ts'
import type {Place} from '../../src/zip/places.ts'
import {openZip} from '../../src/zip/read.ts'
import {ZipWriter} from '../../src/zip/write.ts'
import {deflated, memory, memorySink, utf8} from './support.ts'

const TEXT = 'Words of a page. '.repeat(20)

/** An archive of one entry, with its figures before or behind its data, and what its directory says. */
async function archive(isBehind: boolean) {
  const {known, ...entry} = deflated('Page é.md', TEXT)
  const sink = memorySink()
  const zip = new ZipWriter(sink)
  if (isBehind) await zip.add(entry, () => known!)
  else await zip.add({...entry, known: known!})
  await zip.end()
  const bytes = sink.bytes()
  const {entries} = await openZip(memory(bytes), {name: 'x.zip'})
  const limit = Buffer.from(bytes).indexOf('PK\u0001\u0002')
  const flags = (isBehind ? 8 : 0) | 0x800
  const place: Place = {nameBytes: utf8('Page é.md'), flags, method: 8, limit}
  return {bytes, entry: entries[0]!, place, end: limit}
}

const readerOf = (bytes: Uint8Array) => ({
  read: (position: number, length: number) => bytes.subarray(position, position + length),
})

it.each([false, true])(
  'what is taken at a glance is what a closer look finds; figures behind: %s',
  async isBehind => {
    const {bytes, entry, place, end} = await archive(isBehind)
    expect(plainStart(readerOf(bytes), entry, place)).toBe(30 + place.nameBytes.length)
    const around = [...Array(40).keys(), ...Array.from({length: 20}, (_, i) => end - 20 + i)]
    const change = fc.record({at: fc.constantFrom(...around), to: fc.integer({min: 0, max: 255})})
    let odd = 0
    await fc.assert(
      fc.asyncProperty(fc.array(change, {minLength: 1, maxLength: 2}), fc.nat(2), async (changes, more) => {
        const bent = Uint8Array.from([...bytes.subarray(0, end), ...new Uint8Array(more)])
        for (const {at, to} of changes) bent[at] = to
        const there = {...place, limit: end + more}
        const start = plainStart(readerOf(bent), entry, there)
        if (start === undefined) odd++
        else {
          const looked = await readLocalHeader(readerOf(bent), entry, there, 'x.zip')
          expect(looked).toEqual({start, length: entry.packedSize, method: 8, odd: []})
        }
      }),
      {numRuns: 1000},
    )
    expect(odd).toBeGreaterThan(500)
  },
)
