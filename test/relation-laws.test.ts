import {expect, test} from 'vitest'
import {parseNotionUrl} from '../src/core/href.ts'
import {beforeTitle, findTargets} from '../src/core/relation.ts'
import {random} from './markdown-random.ts'

const ID = '0123456789abcdef0123456789abcdef'
const DASHED = '01234567-89ab-cdef-0123-456789abcdef'

const PIECES = [
  ...[
    ' ',
    ' ',
    ', ',
    '\n',
    '\t',
    '\u00a0',
    '(',
    ')',
    '.',
    ',',
    '!',
    "'",
    '"',
    'x',
    'Title',
    '語',
    '/',
    'a/b/',
  ],
  ...[ID, `${ID}f`, ID.toUpperCase(), `T%20${ID}.md`, `p/T%20${ID}.csv`, `(p/T%20${ID}.html)`, `${ID}.MD`],
  ...[`https://www.notion.so/T-${ID}?pvs=21`, `https://notion.so/${DASHED}`, `https://x.notion.site/w/${ID}`],
  ...[`https://example.com/${ID}`, `https://example.com/${ID}.md`, `.md`, `${ID}.md.md`, `(${ID}.md).`],
]

/** Run by run, each by one pattern. */
function targetsOf(text: string): {start: number; href: string; id: string}[] {
  if (!/[0-9a-f]{32}/.test(text)) return []
  return [...text.matchAll(/\S+/g)].flatMap(({0: run, index}) => {
    const bare = run.replace(/[,.;:!?'"]+$/, '')
    const isBracketed = /^\(.*\)$/s.test(bare)
    const tries = isBracketed ? [bare.slice(1, -1)] : [bare, bare.replace(/\)$/, '')]
    for (const href of run.length < 32 ? [] : tries) {
      const id = parseNotionUrl(href)?.id ?? /([0-9a-f]{32})\.(?:md|csv|html)$/.exec(href)?.[1]
      if (id !== undefined) return [{start: index + Number(isBracketed), href, id}]
    }
    return []
  })
}

test('targets are found wherever a run without white space is one', () => {
  let found = 0
  for (let seed = 0; seed < 20_000; seed++) {
    const next = random(seed)
    const pick = () => PIECES[Math.floor(next() * PIECES.length)]!
    const text = Array.from({length: Math.floor(next() * 8)}, pick).join('')
    const targets = findTargets(text)
    found += targets.length
    const wanted = targetsOf(text).map(target => ({...target, end: target.start + target.href.length}))
    expect([text, ...targets]).toEqual([text, ...wanted])
  }
  expect(found).toBeGreaterThan(5000)
})

test.each([
  ['‣, Home', 'Home', '‣, '],
  ['Home', 'Home', ''],
  [' Home', 'Home', ' '],
  ['Back Home', 'Home', 'Back '],
  ['BackHome', 'Home', ''],
  ['Home', '', ''],
  [undefined, 'Home', ''],
])('in the label %j of %j, %j stands before the title', (label, title, before) => {
  expect(beforeTitle(label, title)).toBe(before)
})
