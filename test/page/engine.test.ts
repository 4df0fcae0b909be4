/** What the page has in place of Node's zlib, held against Node's. */
import {deflateRawSync, inflateRawSync, crc32 as nodeCrc32} from 'node:zlib'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {unpackSlices} from '../../src/node/zlib.ts'
import {browserCodec} from '../../src/page/engine/codec.ts'
import {crc32} from '../../src/page/engine/crc.ts'
import {SMALL} from '../../src/page/engine/small.ts'

/** Text-like and random bytes, also longer than what goes through at once. */
const bytes = fc.oneof(
  fc.uint8Array({maxLength: 300}),
  fc
    .array(fc.constantFrom('word ', 'link ', '\n', '[x](y)'), {maxLength: 3000})
    .map(words => new TextEncoder().encode(words.join(''))),
)

test('checksums', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(crc32(a)).toBe(nodeCrc32(a))
      expect(crc32(b, crc32(a))).toBe(nodeCrc32(Buffer.concat([a, b])))
    }),
  )
})

test('deflating', async () => {
  await fc.assert(
    fc.asyncProperty(bytes, async plain => {
      const [packed] = await browserCodec.pack([{path: 'a', bytes: plain.slice()}])
      const {method, size, crc32: crc, data} = packed!
      expect(Buffer.from(method === 8 ? inflateRawSync(data) : data).equals(plain)).toBe(true)
      expect({size, crc}).toEqual({size: plain.length, crc: nodeCrc32(plain)})
    }),
  )
})

test.each([SMALL, SMALL + 1])('%i bytes are deflated and come back', async length => {
  const plain = Buffer.alloc(length, 'some words and others, ')
  const [{data, crc32: crc} = {data: new Uint8Array(), crc32: 0}] = await browserCodec.pack([
    {path: 'a', bytes: plain},
  ])
  expect(data.length).toBeLessThan(length / 100)
  const slice = {
    path: 'a',
    size: length,
    crc32: crc,
    method: 8 as const,
    start: 0,
    length: data.length,
    want: 'bytes' as const,
  }
  const {results} = await browserCodec.unpack(data.slice(), [slice])
  expect(plain.equals(results[0]!.bytes!)).toBe(true)
})

test('inflating says what Node says, of whatever is wrong', async () => {
  const spoil = fc.record({
    plain: bytes,
    level: fc.integer({min: 0, max: 9}),
    behind: fc.uint8Array({maxLength: 3}),
    cut: fc.integer({min: 0, max: 3}),
    size: fc.integer({min: -2, max: 2}),
    crc: fc.constantFrom(0, 0, 1),
    want: fc.constantFrom('check' as const, 'bytes' as const),
  })
  await fc.assert(
    fc.asyncProperty(spoil, async ({plain, level, behind, cut, size, crc, want}) => {
      const whole = Buffer.concat([deflateRawSync(plain, {level}), behind])
      const packed = whole.subarray(0, whole.length - cut)
      const slice = {
        path: 'a',
        size: Math.max(0, plain.length + size),
        crc32: nodeCrc32(plain) ^ crc,
        method: 8 as const,
        start: 0,
        length: packed.length,
        want,
      }
      const {results} = await browserCodec.unpack(new Uint8Array(packed), [slice])
      const [expected] = unpackSlices(packed, [slice])
      const faults = [behind.length, cut, size, crc].filter(fault => fault !== 0).length
      // Of several faults each may tell another.
      if (faults < 2) expect(results[0]!.damage).toBe(expected!.damage)
      else expect(results[0]!.damage === undefined).toBe(expected!.damage === undefined)
      if (expected!.bytes) expect(Buffer.from(expected!.bytes).equals(results[0]!.bytes!)).toBe(true)
    }),
    {numRuns: 300},
  )
})
