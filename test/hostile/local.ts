import {crc32} from 'node:zlib'
import {build, bytesOf, descriptor, field, join, localBytes, type Part, u, zip64Field} from './build.ts'
import {accept, type Case, exported, type Label, PAGE, refuse, warn} from './case.ts'

/** Threats, section 2: local headers, descriptors, and what lies between the entries. */

const DATA = 'the bytes of a photo'
const CRC = crc32(bytesOf(DATA))
const SIZE = DATA.length
const NAME = 'photo.png'
const UTF8 = 0x800
const BIT3 = UTF8 | 8
const MAX = 0xffffffff
const NEXT: Part = {name: 'next.png', data: 'next'}

/** A photo that lies, between a page and another file. */
const one = (test: string, label: Label, part: Partial<Part>) =>
  exported(test, label, [{name: NAME, data: DATA, ...part}, NEXT])
const bad = (says: RegExp) => refuse('bad-zip', says)
const irregular = (says: RegExp) => warn('zip-irregular', says)
const leftover = (says: RegExp) => warn('zip-leftover', says)

const names = bad(/"photo.png" has two different names/)
const sizes = bad(/"photo.png" is said to have two different sizes/)
const encryption = bad(/is said to be encrypted and not to be/)
const unicode = (path: string) => field(0x7075, u(1, 1), u(4, crc32(bytesOf(NAME))), path)

const headers: readonly Case[] = [
  one('lc-name-differs', names, {local: {name: 'ph0to.png'}}),
  one('lc-name-longer', names, {local: {name: 'photo.png.exe'}}),
  one('lc-name-shorter', bad(/shares bytes with another entry/), {local: {name: 'photo'}}),
  one('lc-name-empty', bad(/shares bytes with another entry/), {local: {name: ''}}),
  one('lc-name-case', names, {local: {name: 'Photo.png'}}),
  one('lc-7075-differs', names, {local: {extra: unicode('other.png')}}),
  one('lc-7075-slip', names, {local: {extra: unicode('../photo.png')}}),
  one('lc-7075-same', accept, {local: {extra: unicode(NAME)}, extra: unicode(NAME)}),
  one('lc-method-differs', bad(/compressed in two ways/), {local: {method: 8}}),
  one('lc-size-differs', sizes, {local: {size: SIZE - 1}}),
  one('lc-packed-differs', sizes, {local: {packedSize: SIZE + 1}}),
  one('lc-sizes-zero', sizes, {local: {size: 0, packedSize: 0}}),
  one('lc-crc-differs', bad(/two different checksums/), {local: {crc: CRC ^ 1}}),
  one('lc-crc-zero', bad(/two different checksums/), {local: {crc: 0}}),
  one('lc-encrypted-differs', encryption, {local: {flags: UTF8 | 1}}),
  one('lc-strong-differs', encryption, {local: {flags: UTF8 | 0x40}}),
  one('lc-masked-differs', encryption, {local: {flags: UTF8 | 0x2000}}),
  one('lc-bit11-differs', irregular(/"photo.png" is marked in two different ways/), {local: {flags: 0}}),
  one('lc-signature', bad(/is not where the archive says/), {local: {signature: 0x04034b51}}),
  one('lc-offset-inside', bad(/is not where the archive says|shares bytes/), {offset: 3}),
  one('lc-offset-same', bad(/shares bytes with another entry/), {offset: 0}),
  one('lc-offset-past-end', bad(/runs past the last entry/), {offset: 0x7fffffff}),
  one('lc-extra-pushes', bad(/shares bytes/), {packed: bytesOf(''), packedSize: SIZE}),
  one('lc-date-differs', accept, {local: {time: 0x21_0000}}),
  one('lc-version-differs', accept, {local: {needed: 45}}),
  one('lc-extra-differs', accept, {local: {extra: field(0x5455, 'time!')}}),
  one('lc-extra-cut', accept, {local: {extra: join(u(2, 0x5455), u(2, 99))}}),
  exported('lc-off-swap', bad(/shares bytes with another entry|has two different names/), [
    {name: 'a.png', data: 'a', offset: 121},
    {name: 'b.png', data: 'b', offset: 85},
  ]),
  exported('lc-folder-differs', bad(/"a\/?" has two different names/), [{name: 'a/', local: {name: 'evil'}}]),
  exported('lc-ignored-differs', bad(/has two different names/), [
    {name: '__MACOSX/._a', data: 'x', local: {name: '__MACOSX/evil'}},
  ]),
  exported('lc-header-missing', bad(/runs past the last entry|is not where/), [
    {name: NAME, data: DATA, isThere: false},
  ]),
]

