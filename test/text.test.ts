import fc from 'fast-check'
import {expect, test} from 'vitest'
import {decodeText, encodeText} from '../src/run/text.ts'
import {remade} from '../src/run/text-pile.ts'
import {joinChunks} from '../src/zip/join.ts'

const plain = new TextEncoder()

test('texts are encoded as ever, and stay as they are when others follow', () => {
  const unit = fc.constantFrom('a', 'é', '語', '😀', '\ud800', '\ufeff', '\0')
  const text = fc
    .tuple(unit, fc.oneof(fc.nat(30_000), fc.constantFrom(0, 1, 21_845, 21_846, 100_000)), unit)
    .map(([first, count, last]) => first.repeat(count) + last)
  fc.assert(
    fc.property(fc.array(text, {minLength: 1, maxLength: 60}), texts => {
      const made = texts.map(encodeText)
      const same = made.every((bytes, at) => Buffer.compare(bytes, plain.encode(texts[at]!)) === 0)
      expect(same).toBe(true)
    }),
    {seed: 1, numRuns: 50},
  )
})

test('what was encoded is decoded, the byte order mark included', () => {
  expect(decodeText(encodeText('\ufeff# é語😀'))).toBe('\ufeff# é語😀')
  expect(decodeText(new Uint8Array([0x61, 0xff]))).toBeUndefined()
})

test('a long text is made anew each time that it is asked for, and is the same', async () => {
  const lines = function* () {
    for (let line = 0; line < 700_000; line++) yield `line ${line} – ${'x'.repeat(line % 30)}\n`
  }
  const whole = new TextEncoder().encode([...lines()].join(''))
  const data = remade(lines)
  if (!('stream' in data)) throw new Error('a text this long is no whole')
  for (let time = 0; time < 2; time++) expect(equal(await joinChunks(data.stream()), whole)).toBe(true)
  const short = remade(() => ['a', 'ä', '😀'])
  expect('whole' in short && decodeText(short.whole)).toBe('aä😀')
})

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
