import {expect, test, vi} from 'vitest'
import {markdownEdits} from '../src/core/rewrite/markdown.ts'
import {cpuTime} from './cpu-time.ts'

vi.setConfig({testTimeout: 60_000})

const ID = '0123456789abcdef0123456789abcdef'

const REPEATED = [
  ...[
    '[',
    ']',
    '(',
    '<',
    '>',
    '\\',
    '*',
    '`',
    '_',
    '![',
    '[](',
    '](',
    '](<',
    '[]( ',
    '[](a "',
    "[](a '",
    '[](a (',
  ],
  ...[
    '[a](b) ',
    '[a](b)c)d',
    '[a](b(',
    '![](',
    '[![](a)](b)',
    '[\\',
    `](${ID}.md)`,
    `](a)${ID}.md)`,
    '`` `[](a)',
  ],
  ...[
    '> ',
    '> > > [](a)\n',
    '- ',
    '- a\n',
    '-\n',
    '1. ',
    '- - - [](b)\n',
    '>\n',
    '> a\n',
    '> x\n<b>\n[](a)\n\n',
  ],
  ...[
    '<!--',
    '<?',
    '<!A',
    '<![CDATA[',
    '<a b="',
    '<a b=\'<a b="',
    '<a ',
    '<a:',
    '<a@',
    '<div>[](a\n',
    '<pre>\n',
  ],
  ...[
    '```\n',
    '    a\n2. [](b)\n',
    '# [](b)\n',
    'a\n\n',
    '[a]: b\n\n',
    '[a]: [](b)\n\n',
    '\t- ',
    '\r',
    '\n',
    '\r\n',
  ],
]

const MADE: Record<string, (size: number) => string> = {
  'backticks in runs of growing lengths': size => {
    let text = ''
    for (let i = 1; text.length < size; i++) text += '`'.repeat(i) + ' '
    return text
  },
  'images in captions': size => '!['.repeat(size / 6) + '](a)'.repeat(size / 6),
  'brackets, then targets': size => '['.repeat(size / 5) + '](a)'.repeat(size / 5),
  'a deep list, then blank lines': size => '- '.repeat(size / 4) + 'a' + '\n'.repeat(size / 2),
  'a deep quote, then lazy lines': size => '> '.repeat(size / 4) + 'a\n'.repeat(size / 4),
  'lists that go deeper': size => {
    let text = ''
    for (let i = 0; text.length < size; i++) text += ' '.repeat(2 * (i % 400)) + '- [](a)\n'
    return text
  },
}
for (const unit of REPEATED) MADE[JSON.stringify(unit)] = size => unit.repeat(size / unit.length)

/** In milliseconds, the better of two. */
function time(text: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 2; i++) {
    const start = cpuTime()
    markdownEdits(text, {relink: () => undefined, has: () => false})
    best = Math.min(best, cpuTime() - start)
  }
  return best
}

test.each(Object.keys(MADE))('twice the text takes about twice the time: %s', name => {
  const make = (size: number) => `${MADE[name]!(size)}\n\n[a](b)`
  const size = 200_000
  let ratio = Number.POSITIVE_INFINITY
  // Noise only ever adds: one quiet attempt is proof. Below a millisecond there is nothing to compare.
  for (let attempt = 0; attempt < 6 && ratio >= 3; attempt++) {
    ratio = Math.min(ratio, time(make(size * 2)) / Math.max(1, time(make(size))))
  }
  expect(ratio).toBeLessThan(3)
})
