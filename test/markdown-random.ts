/** A small seeded generator (mulberry32), so that every failure can be replayed from its number. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const ID = '0123456789abcdef0123456789abcdef'

const WORDS = [
  ...[
    'a',
    'b',
    'word',
    'two words',
    ' ',
    ' ',
    '  ',
    'x_y',
    '*em*',
    '**',
    '_',
    '~',
    '|',
    '&amp;',
    '&',
    '!',
    '#',
    '.',
  ],
  ...[
    '[',
    ']',
    '[',
    ']',
    '![',
    '](',
    '](',
    '(',
    ')',
    '()',
    '[]',
    '[](',
    '\\',
    '\\',
    '`',
    '``',
    '```',
    '<',
    '>',
    '"',
  ],
  ...[
    "'",
    '\\[',
    '\\]',
    '\\`',
    '\\(',
    '\\)',
    '\\\\',
    '\\<',
    '`code`',
    '`` ` ``',
    '`[a](b)`',
    '<b>',
    '</b>',
    '<br/>',
  ],
  ...[
    '[a](b)',
    '![a](b.png)',
    '[a](b "t")',
    "[a](b 't')",
    '[a](b (t))',
    '[a](<b c>)',
    '[a]( b )',
    '[a](b(c)d)',
  ],
  ...[
    '[a](b(c)',
    '[a](b)c)',
    '[a](b c)',
    '[a]()',
    '[![a](b)](c)',
    '[a [b](c) d](e)',
    '![a [b](c) d](e)',
    '[a](b\\)c)',
  ],
  ...[
    '<https://a.b/[x](y)>',
    '<a@b.c>',
    '<a href="x.md">',
    "<img src='y.png'>",
    '<a b=c [d](e)>',
    '<!-- [a](b) -->',
  ],
  ...[
    '<!--',
    '-->',
    '<?',
    '?>',
    '<!A',
    '<![CDATA[',
    ']]>',
    '<a href="',
    '<a ',
    '<div',
    '<pre>',
    '</pre>',
    '=',
    '/',
  ],
  ...[
    `[t](p%20${ID}.md)`,
    `[t](p%20(q%20${ID}.csv)`,
    `[t](p)%20q%20${ID}.html)`,
    `![t](p/q%20r.png)`,
    'https://a.b',
  ],
]

const STARTS = [
  ...[
    '',
    '',
    '',
    '',
    '',
    ' ',
    '  ',
    '   ',
    '    ',
    '     ',
    '      ',
    '        ',
    '> ',
    '>',
    '> > ',
    '>> ',
    ' > ',
    '>   ',
  ],
  ...[
    '- ',
    '* ',
    '+ ',
    '-',
    '-   ',
    '-     ',
    '  - ',
    '    - ',
    '1. ',
    '2. ',
    '1) ',
    '10. ',
    ' 1. ',
    '   - ',
    '- - ',
    '- > ',
  ],
  ...['> - ', '> 1. ', '# ', '## ', '#', '####### ', '- [ ]  ', '- [x]  ', '>     ', '-      ', '1.      '],
]

const LINES = [
  ...[
    '',
    '',
    '',
    '',
    '',
    ' ',
    '    ',
    '---',
    '***',
    '___',
    '- - -',
    '* * *',
    '===',
    '==',
    '-',
    '--',
    '```',
    '```js',
    '~~~',
  ],
  ...[
    '~~~~',
    '````',
    '``` a`b',
    '~~~ a`b',
    '<aside>',
    '</aside>',
    '<aside>💡 [a](b)',
    '<div>',
    '</div>',
    '<pre>',
    '</pre>',
  ],
  ...[
    '<script>',
    '</script>',
    '<style>',
    '<textarea>',
    '<!-- a',
    'b -->',
    '<!-->',
    '<?php',
    '?>',
    '<!DOCTYPE html>',
    '<b>',
  ],
  ...[
    '</b>',
    '<b>x',
    '<a href="x.md">',
    '<img src="y.png" alt="z" width="40px" />',
    '<custom a="b" c>',
    '| a | b |',
    '| --- | --- |',
  ],
  ...[
    '#',
    '# ',
    '>',
    '> ',
    '-',
    '1.',
    '+',
    '[a](b)',
    '    [a](b)',
    '      [a](b)',
    '- [a](b)',
    '> [a](b)',
    '```',
    '<details>',
  ],
]
const TABS = ['\t', '\t\t', ' \t', '- \t', '-\t', '>\t', '> \t', '1.\t', '  \t', '-\t\t', '>\t- ']
const DEFINITIONS = [
  ...['[a]: b', '[x]: <y z> "t"', '  [a]: b', '[b]:', '[a b]: c d', '[t]: p.md', '[a]:\n'],
  ...[
    '[a]: b "t" c',
    "[a]: b 't",
    '[a]: b (t)',
    '[TODO]: see [b](c)',
    '[a]:\tb\tc',
    '[a]: b  ',
    '[a]: b\\ c',
  ],
]

export interface RandomOptions {
  readonly tabs?: boolean
  readonly definitions?: boolean
  /** Without tags, so that what Notion means as a link can be compared everywhere. */
  readonly plain?: boolean
}

const ALL = [WORDS, STARTS, LINES] as const
const PLAIN = ALL.map(list => list.filter(text => !text.includes('<'))) as [string[], string[], string[]]

/** A Markdown document made of the things that are hard to read. */
export function randomMarkdown(
  seed: number,
  {tabs = false, definitions = false, plain = false}: RandomOptions = {},
): string {
  const next = random(seed)
  const [words, starts, fixed] = plain ? PLAIN : ALL
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)]!
  const lines: string[] = []
  const count = 1 + Math.floor(next() * 14)
  for (let i = 0; i < count; i++) {
    if (definitions && next() < 0.15) lines.push(pick(DEFINITIONS))
    else if (next() < 0.35) lines.push(pick(starts) + pick(fixed))
    else {
      let line = tabs && next() < 0.4 ? pick(TABS) : pick(starts)
      if (next() < 0.2) line += pick(starts)
      const count = Math.floor(next() * 8)
      for (let j = 0; j < count; j++) line += pick(words)
      lines.push(line)
    }
  }
  return lines.join(next() < 0.05 ? '\r\n' : '\n')
}
