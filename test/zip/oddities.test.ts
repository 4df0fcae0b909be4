import {describe, expect, it} from 'vitest'
import {Budget} from '../../src/zip/budget.ts'
import type {PlaceReader} from '../../src/zip/leftover.ts'
import {openZip} from '../../src/zip/read.ts'
import {build} from '../hostile/build.ts'
import {type Case, PAGE} from '../hostile/case.ts'
import {local} from '../hostile/local.ts'
import {lying} from './patch.ts'
import {memory, refusal, utf8} from './support.ts'

const open = (bytes: Uint8Array) => openZip(memory(bytes), {name: 'export.zip'})
const BIT3 = {flags: 0x808, local: {crc: 0, size: 0, packedSize: 0}}

describe('what is odd is told', () => {
  const sloppy = build([
    {...PAGE, ...BIT3, behind: 'junk!'},
    {name: 'a.png', data: 'a', ...BIT3},
    {name: 'dir/', flags: 0, local: {flags: 0x800}},
    {name: '__MACOSX/._a', data: 'x', behind: 'more'},
  ])
  const expected = [
    {
      code: 'zip-irregular',
      path: 'export.zip',
      detail: `the sizes that should follow the data of "${PAGE.name}" are missing`,
      count: 2,
    },
    {code: 'zip-irregular', path: 'export.zip', detail: '"dir" is marked in two different ways'},
    {code: 'zip-leftover', path: 'export.zip', detail: `5 bytes behind "${PAGE.name}"`, count: 2},
  ]

  it('the same in whatever order entries are located, and however often', async () => {
    for (const order of [
      (list: readonly unknown[]) => list,
      (list: readonly unknown[]) => [...list].reverse(),
    ]) {
      const zip = await open(sloppy)
      for (const entry of order(zip.entries) as typeof zip.entries) {
        await Promise.all([zip.locate(entry), zip.locate(entry)])
        await zip.locate(entry)
      }
      await zip.locateRest()
      expect(zip.problems()).toEqual(expected)
    }
  })

  it('also of what nobody locates: folders, and files that are left out', async () => {
    const zip = await open(sloppy)
    expect(zip.problems()).toEqual([])
    await zip.locateRest()
    expect(zip.problems()).toEqual(expected)
  })

  it('and nothing of an archive as it should be', async () => {
    const zip = await open(build([PAGE, {name: 'a.png'}]))
    await zip.locateRest()
    expect(zip.problems()).toEqual([])
  })
})

/** Bytes of an archive between two positions, and an error for all others. */
function within(bytes: Uint8Array, start: number, limit: number): PlaceReader {
  return {
    read(position, length) {
      if (position < start || position + length > limit) throw new RangeError(`${position}, ${length}`)
      return bytes.subarray(position, position + length)
    },
  }
}

describe('local headers are judged by their own bytes alone', () => {
  // Those that are refused when they are listed never come so far.
  const readable = async (each: Case) => (await open(each.bytes()).catch(() => undefined)) !== undefined
  it.each(local.map(each => [each.name, each] as const))('%s', async (_, each) => {
    if (!(await readable(each))) return
    const bytes = each.bytes()
    const direct = await open(bytes)
    const batched = await open(bytes)
    const starts = direct.entries.map(({headerOffset}) => headerOffset)
    const limits = [...starts, Buffer.from(bytes).indexOf('PK\u0001\u0002')].sort((a, b) => a - b)
    for (const entry of direct.entries) {
      const limit = limits.find(at => at > entry.headerOffset) ?? 0
      const of = async (work: () => unknown) =>
        Promise.resolve()
          .then(work)
          .catch((error: Error) => error.message)
      expect(await of(() => batched.locate(entry, within(bytes, entry.headerOffset, limit)))).toEqual(
        await of(() => direct.locate(entry)),
      )
    }
  })
})

describe('the budget', () => {
  const bytes = lying([{name: 'a'}, {name: 'b'}])
  it.each([
    ['entries', {entries: 3}],
    ['bytes of directories', {directoryBytes: 100}],
  ])('of %s holds for all archives together', async (_, limits) => {
    const budget = new Budget(limits)
    const twice = async () => {
      await openZip(memory(bytes), {name: 'a.zip', budget})
      await openZip(memory(bytes), {name: 'b.zip', budget})
    }
    expect(await refusal(twice())).toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/^cannot read "b.zip": it lists more files than any export/),
    })
  })

  it('is wide enough for one archive without another', async () => {
    expect(
      (await openZip(memory(bytes), {name: 'a.zip', budget: new Budget({entries: 2})})).entries,
    ).toHaveLength(2)
  })
})

it('an encoding that is asked for counts also where a name wrongly says to be UTF-8', async () => {
  const zip = await openZip(memory(lying([{name: Uint8Array.of(0x83, 0x5c)}])), {
    name: 'export.zip',
    nameEncoding: 'shift_jis',
  })
  expect(zip.entries[0]?.path).toBe('ソ')
  expect(zip.problems()).toEqual([])
})

it('an end of zeros is passed over, and told', async () => {
  const zip = await open(lying([{name: 'a', data: utf8('a')}], {after: new Uint8Array(3000)}))
  expect(zip.problems()).toEqual([
    {code: 'zip-leftover', path: 'export.zip', detail: '3000 zeros behind its end'},
  ])
})
