import {deflateRawSync, gzipSync} from 'node:zlib'
import {build, bytesOf, type End, join, type Part, u, zip64Field} from './build.ts'
import {accept, type Case, exported, type Label, type More, PAGE, refuse, warn, whole} from './case.ts'

/** Threats, section 2: where an archive ends, what its directory says, and what is no archive at all. */

const PHOTO: Part = {name: 'photo.png', data: 'the bytes of a photo'}
const TWO = [PAGE, PHOTO]
const KEPT: More = {kept: [PHOTO.data!]}
const MAX = 0xffffffff

const bad = (says: RegExp) => refuse('bad-zip', says)
const cut = refuse('truncated', /was cut short/)
const twoEnds = bad(/more than one end|two end records/)
const zeros = warn('zip-leftover', /zeros behind its end/)
const volume = refuse('unsupported', /volume of a split archive/)
const contradict = bad(/two end records contradict each other/)
const noRecord = bad(/zip64 end record is not where its locator says/)

const ended = (test: string, label: Label, end: End) => whole(test, label, () => build(TWO, end), KEPT)
const start = () => Buffer.from(build(TWO)).indexOf('PK\u0001\u0002')
const length = () => build(TWO).length - 22 - start()

const notZip: readonly [string, Uint8Array | string, RegExp][] = [
  ['not-html', '<!DOCTYPE html><html>', /a web page/],
  ['not-xml', '<?xml version="1.0"?><Error><Code>Expired', /an XML document/],
  ['not-rar', 'Rar!\u001a\u0007\u0001\0', /a RAR archive/],
  ['not-7z', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), /a 7z archive/],
  ['not-gzip', gzipSync('x'), /a gzip file/],
  ['not-pdf', '%PDF-1.7', /a PDF/],
  ['not-empty', '', /empty/],
  ['not-zeros', new Uint8Array(5000), /filled with zeros/],
  ['not-text', 'Dear diary', /not a ZIP file/],
]

const part = () => build(TWO)
/** A download that stopped right behind a stored part. */
const partCut = () => {
  const outer = build([{name: 'Part-1.zip', data: part()}, PHOTO])
  return outer.subarray(0, 30 + 'Part-1.zip'.length + part().length)
}

const truncated: readonly Case[] = [
  ...notZip.map(([test, bytes, says]) => whole(test, refuse('not-a-zip', says), () => bytesOf(bytes))),
  whole('trunc-last-byte', cut, () => build(TWO).subarray(0, -1)),
  whole('trunc-end-record', cut, () => build(TWO).subarray(0, -22)),
  whole('trunc-directory', cut, () => build(TWO).subarray(0, start() + 20)),
  whole('trunc-data', cut, () => build(TWO).subarray(0, 60)),
  whole('trunc-header', cut, () => build(TWO).subarray(0, 10)),
  whole('trunc-middle', cut, () => join(build(TWO).subarray(0, 40), build(TWO).subarray(60))),
  whole('trunc-at-inner-eocd', refuse('truncated', /its end is that of another archive/), partCut),
  whole('concat-two', refuse('truncated', /two files were joined/), () => join(build(TWO), build(TWO))),
  ended('pre-unadjusted', bad(/4 bytes that are not part of it stand before/), {front: 'junk'}),
]

const directory: readonly Case[] = [
  ended('cd-count-low', bad(/says 1 and holds 2/), {count: 1}),
  ended('cd-count-high', bad(/says 3 and holds 2/), {count: 3}),
  ended('cd-count-zero', bad(/says 0 and holds 2/), {count: 0}),
  ended('cd-count-max', bad(/says 65535 and holds 2/), {count: 65_535}),
  ended('cd-count-here', volume, {countHere: 1}),
  ended('cd-multidisk', volume, {disk: 1}),
  ended('cd-multidisk-directory', volume, {directoryDisk: 1}),
  ended('cd-multidisk-max', volume, {disk: 0xffff}),
  ended('cd-gap-after', refuse('truncated', /cut short, or two files/), {gap: 'gap'}),
  whole('cd-size-low', cut, () => build(TWO, {directorySize: length() - 1})),
  whole('cd-size-high', cut, () => build(TWO, {directorySize: length() + 1})),
  whole('cd-size-huge', cut, () => build(TWO, {directorySize: 0xfffffff0})),
  whole('cd-off-low', cut, () => build(TWO, {directoryStart: start() - 1})),
  whole('cd-off-high', cut, () => build(TWO, {directoryStart: start() + 1})),
  whole('cd-off-zero', cut, () => build(TWO, {directoryStart: 0})),
  whole('cd-both-shifted', bad(/entry 1 in the list/), () =>
    build(TWO, {directoryStart: start() - 1, directorySize: length() + 1}),
  ),
  exported('cd-signature', bad(/entry 2 in the list/), [{...PHOTO, signature: 0x02014b51}]),
  whole('cd-comment-long', bad(/entry 2 in the list/), () => patched(build(TWO), start() + 32, 5)),
  exported('cd-diskstart', refuse('unsupported', /"photo.png" lies in another volume/), [
    {...PHOTO, disk: 1},
  ]),
  exported('cd-extra-overflow', bad(/entry 2 in the list/), [{...PHOTO, extra: join(u(2, 7), u(2, 99))}]),
  whole('cd-name-past-end', bad(/list of its entries/), () => patched(build(TWO), start() + 28, 0xffff)),
  exported('cd-size-stored', bad(/is said to be 19 bytes, and 20 bytes in the archive/), [
    {...PHOTO, size: 19, local: {size: 19}},
  ]),
  exported('cd-empty-only-page', accept, []),
]