const zip64Local = (...values: (number | bigint)[]) => ({
  size: MAX,
  packedSize: MAX,
  extra: zip64Field(...values),
})

const zip64: readonly Case[] = [
  one('lc-zip64', accept, {local: zip64Local(SIZE, SIZE)}),
  one('lc-zip64-lies', sizes, {local: zip64Local(SIZE, SIZE + 1)}),
  one('lc-zip64-huge', sizes, {local: zip64Local(2n ** 63n, SIZE)}),
  one('lc-zip64-short', sizes, {local: zip64Local(SIZE)}),
  one('lc-zip64-missing', sizes, {local: {size: MAX, packedSize: MAX}}),
  one('lc-zip64-size-only', accept, {local: {size: MAX, extra: zip64Field(SIZE)}}),
  one('lc-zip64-redundant', accept, {local: {extra: zip64Field(SIZE, SIZE)}}),
  one('lc-zip64-redundant-lies', sizes, {local: {extra: zip64Field(SIZE, 1)}}),
  one('lc-zip64-two', sizes, {
    local: {size: MAX, packedSize: MAX, extra: join(zip64Field(SIZE, SIZE), zip64Field(1, 1))},
  }),
]

const FIGURES = {crc: CRC, size: SIZE}
const unsaid = {crc: 0, size: 0, packedSize: 0}
/** A photo with bit 3 whose figures stand behind it, or should. */
const dd = (test: string, label: Label, behind: Uint8Array | string, more: Partial<Part> = {}) =>
  one(test, label, {flags: BIT3, local: unsaid, behind, ...more})
const contradicts = bad(/"photo.png" has other sizes or another checksum behind its data/)

const descriptors: readonly Case[] = [
  dd('lc-dd-signed', accept, descriptor(FIGURES)),
  dd('lc-dd-unsigned', accept, descriptor(FIGURES, {isSigned: false})),
  dd('lc-dd-signed-64', accept, descriptor(FIGURES, {width: 8})),
  dd('lc-dd-unsigned-64', accept, descriptor(FIGURES, {width: 8, isSigned: false})),
  dd('lc-dd-empty', accept, descriptor({crc: 0, size: 0}), {data: ''}),
  dd('lc-dd-empty-64', accept, descriptor({crc: 0, size: 0}, {width: 8}), {data: ''}),
  dd('lc-dd-zip64', accept, descriptor(FIGURES, {width: 8}), {local: {crc: 0, ...zip64Local(0, 0)}}),
  dd('lc-dd-local-said', accept, descriptor(FIGURES), {local: {}}),
  dd('lc-dd-local-crc-only', accept, descriptor(FIGURES), {local: {size: 0, packedSize: 0}}),
  dd('lc-dd-local-ones', accept, descriptor(FIGURES), {local: {crc: 0, size: MAX, packedSize: MAX}}),
  dd('lc-dd-local-lies', sizes, descriptor(FIGURES), {local: {size: 1, packedSize: 1}}),
  dd('lc-dd-local-crc-lies', bad(/two different checksums/), descriptor(FIGURES), {local: {crc: 1}}),
  dd('lc-dd-crc-wrong', contradicts, descriptor({...FIGURES, crc: CRC ^ 1})),
  dd('lc-dd-size-wrong', contradicts, descriptor({...FIGURES, size: SIZE + 1, packedSize: SIZE})),
  dd('lc-dd-packed-wrong', contradicts, descriptor({...FIGURES, packedSize: SIZE + 1})),
  dd('lc-dd-64-wrong', contradicts, descriptor({...FIGURES, size: 2 ** 40}, {width: 8})),
  dd('lc-dd-unsigned-wrong', contradicts, descriptor({...FIGURES, crc: 7}, {isSigned: false})),
  dd('lc-dd-unsigned-size', contradicts, descriptor({...FIGURES, size: 7}, {isSigned: false})),
  dd('lc-dd-cut', contradicts, descriptor(FIGURES).subarray(0, 8)),
  dd('lc-dd-absent', irregular(/should follow the data of "photo.png" are missing/), ''),
  dd('lc-dd-then-junk', leftover(/4 bytes behind "photo.png"/), join(descriptor(FIGURES), u(4, 7))),
  one('lc-dd-unannounced', leftover(/16 bytes behind "photo.png"/), {behind: descriptor(FIGURES)}),
  one('lc-bit3-only-local', irregular(/marked in two different ways/), {
    local: {flags: BIT3, ...unsaid},
    behind: descriptor(FIGURES),
  }),
  one('lc-bit3-only-central', irregular(/marked in two different ways/), {flags: BIT3, local: {flags: UTF8}}),
  exported('lc-dd-absent-all', irregular(/should follow the data of "0.png" are missing/), [
    ...Array.from({length: 30}, (_, i) => ({name: `${i}.png`, data: `${i}`, flags: BIT3, local: unsaid})),
  ]),
  exported('lc-dd-folder', irregular(/should follow the data of "a"/), [{name: 'a/', flags: BIT3}, NEXT]),
]

