import {crc32, deflateRawSync} from 'node:zlib'
import {build, field, join, localBytes, type Part} from './build.ts'
import {
  accept,
  type Case,
  exported,
  type Label,
  type More,
  OTHER_ID,
  PAGE,
  refuse,
  warn,
  whole,
} from './case.ts'

/** Threats, section 2: how entries are packed, bombs, archives in archives; and harmless oddities. */

const TEXT = 'the bytes of a photo '.repeat(50)
const PACKED = new Uint8Array(deflateRawSync(TEXT))
const deflated = (name: string, data: string | Uint8Array): Part => ({
  name,
  data,
  method: 8,
  packed: new Uint8Array(deflateRawSync(data)),
})
const PHOTO = deflated('photo.png', TEXT)
const one = (test: string, label: Label, more: Partial<Part>) => exported(test, label, [{...PHOTO, ...more}])

const method = (number: number, says: RegExp) =>
  one(`method-${number}`, refuse('unsupported', says), {method: number})
const encrypted = refuse('encrypted', /"photo.png" is encrypted|strong encryption/)

const packing: readonly Case[] = [
  method(1, /"photo.png" is compressed by method 1 \(Shrink\)/),
  method(6, /method 6 \(Implode\)/),
  method(9, /method 9 \(Deflate64\)/),
  method(12, /method 12 \(bzip2\)/),
  method(14, /method 14 \(LZMA\)/),
  method(93, /method 93 \(Zstandard\)/),
  method(95, /method 95 \(XZ\)/),
  method(98, /method 98 \(PPMd\)/),
  method(77, /method 77$/),
  one('method-patch', refuse('unsupported', /a patch for a file/), {flags: 0x820}),
  one('crypt-zip', encrypted, {flags: 0x801}),
  one('crypt-aes', encrypted, {flags: 0x801, method: 99}),
  one('crypt-strong', encrypted, {flags: 0x841}),
  one('crypt-strong-only', encrypted, {flags: 0x840}),
  one('crypt-masked', encrypted, {flags: 0x2800}),
]

const damaged = (says: RegExp) => refuse('damaged-entry', says)
const stored: Part = {name: 'photo.png', data: TEXT}
const flipped = join(TEXT.slice(0, -1), '!')

