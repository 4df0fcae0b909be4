import {expect, test} from 'vitest'
import type {Links} from '../src/core/model.ts'
import {htmlAnchors, htmlDigest, htmlEdits} from '../src/core/rewrite/html.ts'
import {cpuTime} from './cpu-time.ts'

const ID = '0123456789abcdef0123456789abcdef'
const links: Links = {relink: href => ({href: `new/${href}`, name: 'new'}), has: () => true}

const FLOODS = [
  ...['<', '&', '"', "'", '#', '<a ', '<a href=', '<a href="x', '<a href="x">', '<a href="x">y ', '<a>y ('],
  ...[
    '<ul>',
    '</ul>',
    '<ul id="id::">',
    '<ul><a href="x/y">',
    '<svg>',
    '</svg>',
    '<!--',
    '<!',
    '</',
    '&#',
    '&amp',
  ],
  ...[
    '<title>',
    '<p a="x',
    '<p a="x" b="y"',
    '<p>x',
    '<a href=&amp;&lt;',
    '<p id=x',
    ` href='x#${ID}'`,
    `<a href="x#${ID}">`,
    '<textarea>',
    '<style>',
    '<style></style>',
    ' ',
    '<a href="x">%41/',
  ],
]

test.each(FLOODS)(
  'a flood of %j takes linear time',
  flood => {
    const run = (length: number) => {
      const text = flood.repeat(Math.ceil(length / flood.length))
      const start = cpuTime()
      for (const format of ['html', 'index'] as const) htmlEdits(text, links, format)
      htmlDigest(`<article><ul id="id::">${text}`)
      htmlAnchors(text)
      return cpuTime() - start
    }
    run(100_000)
    // Other work on the machine only ever adds time, so the best of several runs is compared.
    let ratio = Number.POSITIVE_INFINITY
    let [small, large] = [ratio, ratio]
    for (let i = 0; i < 6 && ratio >= 3; i++) {
      small = Math.min(small, run(500_000))
      large = Math.min(large, run(1_000_000))
      ratio = large / Math.max(small, 5)
    }
    expect(ratio).toBeLessThan(3)
  },
  60_000,
)
