/** Links of an HTML page or index by htmlparser2's tokens, and the visible text that repeats them. */
import {Tokenizer} from 'htmlparser2'
import {repeats} from './href.ts'
import type {Span} from './span.ts'

const LINKS = new Set(['href', 'src', 'data-notion-image', 'data-notion-file'])
for (const kind of ['video', 'audio', 'pdf']) LINKS.add(`data-notion-${kind}`)

/**
 * `isIndex`: all text of an `<a>` is a name that may change. Elsewhere only text that repeats a link,
 * and `<code>` that holds a path (Notion shows the path of a database that way).
 */
export function htmlSpans(text: string, isIndex: boolean): Span[] {
  const spans: Span[] = []
  let tag = ''
  let attribute = ''
  let value: {start: number; end: number} | undefined
  let link: Span | undefined
  const open: string[] = []
  const onText = (start: number, end: number): void => {
    const words = text.slice(start, end)
    const inside = open.includes('a')
    if (isIndex && inside && /[0-9a-f]{32}|\.(?:md|csv|html)$/.test(words)) {
      spans.push({start, end, use: 'name', href: link?.href ?? ''})
    } else if (
      !isIndex &&
      inside &&
      link &&
      isPathText(unescapedHtml(words), link.href, open.includes('code'))
    ) {
      spans.push({start, end, use: 'label', href: link.href, of: link.start})
    }
  }
  const tokenizer = new Tokenizer(
    {decodeEntities: false},
    {
      onopentagname: (start, end) => {
        tag = text.slice(start, end).toLowerCase()
        if (tag === 'a') link = undefined
      },
      onattribname: (start, end) => {
        attribute = text.slice(start, end).toLowerCase()
        value = undefined
      },
      onattribdata: (start, end) => {
        value = {start: value?.start ?? start, end}
      },
      onattribend: () => {
        if (!value || !LINKS.has(attribute)) return
        const href = unescapedHtml(text.slice(value.start, value.end))
        const span: Span = {...value, use: attribute === 'href' && tag === 'a' ? 'link' : 'embed', href}
        spans.push(span)
        if (tag === 'a') link = span
      },
      onopentagend: () => void open.push(tag),
      onselfclosingtag: () => {},
      onclosetag: (start, end) => {
        const name = text.slice(start, end).toLowerCase()
        const at = open.lastIndexOf(name)
        if (at >= 0) open.length = at
        if (name === 'a') link = undefined
      },
      ontext: onText,
      onattribentity: () => {},
      ontextentity: () => {},
      oncdata: () => {},
      oncomment: () => {},
      ondeclaration: () => {},
      onend: () => {},
      onprocessinginstruction: () => {},
    },
  )
  tokenizer.write(text)
  tokenizer.end()
  return spans
}

function isPathText(words: string, href: string, isCode: boolean): boolean {
  return repeats(words, href) || (isCode && /[0-9a-f]{32}/.test(words))
}

export function unescapedHtml(text: string): string {
  const named: Record<string, string> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0'}
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, digits, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex as string, 16))
    if (digits) return String.fromCodePoint(Number(digits))
    return named[name as string] ?? whole
  })
}
