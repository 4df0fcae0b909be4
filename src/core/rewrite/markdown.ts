import {linkLabel, percent, safeHref} from '../markdown-label.ts'
import type {DigestLink, Edit, Links, Relinked} from '../model.ts'
import {html} from '../on-demand.ts'
import {findMarkdownLinks} from './markdown-find.ts'
import type {FoundLink} from './markdown-link.ts'

export {findMarkdownLinks} from './markdown-find.ts'
export type {FoundLink} from './markdown-link.ts'

const UNSAFE_ATTRIBUTE = /[\s"'<>`\u0000-\u001f\u007f]/g
/** What Markdown or HTML would read as one character. */
const ENTITY = /&(?=#?\w+;)/g

/** Edits for the links of one Markdown page. */
export function markdownEdits(text: string, links: Links): Edit[] {
  const edits: Edit[] = []
  const hasEscapes = text.includes('\\')
  for (const link of findMarkdownLinks(text, {has: links.has}).links) {
    const href = readHref(link, hasEscapes)
    // Notion writes no definitions: `[TODO]: fix.` is a sentence unless what it names is here.
    if (link.kind === 'definition' && !links.has(href)) continue
    const to = links.relink(href, link.use)
    if (to === undefined || to.href === href) continue
    const written = writeHref(text, link, to)
    if (written === link.href) continue
    const label = text.slice(link.labelStart, link.labelEnd)
    if (repeats(label, href)) {
      // A label that is a path holds no link, but a path can look like one.
      while (edits.length > 0 && edits[edits.length - 1]!.start >= link.labelStart) edits.pop()
      edits.push({start: link.labelStart, end: link.labelEnd, text: linkLabel(to.name)})
    }
    edits.push({start: link.start, end: link.end, text: written})
  }
  return edits
}

/** Links of a page in order of their targets. Their hrefs are what {@link markdownEdits} asks about. */
export function markdownLinks(text: string): DigestLink[] {
  const hasEscapes = text.includes('\\')
  return findMarkdownLinks(text).links.map(link => ({
    label: text.slice(link.labelStart, link.labelEnd),
    href: readHref(link, hasEscapes),
  }))
}

/** The target as written, but for escapes: Notion makes none, people and other tools do. */
function readHref({href, kind}: FoundLink, hasEscapes: boolean): string {
  if (kind === 'attribute') return href.includes('&') ? html.code.decodeHTMLAttribute(href) : href
  return hasEscapes ? unescaped(href) : href
}

function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

function writeHref(text: string, {kind, start}: FoundLink, to: Relinked): string {
  const {href} = to
  if (kind !== 'attribute') return to.isEven ? href : safeHref(href)
  const value = href.replace(UNSAFE_ATTRIBUTE, percent).replace(ENTITY, '&amp;')
  const quote = text[start - 1]
  return quote === '"' || quote === "'" ? value : `"${value}"`
}

/** Whether a label only says where the link leads. */
function repeats(label: string, href: string): boolean {
  if (label === '' || href === '') return false
  if (label === href) return true
  // Most labels are words; decoding is for those that end as the path does.
  if (!mayEndAlike(label, href) || !/[%/.]/.test(href)) return false
  const path = decode(href)
  return decode(label) === path || (label.includes('\\') && decode(unescaped(label)) === path)
}

/** False when two texts differ in a character behind which nothing has to be decoded or composed. */
function mayEndAlike(label: string, href: string): boolean {
  for (let back = 1; back <= label.length && back <= href.length; back++) {
    const code = href.charCodeAt(href.length - back)
    const other = label.charCodeAt(label.length - back)
    // What ends in a lower letter ends in no other: nothing of another script becomes one by being composed.
    if (back === 1 && isLower(code) && other > 0x7f) return isEscaped(href, back)
    if (!isPlain(code) || !isPlain(other)) return true
    if (code !== other) return isEscaped(href, back) || isEscaped(label, back)
  }
  return true
}

/** ASCII that stands for itself, where it is not in an escape. */
function isPlain(code: number): boolean {
  return code >= 0x20 && code < 0x7f && code !== PERCENT && code !== BACKSLASH
}

function isLower(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}

/** Whether the character that stands `back` from the end belongs to an escape. */
function isEscaped(text: string, back: number): boolean {
  const at = text.length - back
  return text.charCodeAt(at - 1) === PERCENT || text.charCodeAt(at - 2) === PERCENT
}

const PERCENT = 0x25
const BACKSLASH = 0x5c
/** Nothing to decode, nothing to compose. */
const PLAIN = /^[ -$&-~]*$/

function decode(text: string): string {
  if (PLAIN.test(text)) return text
  try {
    return decodeURIComponent(text).normalize('NFC')
  } catch {
    return text
  }
}