/** The two bytes of a field set. */
function patched(bytes: Uint8Array, at: number, value: number): Uint8Array {
  bytes.set(u(2, value), at)
  return bytes
}

/** An end record that says that the archive is empty. */
const EMPTY = build([])

const comments: readonly Case[] = [
  ended('comment-plain', accept, {comment: 'made by hand'}),
  ended('comment-65535', accept, {comment: 'c'.repeat(65_535)}),
  ended('comment-pk56', accept, {comment: 'PK\u0005\u0006 is how it ends'}),
  ended('comment-pk56-many', accept, {comment: 'PK\u0005\u0006'.repeat(2000)}),
  ended('comment-pk56-fitting', accept, {comment: join('PK\u0005\u0006', 'x'.repeat(16), u(2, 0))}),
  ended('comment-pk34', accept, {comment: 'PK\u0003\u0004'.repeat(20)}),
  ended('comment-zip', twoEnds, {comment: build(TWO)}),
  ended('comment-zip-then-junk', twoEnds, {comment: join(build(TWO), 'junk')}),
  ended('comment-empty-zip', twoEnds, {comment: EMPTY}),
  ended('comment-empty-zip-then-junk', twoEnds, {comment: join(EMPTY, 'x')}),
  ended('comment-length-short', bad(/3 bytes that are not part of it/), {
    comment: 'comment',
    commentLength: 4,
  }),
  ended('comment-length-long', cut, {comment: 'comment', commentLength: 8}),
  exported('comment-of-entry-65535', accept, [{...PHOTO, comment: 'c'.repeat(65_535)}]),
  exported('ok-inner-end', accept, [{name: 'stored.zip', data: build(TWO)}]),
  exported('ok-inner-end-last-bytes', accept, [
    {name: 'a.bin', data: join('PK\u0005\u0006', u(8, 0), u(8, 0))},
  ]),
  whole('inner-end-claims', twoEnds, innerClaim),
  ended('trail-1-byte', bad(/1 bytes that are not part of it follow its end/), {behind: 'x'}),
  ended('trail-newline', bad(/2 bytes that are not part of it follow/), {behind: '\r\n'}),
  ended('trail-zero', zeros, {behind: '\0'}),
  ended('trail-65535-zeros', zeros, {behind: new Uint8Array(65_535)}),
  ended('trail-zeros-and-comment', zeros, {comment: 'c'.repeat(65_535), behind: new Uint8Array(65_535)}),
  ended('trail-65536-zeros', bad(/65536 bytes that are not part of it/), {behind: new Uint8Array(65_536)}),
  ended('trail-zeros-then-byte', bad(/101 bytes that are not part of it/), {
    behind: join(new Uint8Array(100), 'x'),
  }),
]

/** A stored file that holds an end record, whose comment reaches to the end of the whole archive. */
function innerClaim(): Uint8Array {
  const outer = (commentLength: number) => build([PAGE, {name: 'a.bin', data: build(TWO, {commentLength})}])
  const bytes = outer(0)
  return outer(bytes.length - Buffer.from(bytes).indexOf('PK\u0005\u0006') - 22)
}

const long = (test: string, label: Label, zip64: NonNullable<End['zip64']>, end: End = {}) =>
  ended(test, label, {...end, zip64})

