import {crc32} from 'node:zlib'
import {type Bytes, bytesOf, field, join, type Part, u} from './build.ts'
import {accept, type Case, exported, type Label, type More, refuse, warn} from './case.ts'

/** Threats, section 1: names whose bytes are not what they say, and types that are no files. */

const UTF8 = 0x800
const bytes = (...values: number[]) => Uint8Array.from(values)
const png = (...values: number[]) => join(bytes(...values), '.png')

/** Info-ZIP's Unicode path (APPNOTE 4.6.9). */
const unicode = (name: Bytes, path: Bytes, {crc = crc32(bytesOf(name)), version = 1} = {}) =>
  field(0x7075, u(1, version), u(4, crc), path)

const one = (test: string, label: Label, part: Part, more: More = {}) =>
  exported(test, label, [{data: `data of ${test}`, ...part}], {}, more)
const decoded = (test: string, part: Part, clean: string, options = {}) =>
  one(test, accept, part, {out: [clean], options})

const cp437 = png(0x82)
const undecodable = warn('name-undecodable')

const encodings: readonly Case[] = [
  one('enc-invalid-utf8', undecodable, {name: png(0xff, 0x61), flags: UTF8}, {out: ['%FFa.png']}),
  one('enc-overlong', undecodable, {name: png(0xc0, 0xae, 0xc0, 0xae), flags: UTF8}),
  one('enc-overlong-slash', undecodable, {name: png(0x2e, 0xc0, 0xaf), flags: UTF8}),
  one('enc-surrogate', undecodable, {name: png(0xed, 0xa0, 0x80), flags: UTF8}, {out: ['%ED%A0%80.png']}),
  one('enc-past-unicode', undecodable, {name: png(0xf4, 0x90, 0x80, 0x80), flags: UTF8}),
  one('enc-cut', undecodable, {name: join('a.png', bytes(0xe6, 0x97)), flags: UTF8}),
  exported(
    'enc-invalid-utf8-two',
    undecodable,
    [0xfe, 0xff].map(byte => ({name: png(byte), flags: UTF8, data: `${byte}`})),
    {},
    {out: ['%FE.png', '%FF.png']},
  ),
  one('enc-invalid-utf8-slip', refuse('unsafe-name', /leads out of its folder/), {
    name: join('../', png(0xff)),
    flags: UTF8,
  }),
  decoded('enc-utf8-unsaid', {name: 'é.png', flags: 0}, 'é.png'),
  decoded('enc-cp437', {name: cp437, flags: 0}, 'é.png'),
  decoded('enc-shift-jis', {name: png(0x83, 0x5c), flags: 0}, 'ソ.png', {nameEncoding: 'shift_jis'}),
  decoded('enc-shift-jis-wrong-flag', {name: png(0x83, 0x5c), flags: UTF8}, 'ソ.png', {
    nameEncoding: 'shift_jis',
  }),
  decoded('enc-windows-1251', {name: png(0xcf, 0xf0), flags: 0}, 'Пр.png', {nameEncoding: 'windows-1251'}),
  one(
    'enc-unknown-label',
    refuse('usage', /no such encoding/),
    {name: 'a.png'},
    {options: {nameEncoding: 'klingon'}},
  ),
  decoded('enc-7075', {name: cp437, flags: 0, extra: unicode(cp437, 'è – real.png')}, 'è – real.png'),
  decoded('enc-7075-stale', {name: cp437, flags: 0, extra: unicode(cp437, 'no.png', {crc: 7})}, 'é.png'),
  decoded(
    'enc-7075-version',
    {name: cp437, flags: 0, extra: unicode(cp437, 'no.png', {version: 2})},
    'é.png',
  ),
  decoded('enc-7075-bad-utf8', {name: cp437, flags: 0, extra: unicode(cp437, bytes(0xff))}, 'é.png'),
  decoded('enc-7075-short', {name: cp437, flags: 0, extra: field(0x7075, u(1, 1))}, 'é.png'),
  one('enc-7075-slip', refuse('unsafe-name', /"\.\.\/evil.png" leads out/), {
    name: 'a.png',
    extra: unicode('a.png', '../evil.png'),
  }),
  one('enc-7075-absolute', refuse('unsafe-name', /absolute path/), {
    name: 'a.png',
    extra: unicode('a.png', '/evil.png'),
  }),
  one('enc-7075-nul', refuse('unsafe-name', /NUL/), {name: 'a.png', extra: unicode('a.png', 'a\0.png')}),
  one('enc-7075-two', refuse('bad-zip', /has two Unicode names/), {
    name: 'a.png',
    extra: join(unicode('a.png', 'b.png'), unicode('a.png', 'c.png')),
  }),
]

/** Attributes of a UNIX file type. */
const unix = (mode: number, host = 3) => ({madeBy: host * 256 + 30, attributes: mode * 0x10000})
const typed = (test: string, mode: number, says: RegExp, host = 3) =>
  one(test, refuse('unsupported', says), {name: 'a.png', ...unix(mode, host)})

const types: readonly Case[] = [
  typed('type-symlink', 0o120777, /"a.png" is a symbolic link/),
  typed('type-symlink-macos', 0o120777, /is a symbolic link/, 19),
  typed('type-pipe', 0o010644, /is a named pipe/),
  typed('type-socket', 0o140755, /is a socket/),
  typed('type-char-device', 0o020666, /is a device/),
  typed('type-block-device', 0o060660, /is a device/),
  typed('type-unknown', 0o150644, /is no regular file/),
  one('type-symlink-out', refuse('unsupported', /is a symbolic link/), {
    name: 'Home',
    data: '../../..',
    ...unix(0o120777),
  }),
  one('type-regular', accept, {name: 'a.png', ...unix(0o100600)}),
  one('type-setuid', accept, {name: 'a.png', ...unix(0o104755)}),
  one('type-link-of-fat', accept, {name: 'a.png', ...unix(0o120777, 0)}),
  one('type-slash-data', refuse('bad-zip', /"a\/" is a folder that holds data/), {name: 'a/'}),
  one('type-dos-folder-data', refuse('bad-zip', /is a folder that holds data/), {
    name: 'a',
    attributes: 0x10,
  }),
  one('type-unix-folder-data', refuse('bad-zip', /is a folder that holds data/), {
    name: 'a',
    ...unix(0o040755),
  }),
  exported('type-folders', accept, [{name: 'a/'}, {name: 'b\\'}, {name: 'c/', ...unix(0o040755)}]),
]

export const namesAndTypes: readonly Case[] = [...encodings, ...types]
