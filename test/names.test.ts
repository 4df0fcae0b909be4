import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {isNameOf, parseFileName, parseFolderName} from '../src/core/name.ts'
import {decodeName, fold, safeFileName, safeStem} from '../src/core/safe-name.ts'
import {TOOL} from '../src/version.ts'

const ID = '1ae16e65180380000000000000000001'

test('the version in the manifest is the version of the package', () => {
  expect(TOOL.version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
})

describe('names of Notion', () => {
  test.each([
    [`Home ${ID}.md`, 'Home'],
    [`Cut on a space  ${ID}.md`, 'Cut on a space '],
    [`${ID}.md`, ''],
    [`${ID} ${ID}.csv`, ID],
    [`Untitled ${ID}_Sales CRM ${ID}.csv`, `Untitled ${ID}_Sales CRM`],
    [`X ${ID} 4.csv`, 'X'],
    [`X ${ID}_all (1).csv`, 'X'],
  ])('%s', (name, stem) => {
    expect(parseFileName(name)).toMatchObject({stem, id: ID})
  })

  test.each([
    `${ID}.png`,
    `photo_${ID}.png`,
    `x${ID}.md`,
    `Home ${ID.toUpperCase()}.md`,
    `Home ${ID}0.md`,
    `Home ${ID}.markdown`,
    `Home ${ID}`,
  ])('%s is no page', name => expect(parseFileName(name)).toBeUndefined())

  test('folders', () => {
    expect(parseFolderName(`Home ${ID}`)).toEqual({stem: 'Home', id: ID})
    expect(parseFolderName(ID)).toEqual({stem: '', id: ID})
    expect(parseFolderName('Home')).toBeUndefined()
  })

  test.each([
    ['Release v1.2', 'Release v1 2', true],
    ['? what', 'what', true],
    ['a\u00a0\u00a0b', 'a b', true],
    ['x'.repeat(60), 'x'.repeat(50), true],
    [`${'👍'.repeat(49)} b and more`, `${'👍'.repeat(49)} `, true],
    [`${'👍'.repeat(49)} b and more`, '👍'.repeat(49), true],
    ['한', '\u1112\u1161\u11ab', true],
    ['Other', 'Home', false],
    ['', '', false],
  ])('%s has the name %s: %s', (title, stem, is) => expect(isNameOf(title, stem)).toBe(is))
})

describe('clean names', () => {
  test.each([
    ['Q: what?', 'Q - what'],
    ['T/E:s*t', 'T-E-s t'],
    ['? what', 'what'],
    ['a/b\\c|d', 'a-b-c-d'],
    ['/etc/', 'etc'],
    ['a :: b', 'a - b'],
    ['say "hi"', 'say hi'],
    ['CON', 'CON_'],
    ['nul.tar', 'nul_.tar'],
    ['COM\u00b9', 'COM\u00b9_'],
    ['Console', 'Console'],
    ['...', 'Untitled'],
    ['.hidden', 'hidden'],
    ['ends. . ', 'ends'],
    ['tab\there', 'tab here'],
    ['x\u202egpj.exe', 'xgpj.exe'],
    ['👨\u200d👩\u200d👧', '👨\u200d👩\u200d👧'],
    ['a\u200db\u200d', 'a\u200db'],
    ['Cafe\u0301', 'Caf\u00e9'],
    ['', 'Untitled'],
  ])('title %j becomes %j', (title, stem) => expect(safeStem(title)).toBe(stem))

  test.each([
    ['.gitignore', '.gitignore'],
    ['a .png', 'a.png'],
    ['aux.png', 'aux_.png'],
    ['what?.tar.gz', 'what.tar.gz'],
    ['..', 'Untitled'],
    ['no ending.', 'no ending'],
  ])('attachment %j becomes %j', (name, clean) => expect(safeFileName(name)).toBe(clean))

  test('a segment has at most 240 bytes, and no character is cut in two', () => {
    for (const unit of ['a', 'é', '長', '👍', '👨\u200d👩\u200d👧', 'e\u0323\u0301', 'word ']) {
      for (const name of [
        `${safeStem(unit.repeat(300), ID)} (view).csv`,
        safeFileName(`${unit.repeat(300)}.jpeg`),
      ]) {
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240)
        expect(Buffer.byteLength(name)).toBeGreaterThan(150)
        expect(Buffer.from(name).toString()).toBe(name)
      }
    }
  })

  test.each([
    ['%D0%BA.jpg', 'к.jpg'],
    ['100%25.png', '100%25.png'],
    ['%2E%2E%2Fx', '%2E%2E%2Fx'],
    ['%E2%80%94.png', '%E2%80%94.png'],
    ['%ff%D0.png', '%ff%D0.png'],
  ])('%s decodes to %s', (name, decoded) => expect(decodeName(name)).toBe(decoded))

  test('what Windows or macOS takes for one name folds to one', () => {
    for (const [a, b] of [
      ['README', 'readme'],
      ['é', 'e\u0301'],
      ['straße', 'STRASSE'],
      ['ﬁ', 'FI'],
    ]) {
      expect(fold(a!)).toBe(fold(b!))
    }
    expect(fold('a')).not.toBe(fold('b'))
  })
})
