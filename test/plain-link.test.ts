import fc from 'fast-check'
import {expect, test} from 'vitest'
import {basename, hasScheme, readings} from '../src/core/href.ts'
import {IdTable} from '../src/core/id-table.ts'
import {parseFileName} from '../src/core/name.ts'
import {plainId} from '../src/core/plain-link.ts'

const ID = '0123456789abcdef0123456789abcdef'
const OTHER = 'fedcba9876543210fedcba9876543210'

const escaped = fc.integer({min: 0, max: 255}).map(byte => `%${byte.toString(16).padStart(2, '0')}`)
const character = fc.string({unit: 'binary', maxLength: 2}).map(encodeURIComponent)
const piece = fc.oneof(
  character,
  escaped,
  escaped.map(text => text.toUpperCase()),
  fc.constantFrom('%', '%2', '%E9', '%ED%A0%80', '%C0%80', '%F4%90%80%80', '%F0%8F%BF%BF', '%E0%9F%BF'),
  fc.constantFrom('%20', ' ', '/', '../', './', '.', '#', '?', ':', '\\', '&', '(', ')', 'é', '語', '\u0301'),
  fc.constantFrom(ID, OTHER, ID.toUpperCase(), ID.slice(1), `%20${ID}`, `X%20${OTHER}`, `%20${ID}.md`),
  fc.constantFrom(
    '.md',
    '.csv',
    '.html',
    '.MD',
    '.png',
    '_all',
    'https://www.notion.so/',
    'www.',
    'a:',
    'Title',
  ),
)
const href = fc
  .tuple(
    fc.array(piece, {maxLength: 6}),
    fc.constantFrom('', `%20${ID}.md`, `%20${ID}.csv`, `%20${OTHER}.html`),
  )
  .map(([pieces, end]) => pieces.join('') + end)

/** By decoding all of it, slowly. */
function isPlain(text: string): boolean {
  const end = /%20.{32}\.(?:md|csv|html)$/su.exec(text)?.index
  if (end === undefined || /^\/|[:?\\\u007f-\uffff]|\.(?:md|csv|html)#/.test(text)) return false
  try {
    return decodeURIComponent(text) !== undefined
  } catch {
    return false
  }
}

test('a plain link is told from all others', () => {
  fc.assert(
    fc.property(href, text => {
      expect(plainId(text) >= 0).toBe(isPlain(text))
    }),
    {seed: 1, numRuns: 20_000},
  )
})

test('every way to read a plain link names the id that was found in it', () => {
  let plain = 0
  fc.assert(
    fc.property(href, text => {
      const at = plainId(text)
      if (at < 0 || !/^[0-9a-f]{32}\./.test(text.slice(at))) return
      plain++
      expect(hasScheme(text)).toBe(false)
      const named = readings(text).flatMap(({path}) => parseFileName(basename(path))?.id ?? [])
      expect(new Set(named)).toEqual(new Set([text.slice(at, at + 32)]))
    }),
    {seed: 2, numRuns: 20_000},
  )
  expect(plain).toBeGreaterThan(1000)
})

test('links of any length are told in time', () => {
  for (const part of ['%20', 'a', '%C3%A9', '#', '%C3', '/']) {
    expect(plainId(`${part.repeat(1_000_000)}%20${ID}.md`)).toBe(-1)
  }
})

test('a table of ids is a map that reads texts', () => {
  const id = fc.string({unit: fc.constantFrom('0', '7', 'a', 'f'), minLength: 32, maxLength: 32})
  fc.assert(
    fc.property(fc.uniqueArray(id, {maxLength: 60}), fc.array(id), fc.nat(5), (ids, others, before) => {
      const table = new IdTable(ids.length)
      const map = new Map(ids.map((known, at) => [known, at]))
      for (const [known, at] of map) table.add(known, at)
      for (const sought of [...ids, ...others]) {
        expect(table.get('b'.repeat(before) + sought + '.md', before)).toBe(map.get(sought) ?? -1)
      }
    }),
    {seed: 3},
  )
})

test('what is no id has no number', () => {
  const table = new IdTable(1)
  table.add(ID, 0)
  expect(table.get(ID)).toBe(0)
  const odd = ['g', '\u0130', '\u00e6', '\uff46'].map(last => ID.slice(0, 31) + last)
  for (const text of ['', ID.toUpperCase(), ID.slice(1), `\u00b0${ID.slice(1)}`, ...odd]) {
    expect(table.get(text)).toBe(-1)
  }
})

test('ids that were chosen to collide are found, and stay apart', () => {
  // The second number takes back what the first one does to the hash.
  const word = (value: number) => (value >>> 0).toString(16).padStart(8, '0')
  const ids = Array.from({length: 5000}, (_, n) => {
    const second = Math.imul(Math.imul(n, 0x9e3779b1), inverse(0x85ebca77))
    return word(n) + word(second) + '0'.repeat(16)
  })
  const table = new IdTable(ids.length)
  ids.forEach((id, at) => {
    table.add(id, at)
  })
  expect(ids.map(id => table.get(id))).toEqual(ids.map((_, at) => at))
  expect(table.get(`${'0'.repeat(31)}1`)).toBe(-1)
})

/** Of an odd number, modulo 2 ** 32. */
function inverse(odd: number): number {
  let found = odd
  for (let step = 0; step < 5; step++) found = Math.imul(found, 2 - Math.imul(odd, found))
  return found
}
