import type {Random} from '../laws-words.ts'

/** Exports whose archive is in order, but whose names or documents are not what Notion writes. */

export type Files = readonly (readonly [path: string, bytes: Uint8Array])[]

const PIECES = [
  ...'[ ] ( ) ![ ]( ` ``` ~~~ < > <!-- --> <aside> </aside> <a href=" " \' </a> <img src= \\ & &amp; &#x; % %20 %2F %'.split(
    ' ',
  ),
  ...'| # ## - * _ > , "" ; = : :// https://www.notion.so/ ../ ./ / .md .csv .html ?v= ?p= #'.split(' '),
  ...['\n', '\r\n', '\n\n', '\r', '\t', '    ', '\0', '\u2028', '\ufeff', '\u202e', '---\n', 'Yes', 'No'],
  ...['<article id="', '<ul id="id::', '<title>', '<script>', '<![CDATA[', '<code>', 'data-notion-image="'],
  ...['__proto__', 'constructor', '=1+1', '@x', '2024-04-23', 'title: x\n', 'A: [x](y.md), [z](y.md)\n'],
].map(text => Buffer.from(text))

/** Bytes that are no UTF-8, or not the shortest. */
const ODD = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]].map(bytes =>
  Buffer.from(bytes),
)

export function mutateContents(random: Random, files: Files): Files {
  const number = random.below(files.length)
  const others = files.map(([, bytes]) => bytes)
  return files.map(([path, bytes], at) => [path, at === number ? mutateText(random, bytes, others) : bytes])
}

function mutateText(random: Random, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  let text = Buffer.from(bytes)
  for (let left = 1 + random.below(6); left > 0; left--) {
    const at = random.below(text.length + 1)
    const end = Math.min(text.length, at + random.below(random.pick([2, 20, 400])))
    text = Buffer.concat([text.subarray(0, at), insertion(random, text, others), text.subarray(end)])
  }
  return text
}

function insertion(random: Random, text: Buffer, others: readonly Uint8Array[]): Buffer {
  const piece = random.chance(5) ? random.pick(ODD) : random.pick(PIECES)
  const kind = random.below(10)
  if (kind < 4) return piece
  if (kind < 6) return Buffer.concat(Array.from({length: 1 + random.below(4)}, () => random.pick(PIECES)))
  if (kind < 7) return Buffer.concat(Array(random.pick([10, 100, 1000, 5000])).fill(piece))
  if (kind < 9) {
    const other = random.chance(50) ? text : random.pick(others)
    const start = random.below(other.length + 1)
    return Buffer.from(other.subarray(start, start + random.below(300)))
  }
  return Buffer.alloc(0)
}

const NAMES = [
  ...[
    '..',
    '.',
    '...',
    ' ',
    '',
    'CON',
    'con.txt',
    'NUL.md',
    'x.',
    'x ',
    'a:b',
    'Q: x',
    'C:',
    '\\',
    'a\\b',
    '/',
  ],
  ...[
    '?',
    '*',
    '"',
    '<',
    '>',
    '|',
    '\0',
    '\u001b[31m',
    '\n',
    '\u202e',
    '\u200d',
    '%2e%2e',
    '%00',
    '__proto__',
  ],
  ...[
    '_deep',
    '_notion-export-fix',
    '_notion-export-fix/manifest.json',
    'index.html',
    '__MACOSX/._x',
    '.DS_Store',
  ],
  ...['_all.csv', ' (view).csv', ' (2).md', '.damaged', 'e\u0301', 'ﬁ', 'İ', 'ẞ', 'K', '👩‍👩‍👧'],
  ...[
    'x'.repeat(300),
    '👍'.repeat(90),
    'a/'.repeat(120),
    '프로젝트'.repeat(40),
    'constructor',
    'hasOwnProperty',
  ],
]

export function mutateNames(random: Random, files: Files): Files {
  const paths = files.map(([path]) => path)
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(paths.length)
    paths[at] = mutateName(random, paths[at]!, random.pick(paths))
  }
  return files.map(([, bytes], at) => [paths[at]!, bytes])
}

function mutateName(random: Random, path: string, other: string): string {
  const kind = random.below(8)
  const at = random.below(path.length + 1)
  if (kind < 3) return path.slice(0, at) + random.pick(NAMES) + path.slice(at + random.below(3))
  if (kind < 4) return path.slice(0, path.lastIndexOf('/') + 1) + random.pick(NAMES)
  if (kind < 5) return random.chance(50) ? other : other.toUpperCase()
  if (kind < 6) return `${other}/${path}`
  if (kind < 7) return path.normalize(random.chance(50) ? 'NFD' : 'NFKC')
  return random.pick(NAMES) + path
}
