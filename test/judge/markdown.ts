/** Links of a Markdown page as remark sees them, and the ones that only Notion sees. */
import {fromMarkdown} from 'mdast-util-from-markdown'
import {barePlaces, type Probe} from './bare.ts'
import {repeats} from './href.ts'
import {htmlSpans} from './html.ts'
import {inOrder, type Span} from './span.ts'

type Node = ReturnType<typeof fromMarkdown> | ReturnType<typeof fromMarkdown>['children'][number]
type Place = {start: number; end: number}

/** CommonMark stops at an unbalanced parenthesis; Notion's own targets end in an id all the same. */
const NOTION_TARGET = /\]\(([^\s]*?[0-9a-f]{32}\.(?:md|csv|html))\)/g
const ANY_TARGET = /\[([^\][\n]*)\]\(([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/g

export function markdownSpans(text: string, isRow: boolean, probe: Probe): Span[] {
  const spans: Span[] = []
  const code: Place[] = []
  const visit = (node: Node): void => {
    const start = node.position!.start.offset!
    const end = node.position!.end.offset!
    if (node.type === 'code' || node.type === 'inlineCode') code.push({start, end})
    if (node.type === 'link') {
      const inner = node.children.at(-1)?.position?.end.offset
      if (text[start] === '[') {
        const opening = (inner ?? start + 1) + text.slice(inner ?? start + 1, end).indexOf('](') + 2
        spans.push(...targetSpans(text, start + 1, opening, end, node.url, 'link'))
      }
    } else if (node.type === 'image') {
      const opening = openingOf(text, start, end, node.url)
      if (opening > 0) spans.push(...targetSpans(text, start + 2, opening, end, node.url, 'embed'))
    } else if (node.type === 'definition') {
      const opening = text.slice(start, end).indexOf(']:')
      const at = start + opening + 2 + /^\s*<?/.exec(text.slice(start + opening + 2))![0].length
      spans.push({start: at, end: at + rawLength(text, at, end), use: 'link', href: node.url})
    } else if (node.type === 'html') {
      spans.push(...notionHtml(text, start, end))
    }
    if ('children' in node) node.children.forEach(visit)
  }
  visit(fromMarkdown(text))
  const isCode = (at: number) => code.some(place => place.start <= at && at < place.end)
  for (const match of text.matchAll(NOTION_TARGET)) {
    const start = match.index + 2
    if (isCode(start)) continue
    const opening = text.lastIndexOf('[', match.index)
    const span: Span = {start, end: start + match[1]!.length, use: 'link', href: match[1]!}
    spans.push(span, ...labelSpans(text, opening + 1, match.index, span))
  }
  const head = headOf(text)
  for (const place of barePlaces(text.slice(head.start), probe)) {
    const [start, end] = [head.start + place.start, head.start + place.end]
    if (isCode(start)) continue
    spans.push({
      start,
      end,
      use: 'bare',
      href: text.slice(start, end),
      isSoft: place.isSoft || !isRow || start >= head.end,
    })
  }
  return inOrder(spans)
}

/** Where property lines may stand: behind the H1, up to the first blank line. */
function headOf(text: string): Place {
  const start = /^# [^\n]*\n+/.exec(text)?.[0].length ?? 0
  const blank = text.indexOf('\n\n', start)
  return {start, end: blank < 0 ? text.length : blank}
}

/** `](` of an image: the first one behind which its own target stands. */
function openingOf(text: string, start: number, end: number, url: string): number {
  for (let at = text.indexOf('](', start); at >= 0 && at < end; at = text.indexOf('](', at + 1)) {
    if (unescaped(text.slice(at + 2, end).replace(/^\s*<?/, '')).startsWith(url)) return at + 2
  }
  return -1
}

/** The target, and the label when it repeats the target. */
function targetSpans(
  text: string,
  labelStart: number,
  opening: number,
  end: number,
  href: string,
  use: 'link' | 'embed',
): Span[] {
  const at = opening + /^\s*<?/.exec(text.slice(opening, end))![0].length
  const span: Span = {start: at, end: at + rawLength(text, at, end - 1), use, href}
  return [span, ...labelSpans(text, labelStart, opening - 2, span)]
}

function labelSpans(text: string, start: number, end: number, span: Span): Span[] {
  const label = text.slice(start, end)
  if (label === '' || !repeats(unescaped(label), span.href)) return []
  return [{start, end, use: 'label', href: span.href, of: span.start}]
}

/** Length of a link destination as written: to its closing `>`, or to white space or the end. */
function rawLength(text: string, at: number, end: number): number {
  const rest = text.slice(at, end)
  if (text[at - 1] === '<') return Math.max(0, rest.search(/>\s*(?:["'(]|$)/))
  const space = rest.search(/\s/)
  return space < 0 ? rest.length : space
}

/** Of CommonMark's raw HTML: its attributes, and what Notion means as links between the tags. */
function notionHtml(text: string, start: number, end: number): Span[] {
  const html = text.slice(start, end)
  const move = (span: Span): Span => ({
    ...span,
    start: span.start + start,
    end: span.end + start,
    ...(span.of === undefined ? {} : {of: span.of + start}),
  })
  const spans = htmlSpans(html, false).map(move)
  for (const match of html.matchAll(ANY_TARGET)) {
    const opening = start + match.index + match[1]!.length + 3
    const use = html[match.index - 1] === '!' ? 'embed' : 'link'
    const href = unescaped(match[2]!)
    spans.push(
      ...targetSpans(text, start + match.index + 1, opening, opening + match[2]!.length + 1, href, use),
    )
  }
  return spans
}

export function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
}
