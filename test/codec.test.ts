import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {deflateRawSync, inflateRawSync, crc32 as zlibCrc} from 'node:zlib'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {nodeCodec} from '../src/node/codec.ts'
import {CodecThread} from '../src/node/codec-thread.ts'
import type {Slice} from '../src/zip/codec.ts'

/** Bytes that compress a little, different for every `seed`. */
function content(seed: number, length: number): Uint8Array {
  return new Uint8Array(length).map((_, i) => (i * (seed + 3)) >>> 4)
}

function bundle(files: readonly Uint8Array[]): {bytes: Uint8Array<ArrayBuffer>; slices: Slice[]} {
  const slices: Slice[] = []
  const packed = files.map((file, i) => (i % 3 === 2 ? file : new Uint8Array(deflateRawSync(file))))
  let start = 0
  packed.forEach((data, i) => {
    const method = i % 3 === 2 ? 0 : 8
    const figures = {path: `file ${i}`, size: files[i]!.length, crc32: zlibCrc(files[i]!)}
    slices.push({...figures, method, start, length: data.length, want: i % 2 === 0 ? 'bytes' : 'check'})
    start += data.length
  })
  return {bytes: new Uint8Array(Buffer.concat(packed)), slices}
}

/** Waits until the threads have started; without that, the first jobs would be done in place. */
async function warm(threads: number) {
  const codec = nodeCodec(threads)
  for (let i = 0; i < 8; i++) await codec.pack([{path: 'x', bytes: content(i, 1 << 20)}])
  await new Promise(resolve => setTimeout(resolve, threads === 0 ? 0 : 300))
  return codec
}

describe.each([0, 1, 3])('with %i threads', threads => {
  const files = [0, 1, 2, 3, 4, 5, 6].map(i => content(i, i * 5000))

  test('what is unpacked is what was packed; only what is asked for is given', async () => {
    const codec = await warm(threads)
    const {bytes, slices} = bundle(files)
    const original = Buffer.from(bytes)
    const unpacked = await codec.unpack(bytes, slices)
    expect(Buffer.compare(unpacked.bytes, original)).toBe(0)
    unpacked.results.forEach((result, i) => {
      expect(result.damage).toBeUndefined()
      if (slices[i]!.want === 'check') expect(result.bytes).toBeUndefined()
      else expect(Buffer.compare(result.bytes!, files[i]!)).toBe(0)
    })
    await codec.close()
  })

  test('in memory that is used again nothing shows of what lay there before', async () => {
    const codec = await warm(threads)
    const sets = [files, files.map((_, i) => content(i + 9, 40_000 - i * 4000))]
    const check = async (set: readonly Uint8Array[]) => {
      const {bytes: packed, slices} = bundle(set)
      const bytes = codec.take!(packed.length)
      bytes.set(packed)
      const {results, release} = await codec.unpack(bytes, slices)
      results.forEach((result, i) => {
        if (slices[i]!.want === 'bytes') expect(Buffer.compare(result.bytes!, set[i]!)).toBe(0)
      })
      release!()
    }
    for (let i = 0; i < 10; i++) await Promise.all([0, 1, i % 2].map(number => check(sets[number]!)))
    await codec.close()
  })

  test('a head is the beginning of an entry, of which nothing is checked', async () => {
    const codec = await warm(threads)
    const long = content(2, 300_000)
    const {bytes, slices} = bundle([...files, long, long])
    const heads = slices.map(slice => ({...slice, crc32: 1, want: 'head' as const}))
    const {results} = await codec.unpack(bytes, heads)
    for (const [i, file] of [...files, long, long].entries()) {
      const head = results[i]!.bytes!
      expect(head.length).toBeGreaterThanOrEqual(Math.min(file.length, 2048))
      expect(head.length).toBeLessThanOrEqual(16_384)
      expect(Buffer.compare(head, file.subarray(0, head.length))).toBe(0)
    }
    const noise = new Uint8Array(100).fill(0xff)
    const broken = {...heads[0]!, start: 0, length: noise.length}
    const damaged = await codec.unpack(noise, [broken])
    expect(damaged.results[0]!.damage).toContain('its compressed data cannot be read')
    await codec.close()
  })

  test('damage is told of each entry for itself', async () => {
    const codec = await warm(threads)
    const {bytes, slices} = bundle(files)
    const bent = slices.map((slice, i) =>
      i === 3 ? {...slice, crc32: 1} : {...slice, want: 'bytes' as const},
    )
    const {results} = await codec.unpack(bytes, bent)
    expect(results[3]).toEqual({damage: 'its bytes do not fit its checksum'})
    results.forEach((result, i) => {
      if (i !== 3) expect(Buffer.compare(result.bytes!, files[i]!)).toBe(0)
    })
    await codec.close()
  })

  test('what is packed is the same, and stored where that is shorter', async () => {
    const codec = await warm(threads)
    let state = 1
    const noise = new Uint8Array(1000).map(() => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state >>> 24
    })
    const packed = await codec.pack([
      {path: 'a', bytes: content(1, 20_000)},
      {path: 'b', bytes: noise},
      {path: 'c', bytes: new Uint8Array(0)},
    ])
    expect(packed.map(({method}) => method)).toEqual([8, 0, 0])
    expect(Buffer.compare(inflateRawSync(packed[0]!.data), content(1, 20_000))).toBe(0)
    expect(Buffer.compare(packed[1]!.data, noise)).toBe(0)
    expect(packed.map(({crc32}) => crc32)).toEqual(
      [content(1, 20_000), noise, new Uint8Array(0)].map(bytes => zlibCrc(bytes)),
    )
    expect(packed.map(({size}) => size)).toEqual([20_000, 1000, 0])
    await codec.close()
  })

  test('answers belong to their questions', async () => {
    const codec = await warm(threads)
    const jobs = Array.from({length: 40}, (_, i) =>
      codec.pack([{path: 'x', bytes: content(i, 100 + i * 997)}]),
    )
    for (const [i, job] of jobs.entries()) {
      const [file] = await job
      expect(Buffer.compare(inflateRawSync(file!.data), content(i, 100 + i * 997))).toBe(0)
    }
    await codec.close()
  })
})

