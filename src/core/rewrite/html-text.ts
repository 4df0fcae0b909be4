import {basename, decodeHref, hasScheme} from '../href.ts'
import type {Relinked} from '../model.ts'
import {parseFileName} from '../name.ts'
import type {Quote} from './html-visitor.ts'

/** What stands in place of a link's value, and of the text that a reader sees on it. */

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
}

export function escapeText(text: string): string {
  return text.replace(/[&<>]/g, character => ESCAPES[character]!)
}

/** A value for the quotes that are there. One that cannot stand without quotes brings its own. */
export function escapeAttribute(value: string, quote: Quote): string {
  const special = quote === "'" ? /[&<"']/g : /[&<"]/g
  const escaped = value.replace(special, character => ESCAPES[character]!)
  return quote === '' && (value === '' || /[\s"'=<>`]/.test(value)) ? `"${escaped}"` : escaped
}

/**
 * The new text of `<a href>…</a>` when it repeats the link: a path becomes the new path, decoded, a bare
 * file name the new name. Undefined for any other text, which is the person's own; URLs count as that.
 */
export function repeatedLabel(label: string, href: string, target: Relinked): string | undefined {
  if (label === '') return undefined
  const hrefPath = pathPart(href)
  if (endsDiffer(label, hrefPath) && (hrefPath === href || endsDiffer(label, href))) return undefined
  if (label.includes('://')) return undefined
  const labels = decodings(label)
  const hrefs = [...decodings(href), ...decodings(hrefPath)]
  const isPath = label.includes('/')
  const repeats = isPath
    ? anyEqual(labels, hrefs) || anyEqual(labels.map(notionBase), hrefs.map(basename))
    : anyEqual(labels, hrefs.map(basename))
  if (!repeats) return undefined
  // Outside the export there is neither path nor file.
  if (hasScheme(target.href)) return parseFileName(target.name)?.stem.trim() || target.name
  if (!isPath) return target.name
  const path = pathPart(target.href)
  return decodeHref(path) ?? path
}

/** A file's extension, and some of its name. */
const MOST_COMPARED = 8

/** An escape has three characters, and five when it was escaped itself: what stands behind these stays. */
const LONGEST_ESCAPE = 5

/** Most labels are words, and decoding paths takes time: whether the last characters alone say so. */
function endsDiffer(label: string, href: string): boolean {
  const most = Math.min(label.length, MOST_COMPARED)
  let plain = 0
  for (let back = 1; back <= most; back++) {
    for (; plain < back - 1 + LONGEST_ESCAPE; plain++) {
      if (href.charCodeAt(href.length - 1 - plain) === PERCENT) return false
    }
    if (label.charCodeAt(label.length - back) !== href.charCodeAt(href.length - back))
      return !label.includes('%')
  }
  return false
}

const PERCENT = 0x25

/** A database's label may be its path from the root: then the id in the last segment tells. */
function notionBase(path: string): string | undefined {
  const name = basename(path)
  return parseFileName(name) && name
}

/** As written, decoded, and decoded twice: Notion encodes the names of some attachments on disk. */
function decodings(text: string): string[] {
  const once = decodeHref(text) ?? text
  return [text, once, decodeHref(once) ?? once]
}

function pathPart(href: string): string {
  // A pattern would take longer than looking twice.
  const query = href.indexOf('?')
  const hash = href.indexOf('#')
  if (query < 0 && hash < 0) return href
  return href.slice(0, query < 0 || (hash >= 0 && hash < query) ? hash : query)
}

function anyEqual(some: readonly (string | undefined)[], others: readonly string[]): boolean {
  return some.some(text => text !== undefined && others.includes(text))
}