const data: readonly Case[] = [
  exported('bad-crc-stored', damaged(/"photo.png": its bytes do not fit its checksum/), [
    {...stored, packed: flipped},
  ]),
  one('bad-crc-deflated', damaged(/do not fit its checksum/), {
    packed: new Uint8Array(deflateRawSync(flipped)),
  }),
  one('bad-crc-said', damaged(/do not fit its checksum/), {crc: 1}),
  one('bad-usize-low', damaged(/holds more than the 1049 bytes/), {size: TEXT.length - 1}),
  one('bad-usize-high', damaged(/holds fewer than the 1051 bytes/), {size: TEXT.length + 1}),
  one('bad-usize-zero', damaged(/holds more than the 0 bytes/), {size: 0}),
  one('bomb-usize-lie', damaged(/holds more than the 10 bytes/), {
    size: 10,
    packed: new Uint8Array(deflateRawSync(new Uint8Array(20_000_000))),
  }),
  one('bad-usize-2g', damaged(/holds fewer than the 2147483648 bytes/), {size: 2 ** 31}),
  one('bad-deflate-trailing', damaged(/4 bytes that are not part of it follow its data/), {
    packed: join(PACKED, 'left'),
  }),
  one('bad-deflate-two-streams', damaged(/follow its data/), {packed: join(PACKED, PACKED)}),
  one('bad-deflate-cut', damaged(/cannot be read/), {packed: PACKED.subarray(0, -3)}),
  one('bad-deflate-garbage', damaged(/cannot be read/), {packed: new Uint8Array(30).fill(7)}),
  one('bad-deflate-empty', damaged(/"photo.png"/), {packed: new Uint8Array()}),
  one('bad-page', damaged(/"Sub /), {name: `Sub ${OTHER_ID}.md`, crc: 1}),
  exported('ok-deflate-empty-none', accept, [{name: 'empty.png', method: 8}]),
  exported('ok-deflate-empty', accept, [deflated('empty.png', '')]),
]

/** Fifield's: each entry is a stored block that quotes the next one's header, so all share the last data. */
function quoted(): Uint8Array {
  const kernel = new Uint8Array(deflateRawSync(new Uint8Array(100_000)))
  const last: Part = {name: 'c.png', method: 8, packed: kernel, size: 100_000, crc: 7}
  const header = localBytes({...last, packed: new Uint8Array(), packedSize: kernel.length})
  const quote = join(Uint8Array.of(0, header.length, 0, ~header.length & 255, 255), header, kernel)
  const first: Part = {name: 'b.png', method: 8, packed: quote, size: 100_000 + header.length, crc: 7}
  const inside = localBytes(first).length - header.length - kernel.length
  return build([first, {...last, isThere: false, offset: inside}])
}

/** All entries point to one local header. */
function overlapping(): Uint8Array {
  const part = deflated('a.png', new Uint8Array(100_000))
  return build([PAGE, part, ...Array.from({length: 50}, () => ({...part, isThere: false, offset: 97}))])
}

/** Over 1 GiB of zeros, over 200 times what it takes: blocks that end at a byte can be repeated. */
function gigabyte(): Uint8Array {
  const block = new Uint8Array(1 << 24)
  const packed = new Uint8Array(deflateRawSync(block, {finishFlush: 2}))
  let crc = 0
  for (let i = 0; i < 65; i++) crc = crc32(block, crc)
  const all = join(...Array.from({length: 65}, () => packed), Uint8Array.of(3, 0))
  return build([PAGE, {name: 'zeros.bin', method: 8, packed: all, size: 65 * block.length, crc}])
}

const bombs: readonly Case[] = [
  whole('bomb-full-overlap', refuse('bad-zip', /shares bytes with another entry/), overlapping),
  whole('bomb-fifield-quoted', refuse('bad-zip', /shares bytes with another entry/), quoted),
  exported('bomb-flat-small', accept, [deflated('zeros.bin', new Uint8Array(5_000_000))]),
  whole('bomb-flat-1g', warn('entry-huge'), gigabyte, {isDry: true}),
]

const UUID = '5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a'
const partName = (number: number) => `Export-${UUID}-Part-${number}.zip`
const inner = (more: readonly Part[] = []) => build([{...PAGE, name: `Export-${UUID}/${PAGE.name}`}, ...more])
const KEPT: More = {kept: [TEXT]}
const nested = (test: string, label: Label, archives: readonly Part[], more: More = KEPT) =>
  whole(test, label, () => build(archives), more)
const again = inner([{name: partName(1), data: inner([PHOTO])}])

const archives: readonly Case[] = [
  nested('ok-nested-part', accept, [deflated(partName(1), inner([PHOTO]))]),
  nested('ok-nested-part-stored', accept, [{name: partName(1), data: inner([PHOTO])}]),
  exported('bomb-nested-other', accept, [deflated('lib 0.zip', build([deflated('lib 1.zip', build([]))]))]),
  exported('bomb-nested-not-at-root', accept, [deflated(`Home/${partName(1)}`, inner([PHOTO]))]),
  nested('bomb-nested-part-in-part', accept, [deflated(partName(1), again)], {kept: [inner([PHOTO])]}),
  nested('nested-part-not-zip', refuse('not-a-zip', /Part-1.zip": it is not a ZIP/), [
    {name: partName(1), data: 'no archive'},
  ]),
  nested('nested-part-bad-crc', refuse('damaged-entry', /Part-1.zip": its bytes do not fit/), [
    {...deflated(partName(1), inner([PHOTO])), crc: 5},
  ]),
  nested('nested-part-slip', refuse('unsafe-name', /leads out of its folder/), [
    deflated(partName(1), inner([{name: '../evil.png', data: 'x'}])),
  ]),
  nested('nested-part-overlap', refuse('bad-zip', /shares bytes/), [deflated(partName(1), overlapping())]),
  nested('nested-part-trailing', warn('zip-leftover', /3 zeros behind its end/), [
    deflated(partName(1), join(inner([PHOTO]), '\0\0\0')),
  ]),
  nested('nested-part-missing', refuse('part-missing', /Part-1 is missing/), [
    deflated(partName(2), inner([PHOTO])),
  ]),
]

const time = (test: string, value: number) => exported(test, accept, [{...PHOTO, time: value}])

const harmless: readonly Case[] = [
  one('misc-extra-65535', accept, {extra: field(0x7777, new Uint8Array(65_531))}),
  one('misc-extra-stray', accept, {extra: join(field(0x7777, 'x'), '\0\0\0')}),
  one('misc-extra-local-65535', accept, {local: {extra: field(0x7777, new Uint8Array(65_531))}}),
  one('misc-version-25.5', accept, {needed: 255, madeBy: 0xffff}),
  one('misc-flags-compression', accept, {flags: 0x806}),
  time('lc-date-none', 0),
  time('lc-date-month-15', 0x5bff_0000),
  time('lc-date-february-31', 0x5a5f_0000),
  time('lc-date-hour-31', 0x5b72_ffff),
  time('lc-date-2107', 0xff9f_bf7d),
  exported('misc-macos', accept, [PHOTO, {name: '__MACOSX/._photo.png', data: 'Mac'}]),
  exported('misc-csv-formula', warn('csv-formula'), [
    {name: `Sums ${OTHER_ID}.csv`, data: '\ufeffName,Sum\r\na,"=HYPERLINK(""http://x"",""y"")"\r\nb,-5\r\n'},
  ]),
]

const many = (count: number): readonly Part[] =>
  Array.from({length: count - 1}, (_, i) => ({name: `${i}.png`}))
/** More entries than 16 bits can count, as macOS writes them; the neighbours are in `test/zip`. */
const wrapped: Case = {
  ...exported('count-65536', warn('zip-irregular', /it holds 65536 entries/), []),
  bytes: () => build([PAGE, ...many(65_536)], {count: 0}),
  kept: many(65_536).map(() => ''),
}

export const contents: readonly Case[] = [...packing, ...data, ...bombs, ...archives, ...harmless, wrapped]