describe('a thread that stops', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nef-thread-'))
  })
  afterAll(() => rmSync(folder, {recursive: true}))

  const thread = async (code: string) => {
    const path = join(folder, `${code.length}.mjs`)
    const head =
      "import {parentPort, workerData} from 'node:worker_threads'\nconst at = new Int32Array(workerData.at)\n"
    writeFileSync(path, `${head}parentPort.on('message', () => {${code}})\nparentPort.postMessage('ready')\n`)
    const started = new CodecThread(path)
    while (!started.isReady) await new Promise(resolve => setTimeout(resolve, 5))
    return started
  }
  const files = ['one.md', 'two.md', 'three.md'].map(path => ({path, bytes: content(1, 10)}))

  test.each([
    ['throws', 'at[0] = 1; throw new Error("out of memory")', /at "two.md".*out of memory/],
    ['exits', 'at[0] = 2; process.exit(7)', /at "three.md".*exit code 7/],
  ])('is an error with the name of the entry: it %s', async (_, code, expected) => {
    const started = await thread(code)
    const work = [started.pack(files), started.pack(files)]
    for (const job of work) {
      await expect(job).rejects.toMatchObject({
        code: 'thread-failed',
        hint: expect.stringContaining('--threads 0'),
      })
      await expect(job).rejects.toThrow(expected)
    }
    expect(started.isReady).toBe(false)
  })

  test('is done without when it never started', async () => {
    const path = join(folder, 'broken.mjs')
    writeFileSync(path, 'throw new Error("no")')
    const broken = new CodecThread(path)
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(broken.isReady).toBe(false)
    await broken.close()
  })

  test('is no loss when it is closed in the middle', async () => {
    const started = await thread('')
    const job = started.pack(files)
    const told = expect(job).rejects.toThrow('closed')
    await started.close()
    await told
  })
})
