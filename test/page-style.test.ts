import {expect, test} from 'vitest'
import {findStyle} from '../src/run/page-style.ts'

const META = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>'
const START = `<html><head>${META}<title>Ä &amp; B</title><style>`
const STYLE = '\n/* é */ a > b { color: #fff; }'.repeat(200)
const REST = '</style></head><body><article>x</article></body></html>'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))

/** What is found, cut out of the page. */
function found(page: string | Uint8Array) {
  const bytes = typeof page === 'string' ? bytesOf(page) : page
  const {head, start, end} = findStyle(bytes) ?? {}
  return start === undefined ? undefined : [head, Buffer.from(bytes.subarray(start, end)).toString()]
}

test('the style of a page, and what stands before it', () => {
  expect(found(START + STYLE + REST)).toEqual([START, STYLE])
  const older = START.replace('<html>', '<!DOCTYPE><html lang="en">')
  expect(found(older + STYLE + REST)).toEqual([older, STYLE])
})

test('another page may have another style, and what was seen before changes nothing', () => {
  const longer = STYLE + STYLE
  // The second begins like the first, the third like the second.
  for (const style of [STYLE, longer, STYLE, longer.slice(0, -1)]) {
    expect(found(START + style + REST)).toEqual([START, style])
  }
})

const REFUSED: Record<string, string | Uint8Array> = {
  'a link in the head': START.replace('<title>', '<link href="x.css"/><title>') + STYLE + REST,
  'a tag in the title': START.replace('&amp;', '<b>') + STYLE + REST,
  'no title': START.replace(/<title>.*<\/title>/, '') + STYLE + REST,
  'a style with attributes': START.replace('<style>', '<style media="print">') + STYLE + REST,
  'another end tag': START + STYLE + REST.replace('</style>', '</STYLE >'),
  'another end tag before': `${START}${STYLE}</Style\n${STYLE}${REST}`,
  'no end': START + STYLE,
  'a short style': `${START}a{}${REST}`,
  'a long title': START.replace('Ä', 'Ä'.repeat(500)) + STYLE + REST,
  'a large page': START + STYLE + REST + 'x'.repeat(1 << 20),
  'no UTF-8 in the title': Buffer.from((START + STYLE + REST).replace('Ä', '\xff'), 'latin1'),
  'no UTF-8 in the style': Buffer.from(START.replace('Ä', 'A') + STYLE + REST, 'latin1'),
  'no page': '# Title',
  nothing: '',
}

test.each(Object.keys(REFUSED))('read as a whole: %s', name => {
  expect(found(REFUSED[name]!)).toBeUndefined()
  // Nor behind one that is as it should be.
  expect(found(START + STYLE + REST)).toEqual([START, STYLE])
  expect(found(REFUSED[name]!)).toBeUndefined()
})

test('what is no UTF-8 behind the style is not asked', () => {
  const broken = Buffer.concat([bytesOf(START + STYLE + REST), new Uint8Array([0xff])])
  expect(found(broken)).toEqual([START, STYLE])
})
