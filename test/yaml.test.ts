import {expect, test} from 'vitest'
import {Verbatim, writeYaml} from '../src/core/yaml.ts'
import {random} from './markdown-random.ts'
import {parseFrontMatter} from './read-front-matter.ts'

const PIECES = [
  'a',
  'word',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\t',
  ': ',
  ' #',
  '#',
  '"',
  "'",
  '\\',
  '---',
  '...',
  '- ',
  '? ',
]
PIECES.push(
  '|',
  '>',
  '&',
  '*',
  '!',
  '%',
  '@',
  '`',
  '[',
  ']',
  '{',
  '}',
  ', ',
  '<<',
  '~',
  'null',
  'No',
  '1',
  '.',
  'e',
)
PIECES.push(
  '\u0000',
  '\u0007',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ufffe',
)
PIECES.push(
  '\ud800',
  '\udc00',
  '😀',
  '한',
  'é',
  '\r',
  '2024-04-23',
  '012',
  '0x1',
  ':',
  '=',
  '\n---\n',
  '\n...\n',
  '\n%',
)

function randomText(next: () => number): string {
  return Array.from({length: Math.floor(next() * 7)}, () => PIECES[Math.floor(next() * PIECES.length)]).join(
    '',
  )
}

test('whatever is written is read back', () => {
  for (let seed = 0; seed < 6000; seed++) {
    const next = random(seed)
    const pairs = Array.from({length: 3}, (_, i): [string, string | string[] | boolean] => {
      const list = [randomText(next), randomText(next)]
      return [`${randomText(next)}${i}`, i === 0 ? list : randomText(next)]
    })
    const yaml = writeYaml(pairs)
    expect([seed, /^(?:---|\.\.\.|%)/m.test(yaml)]).toEqual([seed, false])
    expect([seed, /\p{Cs}/u.test(yaml)]).toEqual([seed, false])
    expect([seed, ...parseFrontMatter(`---\n${yaml}---\n`)]).toEqual([seed, ...pairs])
    expect([
      seed,
      /[^\t\n -~\u00a0-\u2027\u202a-\ud7ff\ud800-\udfff\ue000-\ufefe\uff00-\ufffd]/.test(yaml),
    ]).toEqual([seed, false])
  }
})

test('numbers and dates are written as they are', () => {
  expect(writeYaml([['a', new Verbatim('1.50')]])).toBe('a: 1.50\n')
})