const zip64: readonly Case[] = [
  long('z64-plain', accept, {}),
  whole('z64-all-said', accept, () => build(TWO, {...said(), zip64: {}}), KEPT),
  long('z64-data-sector', accept, {more: new Uint8Array(40)}),
  long('z64-disks-none', accept, {disks: 0}),
  long('z64-loc-off-2-64', noRecord, {place: 2n ** 64n - 1n}),
  long('z64-loc-off-2-62', noRecord, {place: 2n ** 62n}),
  long('z64-loc-off-2-53', noRecord, {place: 2n ** 53n}),
  long('z64-loc-off-0', noRecord, {place: 0}),
  long('z64-loc-off-1', noRecord, {place: 1}),
  long('z64-signature', noRecord, {signature: 0x06064b51}),
  long('z64-length', noRecord, {length: 45}),
  long('z64-length-huge', noRecord, {length: Number.MAX_SAFE_INTEGER}),
  long('z64-count', bad(/says 3 and holds 2/), {count: 3}),
  long('z64-count-said', contradict, {}, {count: 1}),
  long('z64-size-said', contradict, {}, {directorySize: 5}),
  long('z64-start-said', contradict, {}, {directoryStart: 5}),
  long('z64-size', cut, {directorySize: 1e6}),
  long('z64-start-2-63', cut, {directoryStart: 2 ** 63}),
  long('z64-start-low', refuse('truncated', /cut short/), {directoryStart: 1}),
  long('z64-disk', volume, {disk: 1}),
  long('z64-disk-directory', volume, {directoryDisk: 1}),
  long('z64-disk-locator', volume, {placeDisk: 1}),
  long('z64-disks', volume, {disks: 2}),
  long('z64-count-here', volume, {countHere: 1}),
  long('z64-disk-said', contradict, {}, {disk: 3}),
  exported('z64-magic-in-name', accept, [{...PHOTO, name: `PK\u0006\u0007${'n'.repeat(16)}`}]),
  exported('z64-magic-in-comment', accept, [{...PHOTO, comment: join('PK\u0006\u0007', new Uint8Array(16))}]),
  whole('z64-two-ends', twoEnds, twoEndRecords),
]

const said = () => ({count: 2, directorySize: length(), directoryStart: start()})

/** A whole zip64 end, with its locator in the right place, in the comment of the last entry. */
function twoEndRecords(): Uint8Array {
  const withComment = (comment: Uint8Array) => build([PAGE, {...PHOTO, comment}])
  const record = join(u(4, 0x06064b50), u(8, 44), u(4, 0), u(8, 0), u(8, 0), u(8, 0), u(8, 0), u(8, 0))
  const place = withComment(new Uint8Array(76)).length - 22 - 76
  return withComment(join(record, u(4, 0x07064b50), u(4, 0), u(8, place), u(4, 1)))
}

const size = bytesOf(PHOTO.data!).length
const offset = build([PAGE]).length - 22 - 46 - bytesOf(PAGE.name).length
const field64 = (test: string, label: Label, more: Partial<Part>) =>
  exported(test, label, [{...PHOTO, ...more}])
/** The directory says all ones; the local header keeps to the truth. */
const ones = {size: MAX, packedSize: MAX, offset: MAX, local: {size, packedSize: size}}
const differ = bad(/two different sizes or places/)

const zip64Fields: readonly Case[] = [
  field64('z64-entry', accept, {...ones, extra: zip64Field(size, size, offset)}),
  field64('z64-entry-offset-only', accept, {offset: MAX, extra: zip64Field(offset)}),
  field64('z64-entry-all-said', accept, {extra: zip64Field(size, size, offset)}),
  field64('z64-entry-empty', accept, {extra: zip64Field()}),
  field64('z64-entry-missing', bad(/lacks the zip64 field/), ones),
  field64('z64-entry-short', bad(/entry 2 in the list/), {...ones, extra: zip64Field(size, size)}),
  field64('z64-entry-two', bad(/has two zip64 fields/), {
    ...ones,
    extra: join(zip64Field(size, size, offset), zip64Field(1, 1, 0)),
  }),
  field64('z64-entry-said-otherwise', differ, {extra: zip64Field(size + 1, size, offset)}),
  field64('z64-entry-shifted', differ, {offset: MAX, extra: zip64Field(size, size, offset)}),
  field64('z64-entry-disk', bad(/lies in another volume/), {
    ...ones,
    disk: 0xffff,
    extra: volumeField(size, size, offset, 1),
  }),
  field64('z64-entry-disk-zero', accept, {...ones, disk: 0xffff, extra: volumeField(size, size, offset, 0)}),
  field64('z64-offset-2-63', bad(/runs past the last entry/), {offset: MAX, extra: zip64Field(2n ** 63n)}),
  field64('z64-size-2-63', bad(/is said to be 92233720368547[0-9]+ bytes/), {
    ...ones,
    method: 8,
    packed: deflateRawSync('x'),
    extra: zip64Field(2n ** 63n, size, offset),
  }),
]

function volumeField(...[first, second, third, disk]: [number, number, number, number]): Uint8Array {
  return join(u(2, 1), u(2, 28), u(8, first), u(8, second), u(8, third), u(4, disk))
}

export const ends: readonly Case[] = [...truncated, ...directory, ...comments, ...zip64, ...zip64Fields]