const HIDDEN = localBytes({name: 'hidden.png', data: 'who sees this?'})
const hidden = bad(/"photo.png" is followed by one that the list does not have/)
const inFront = bad(/entries that its list does not have stand before its first one/)
const before = (test: string, label: Label, bytes: Uint8Array | string): Case => ({
  ...exported(test, label, [{name: NAME, data: DATA}]),
  bytes: () => front(bytes),
})

/** Bytes before the first entry, which all offsets count. */
function front(bytes: Uint8Array | string): Uint8Array {
  return build([
    {...PAGE, before: bytes},
    {name: NAME, data: DATA},
  ])
}

const gaps: readonly Case[] = [
  one('gap-between', leftover(/9 bytes behind "photo.png"/), {behind: 'what is it'.slice(1)}),
  one('gap-between-zeros', leftover(/4096 bytes behind/), {behind: new Uint8Array(4096)}),
  one('gap-between-signature', leftover(/bytes behind/), {
    behind: join(u(4, 0x04034b50), new Uint8Array(60)),
  }),
  one('gap-between-hidden', hidden, {behind: HIDDEN}),
  one('gap-between-hidden-late', hidden, {behind: join(new Uint8Array(2_000_000), HIDDEN)}),
  one('gap-between-hidden-cut', hidden, {behind: HIDDEN.subarray(0, 45)}),
  one('gap-between-hidden-bit3', hidden, {
    behind: localBytes({name: 'h', data: 'h', flags: 8, local: unsaid}),
  }),
  exported('hidden-not-listed', bad(/is followed by one that the list does not have/), [
    {name: 'evil.png', data: 'evil', isListed: false},
    NEXT,
  ]),
  exported('gap-before-directory', leftover(/5 bytes behind "photo.png"/), [
    {name: NAME, data: DATA, behind: 'trash'},
  ]),
  exported('gap-before-directory-hidden', hidden, [{name: NAME, data: DATA, behind: HIDDEN}]),
  before('ok-prepended-adjusted', leftover(/10 bytes before its first entry/), '#!/bin/sh\n'),
  before('pre-adjusted-zeros', leftover(/100000 bytes before its first entry/), new Uint8Array(100_000)),
  before(
    'pre-adjusted-constant',
    leftover(/before its first entry/),
    `MZ code PK\u0003\u0004 is a constant ${'.'.repeat(90)}`,
  ),
  before('pre-adjusted-zip', inFront, build([PAGE])),
  before('pre-adjusted-header', inFront, join(bytesOf('junk'), HIDDEN)),
]

export const local: readonly Case[] = [...headers, ...zip64, ...descriptors, ...gaps]
