import {parseDocument} from 'htmlparser2'
import {expect, test} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import {basename, decodeHref} from '../src/core/href.ts'
import type {Links, Relinked} from '../src/core/model.ts'
import {htmlAnchors, htmlDigest, htmlEdits, htmlLinks} from '../src/core/rewrite/html.ts'
import {scanHtml} from '../src/core/rewrite/html-scan.ts'
import {wanted} from '../src/core/rewrite/html-wanted.ts'

type Dom = ReturnType<typeof parseDocument>['children'][number]

const ID = '0123456789abcdef0123456789abcdef'

/** Seeded, so that a failure can be replayed (mulberry32). */
function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const HREFS = [
  'A%20b/c.png',
  'A &amp; b/c.png',
  '&quot;x&#x27;&NotEqualTilde;',
  'x&ampy&lt;',
  `Tasks%20${ID}.csv`,
  `Tasks/Run #2 ${ID}.md`,
  'https://example.org/?a=1&copy=2',
  `https://www.notion.so/${ID}`,
  '#top',
  '',
  '🍜.html',
  '100%.html',
]

function pick<T>(next: (below: number) => number, from: readonly T[]): T {
  return from[next(from.length)]!
}

function attribute(next: (below: number) => number): string {
  const name = pick(next, [
    'href',
    'HREF',
    'src',
    'data-notion-image',
    'data-notion-pdf',
    'class',
    'id',
    'title',
  ])
  const href = pick(next, HREFS)
  const bare = href.replace(/[ "']/g, '') || 'x'
  return ` ${name}${pick(next, [`="${href}"`, `='${href}'`, ` = "${href}"`, `=${bare}`, ''])}`
}

function piece(next: (below: number) => number, depth: number): string {
  const attributes = () => Array.from({length: next(4)}, () => attribute(next)).join('')
  const inner = () => page(next, depth - 1)
  const href = pick(next, HREFS)
  const tag = pick(next, ['a', 'A', 'p', 'ul', 'li', 'code', 'figure', 'pre', 'span'])
  switch (depth > 0 ? next(12) : next(6)) {
    case 0:
      return (
        pick(next, ['text', ' a < b ', '&amp;', '&nbsp', 'é🍜', '&#x1F35C;', '\n', '"', '&', '&#']) + href
      )
    case 1:
      return `<img${attributes()}${pick(next, ['', '/', ' /'])}>`
    case 2:
      return `<a href="${href}">${pick(next, ['', '<code>', ' '])}${pick(next, [href, decodeHref(href) ?? '', basename(href)])}</a>`
    case 3:
      return pick(next, [
        `<!-- <a href="x"> -->`,
        '<!x>',
        '<?y <a>',
        `<script${attributes()}>"<a href='x'>"</script>`,
      ])
    case 4:
      return pick(next, [
        '<svg><style/><path/></svg>',
        '<style><a href="x"></a></style>',
        '<textarea><a href="x">x</a></textarea>',
        '</a>',
        '</ul>',
        '</',
      ])
    case 5:
      return `<a>Tasks ${ID}${pick(next, ['', ' (Inline database)'])}</a>`
    default:
      return `<${tag}${attributes()}>${inner()}${pick(next, [`</${tag}>`, `</${tag}>`, ''])}`
  }
}

function page(next: (below: number) => number, depth: number): string {
  return Array.from({length: next(5) + 1}, () => piece(next, depth)).join('')
}

/** Moves some links, leaves others alone; what it gives is hard to write down. */
function moving(next: (below: number) => number): Links {
  const known = new Map<string, Relinked | undefined>()
  const relink = (href: string) => {
    if (!known.has(href)) {
      const to = {
        href: pick(next, [`new/"it's" <${known.size}>&amp;`, `n${known.size}`]),
        name: `N&<${known.size}>`,
      }
      known.set(href, next(3) === 0 ? undefined : to)
    }
    return known.get(href)
  }
  return {relink, has: href => relink(href) !== undefined}
}

const identity: Links = {relink: href => ({href, name: basename(decodeHref(href) ?? href)}), has: () => true}

function isLink(tag: string, name: string): boolean {
  if (name === 'href') return ['a', 'area', 'link'].includes(tag)
  return name === 'src' || /^data-notion-(?:image|file|video|audio|pdf)$/.test(name)
}

/** Walks two trees at once: only values of links and labels of links that moved may differ. */
function compare(
  before: readonly Dom[],
  after: readonly Dom[],
  links: Links,
  format: string,
  free = false,
): void {
  expect(after.length).toBe(before.length)
  before.forEach((node, i) => {
    const other = after[i]!
    expect(other.type).toBe(node.type)
    let within = free
    if ('attribs' in node && 'attribs' in other) {
      expect(other.name).toBe(node.name)
      const wanted = Object.entries(node.attribs).map(([name, value]) => {
        const target = value !== '' && isLink(node.name, name) ? links.relink(value, 'link') : undefined
        return [name, target?.href ?? value]
      })
      expect(Object.entries(other.attribs)).toEqual(wanted)
      if (node.name === 'a') within = free || links.has(node.attribs.href ?? '')
    }
    if ('data' in node && 'data' in other && !within) {
      // In an index, labels lose their ids whether the link moves or not.
      if (format !== 'index' || !node.data.includes(ID)) expect(other.data).toBe(node.data)
    }
    if ('children' in node && 'children' in other)
      compare(node.children, other.children, links, format, within)
  })
}

test.each(['html', 'index'] as const)(
  '%s: another parser sees the new links and nothing else new',
  format => {
    let edited = 0
    for (let seed = 0; seed < 700; seed++) {
      const next = random(seed)
      const text = page(next, 4)
      const links = moving(next)
      const edits = htmlEdits(text, links, format)
      const out = applyEdits(text, edits)
      edited += edits.length
      try {
        compare(parseDocument(text).children, parseDocument(out).children, links, format)
      } catch (error) {
        throw new Error(`seed ${seed}\n${text}\n${out}`, {cause: error})
      }
    }
    expect(edited).toBeGreaterThan(2000)
  },
)

test('the spans of links are their values as written', () => {
  for (let seed = 0; seed < 500; seed++) {
    const text = page(random(seed), 4)
    for (const {href, start, end} of htmlLinks(text)) {
      expect(text[start - 1], `seed ${seed}`).toMatch(/["'=]/)
      const [reread] = htmlLinks(`<img src="${text.slice(start, end).replaceAll('"', '&quot;')}">`)
      expect(reread?.href).toBe(href)
    }
  }
})

test('when nothing moves, nothing is written', () => {
  for (let seed = 0; seed < 700; seed++) {
    const text = page(random(seed), 4)
    expect(htmlEdits(text, identity, 'html'), `seed ${seed}`).toEqual([])
    expect(htmlEdits(text, identity, 'index'), `seed ${seed}`).toEqual([])
  }
})

const WANTED = wanted(['href', 'src', 'id', 'title'], ['a', 'ul'])

/** All that a scan tells, in small letters; pieces of text that touch are one. */
function scanned(text: string): unknown[] {
  const told: unknown[] = []
  let last: {text: string; end: number; raw: string} | undefined
  const tell = (event: unknown) => {
    last = undefined
    told.push(event)
  }
  scanHtml(text, WANTED, {
    open: (tag, attributes) =>
      tell([tag, attributes.map(({value, ...rest}) => ({...rest, value: value.toLowerCase()}))]),
    close: tag => tell(`/${tag}`),
    text(value, start, end, raw) {
      if (last?.raw === raw && (last.end === start || last.end === end)) {
        last.text += value.toLowerCase()
        last.end = end
        return
      }
      last = {text: value.toLowerCase(), end, raw}
      told.push(last)
    },
  })
  return told
}

/** What is wanted of a scan that listens within `<a>` only. */
function heard(text: string): unknown[] {
  const told: unknown[] = []
  let inAnchor = false
  scanHtml(text, WANTED, {
    open(tag, attributes) {
      if (tag === 'a') inAnchor = true
      if (attributes.length === 0 && tag !== 'a' && tag !== 'ul') return
      told.push([tag, attributes.map(({value, ...rest}) => ({...rest, value: value.toLowerCase()}))])
    },
    close(tag) {
      if (tag === 'a') inAnchor = false
      if (tag === 'a' || tag === 'ul') told.push(`/${tag}`)
    },
    text(value, _start, _end, raw) {
      if (inAnchor) for (const character of value) told.push(raw + character.toLowerCase())
    },
    listens: () => inAnchor,
  })
  return told
}

/** A name in capitals is the same name, but not plain. */
function loud(text: string): string {
  return text.replace(/<\/?[a-z]+/g, tag => tag.toUpperCase())
}

test('tags that are plain say what the tokenizer says', () => {
  const plain = (text: string) => (text.match(/<[a-z]/g) ?? []).length
  let tags = 0
  for (let seed = 0; seed < 3000; seed++) {
    const text = page(random(seed), 4)
    expect(scanned(text), `seed ${seed}\n${text}`).toEqual(scanned(loud(text)))
    tags += plain(text) - plain(loud(text))
  }
  expect(tags).toBeGreaterThan(10_000)
})

test('getting past what nobody wants loses nothing that somebody wants', () => {
  let events = 0
  for (let seed = 0; seed < 3000; seed++) {
    const text = page(random(seed), 4)
    const told = heard(text)
    expect(told, `seed ${seed}\n${text}`).toEqual(heard(loud(text)))
    events += told.length
  }
  expect(events).toBeGreaterThan(10_000)
  // More than is passed at once.
  expect(heard(`${'<p>x</p>'.repeat(1000)}<a id="x">y`)).toEqual([['a', [expect.anything()]], 'y'])
})

test('no page is too broken', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const next = random(seed)
    const whole = `<title>x&amp;</title><article id="${ID}"><ul id="id::${ID}">${page(next, 3)}`
    const from = next(whole.length)
    const at = next(whole.length)
    const text =
      whole.slice(from, at) +
      pick(next, ['<', '"', "'", '&', '</', '<!--', '=', '\0', '\ud800']) +
      whole.slice(at)
    const links = moving(next)
    for (const format of ['html', 'index'] as const) applyEdits(text, htmlEdits(text, links, format))
    htmlDigest(text)
    htmlAnchors(text)
  }
})
