import {deflateRawSync, inflateRawSync} from 'node:zlib'
import {expect, test} from 'vitest'
import {deflateStyledPage} from '../src/node/shared-style.ts'
import {LEVEL, packFiles} from '../src/node/zlib.ts'

const META = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>'
const RULES = Array.from(
  {length: 300},
  (_, n) => `.level-${n} > li {\n\tmargin: ${n / 100}em ${3 * n}px;\n}\n`,
)
const STYLE = RULES.join('\n')
const OTHER_STYLE = RULES.toReversed().join('\n')

function page(title: string, style: string, body: string): Uint8Array {
  const head = `<html><head>${META}<title>${title}</title><style>`
  return new Uint8Array(Buffer.from(`${head}${style}</style></head><body>${body}</body></html>`))
}

const PAGES = [
  page('A', STYLE, ''),
  page('Über', STYLE, '<p class="level-7 > li">x</p>'.repeat(9)),
  page('語の本', OTHER_STYLE, 'x'.repeat(100_000)),
  page('D', STYLE, 'x'.repeat(20)),
  page('', STYLE + OTHER_STYLE, '😀'),
]

test('a page is what it was when it is unpacked, and no longer than if it were packed as a whole', () => {
  for (const bytes of PAGES) {
    const deflated = deflateStyledPage(bytes, LEVEL)!
    // Everything is read: nothing is left over behind the last block.
    const {buffer, engine} = inflateRawSync(deflated, {info: true}) as unknown as {
      buffer: Buffer
      engine: {bytesWritten: number}
    }
    expect(buffer.equals(bytes)).toBe(true)
    expect(engine.bytesWritten).toBe(deflated.length)
    expect(deflated.length).toBeLessThan(deflateRawSync(bytes, {level: LEVEL}).length)
  }
})

test('the bytes depend on the page alone, not on those before it', () => {
  const packed = (pages: readonly Uint8Array[]) =>
    packFiles(pages.map(bytes => ({path: 'x', bytes}))).map(({data}) => Buffer.from(data).toString('hex'))
  const order = [3, 1, 4, 0, 2]
  const inOrder = packed(PAGES)
  expect(packed(order.map(at => PAGES[at]!))).toEqual(order.map(at => inOrder[at]!))
})

test('what is no page of Notion’s is packed as ever', () => {
  for (const text of [
    '',
    '# Page',
    '<html><head><title>x</title></head></html>',
    `<style>${STYLE}</style>`,
  ]) {
    expect(deflateStyledPage(Buffer.from(text), LEVEL)).toBeUndefined()
  }
})
