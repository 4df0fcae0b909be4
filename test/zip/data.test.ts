import {deflateRawSync} from 'node:zlib'
import {expect, it} from 'vitest'
import {crc32} from '../../src/zip/crc.ts'
import {packedChunks, unpack} from '../../src/zip/data.ts'
import type {ZipEntry} from '../../src/zip/model.ts'
import {codec, collect, memory, TIME} from './support.ts'

const content = new Uint8Array(5_000_000).map((_, i) => (i * i) >>> 9)
const packed = new Uint8Array(deflateRawSync(content))
const entry: ZipEntry = {
  path: 'large.bin',
  size: content.length,
  crc32: crc32(content),
  time: TIME,
  headerOffset: 0,
  packedSize: packed.length,
  method: 8,
}

async function* inPieces(bytes: Uint8Array, length: number, failAfter = Number.POSITIVE_INFINITY) {
  for (let at = 0; at < bytes.length; at += length) {
    if (at >= failAfter) throw new Error('EIO')
    yield bytes.subarray(at, at + length)
  }
}

it('reads large entries in few large reads and inflates them as they come', async () => {
  const access = memory(packed)
  const at = {start: 0, length: packed.length, method: 8} as const
  expect(Buffer.compare(await collect(unpack(packedChunks(access, at), entry, codec)), content)).toBe(0)
  expect(access.reads).toBe(Math.ceil(packed.length / (1 << 20)))
})

it('does not care where the pieces are cut', async () => {
  for (const length of [777, 65_536, packed.length - 1, packed.length]) {
    const result = await collect(unpack(inPieces(packed, length), entry, codec))
    expect(Buffer.compare(result, content)).toBe(0)
  }
})

it('sees what follows the data, wherever the pieces are cut', async () => {
  const longer = new Uint8Array(packed.length + 3)
  longer.set(packed)
  for (const length of [packed.length, packed.length + 1, longer.length]) {
    const work = collect(unpack(inPieces(longer, length), {...entry, packedSize: longer.length}, codec))
    await expect(work).rejects.toMatchObject({code: 'damaged-entry'})
    await expect(work).rejects.toThrow('3 bytes that are not part of it follow its data')
  }
})

it('passes on why its source failed', async () => {
  await expect(collect(unpack(inPieces(packed, 1000, 5000), entry, codec))).rejects.toThrow(/^EIO$/)
  const plain = {...entry, method: 0, packedSize: content.length} as const
  await expect(collect(unpack(inPieces(content, 1000, 5000), plain, codec))).rejects.toThrow(/^EIO$/)
})

it('lets go of its source when nobody wants more', async () => {
  let released = false
  const source = async function* () {
    try {
      yield* inPieces(packed, 1000)
    } finally {
      released = true
    }
  }
  for await (const bytes of unpack(source(), entry, codec)) {
    expect(bytes.length).toBeGreaterThan(0)
    break
  }
  await new Promise(resolve => setTimeout(resolve, 10))
  expect(released).toBe(true)
})

it('stops a bomb at the length that the archive says', async () => {
  const bomb = new Uint8Array(deflateRawSync(new Uint8Array(1 << 26)))
  let seen = 0
  const work = async () => {
    for await (const bytes of unpack(
      inPieces(bomb, 1000),
      {...entry, size: 1000, packedSize: bomb.length},
      codec,
    )) {
      seen += bytes.length
    }
  }
  await expect(work()).rejects.toThrow('more than the 1000 bytes')
  expect(seen).toBe(0)
})
