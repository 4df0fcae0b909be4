import {isId} from './id-table.ts'
import type {Id} from './model.ts'

/** Links as Notion writes them, and paths: pure string work, nothing is looked up here. */

/** Most paths have none of these. */
const LEFT_BY_ENCODE_URI = /[()#?&]/

/**
 * A path as a URL: what `encodeURI` does and, since readers differ on them, `( ) # ?` too. An `&` that
 * would read as a character reference is encoded as well.
 */
export function encodePath(path: string): string {
  const encoded = encodeURI(path)
  if (!LEFT_BY_ENCODE_URI.test(encoded)) return encoded
  return encoded
    .replace(/[()#?]/g, character => '%' + character.charCodeAt(0).toString(16).toUpperCase())
    .replace(/&(?=[#a-zA-Z][0-9a-zA-Z]*;)/g, '%26')
}

/** Percent-decoded; undefined when an escape is broken. */
export function decodeHref(href: string): string | undefined {
  if (!href.includes('%')) return href
  try {
    return decodeURIComponent(href)
  } catch {
    return undefined
  }
}

/** The folder of a path; `''` for the root. */
export function dirname(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

/** The last segment of a path. */
export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** `folder/name`, where the root is `''`. */
export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : folder + '/' + name
}

/** Where a relative path leads from a folder; undefined when it climbs out of the root. */
export function joinPath(folder: string, relative: string): string | undefined {
  const segments = folder === '' ? [] : folder.split('/')
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') segments.push(segment)
    else if (segments.pop() === undefined) return undefined
  }
  return segments.join('/')
}

/** The folder of a path with its slash; `''` for the root. */
export function baseOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1)
}

/** The relative path that leads from a folder, given with its slash (`''` for the root), to `to`. */
export function relativePath(base: string, to: string): string {
  let shared = 0
  for (let at = 0; at < base.length && base.charCodeAt(at) === to.charCodeAt(at); at++) {
    if (base.charCodeAt(at) === SLASH) shared = at + 1
  }
  let up = ''
  for (let at = base.indexOf('/', shared); at >= 0; at = base.indexOf('/', at + 1)) up += '../'
  return up + to.slice(shared)
}

const LOWER_H = 0x68
const SLASH = 0x2f

/** One way to read a link. */
export interface Reading {
  /** Decoded, NFC. */
  readonly path: string
  /** What stood behind `#`; `''` where the `#` is read as part of the path. */
  readonly fragment: string
}

/**
 * The ways to read a link as a path, most literal first: decoded once, decoded twice (attachments that
 * Notion encoded on disk too), then cut at a fragment or query, since Notion leaves `#` raw in paths. In
 * `index.html` nothing is encoded (`raw`). Empty when its escapes are broken.
 */
export function readings(href: string, raw = false): Reading[] {
  const forms: {form: string; fragment: string}[] = [{form: href, fragment: ''}]
  for (const cut of new Set([href.lastIndexOf('#'), href.indexOf('#')])) {
    if (cut > 0) forms.push({form: href.slice(0, cut), fragment: href.slice(cut + 1)})
  }
  const query = href.indexOf('?')
  if (query > 0) forms.push({form: href.slice(0, query), fragment: href.split('#')[1] ?? ''})
  const found = new Map<string, Reading>()
  const add = (path: string | undefined, fragment: string) => {
    const key = path?.normalize('NFC')
    if (key !== undefined && !found.has(key)) found.set(key, {path: key, fragment})
    return path
  }
  for (const {form, fragment} of forms) {
    if (raw) add(form, fragment)
    const once = add(decodeHref(form), fragment)
    if (once !== undefined) add(decodeHref(once), fragment)
  }
  return [...found.values()]
}

/** `https:`, `mailto:`, `attachment:` …, or `//host`: not a path in the archive. */
export function hasScheme(href: string): boolean {
  return /^(?:[a-zA-Z][a-zA-Z0-9+.-]*:|\/\/)/.test(href)
}

const WEB = /^https?:\/\/(?![^/?#]*notion\.)/i

/** A URL of the web that is none of Notion's, nor a path that a host of Notion's was glued to. */
export function isWeb(href: string): boolean {
  return mayBeWeb(href) && WEB.test(href)
}

/** Most hrefs are paths, and most of these are told by their first letter. */
function mayBeWeb(href: string): boolean {
  return (href.charCodeAt(0) | 0x20) === LOWER_H
}

const NOTION_HOST =
  /https?:\/\/(?:www\.notion\.so|notion\.so|app\.notion\.com|[a-z0-9-]+\.notion\.site)(?=\/)/iy
const LAST_ID = /([0-9a-f]{32})$/

/** The page that a URL of Notion's names, whatever its slug, workspace or query. */
export function parseNotionUrl(href: string): {id: Id; fragment: string} | undefined {
  if (!mayBeWeb(href)) return undefined
  NOTION_HOST.lastIndex = 0
  if (!NOTION_HOST.test(href)) return undefined
  const start = NOTION_HOST.lastIndex
  const hash = href.indexOf('#', start)
  const end = hash < 0 ? href.length : hash
  const [path = '', query = ''] = href.slice(start, end).split('?', 2)
  const page = query === '' ? undefined : /(?:^|&)p=([0-9a-f]{32})(?:&|$)/.exec(query)?.[1]
  const id = page ?? lastId(path)
  return id === undefined ? undefined : {id, fragment: href.slice(end + 1)}
}

/** At the end of a path, with dashes or without. */
function lastId(path: string): Id | undefined {
  const at = path.length - 32
  // Most end in it as it is; behind a `%`, its first digits could be an escape.
  if (at > 2 && isId(path, at) && !path.includes('%', at - 2)) return path.slice(at)
  const segment = basename((decodeHref(path) ?? path).replace(/\/$/, ''))
  return LAST_ID.exec(segment.replaceAll('-', ''))?.[1]
}

/** Cuts off a host that Notion glued to a path (`https://app.notion.comDir/x.png`, seen since 2026-06). */
export function cutGluedHost(href: string): string | undefined {
  const host = /^https?:\/\/(?:www\.notion\.so|app\.notion\.com)(?=[^/?#:.])/i.exec(href)?.[0]
  return host === undefined ? undefined : href.slice(host.length)
}

/** Where Notion shows a page, for links to what is not in the export. */
export function notionUrl(id: Id): string {
  return `https://www.notion.so/${id}`
}

/** A block id with its dashes, as HTML pages write it; other fragments as they are. */
export function dashedId(fragment: string): string {
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(fragment)
  return match ? match.slice(1).join('-') : fragment
}

/**
 * Whether a link that leads to nothing here can be meant for a file of the export: what people type as links
 * (`www.example.com`, an address, `/`, `?a=1`) is theirs and keeps every byte.
 */
export function namesFile(href: string): boolean {
  if (/^(?:[/?]|www\.)/i.test(href)) return false
  // A raw `#` can be part of the path.
  return [href, href.replace(/[?#].*$/s, '')].some(path => {
    const name = basename(path)
    if (name === '' || name === '.' || name === '..') return false
    return path.includes('/') || (!name.includes('@') && /\.[0-9A-Za-z]{1,8}$|[0-9a-f]{32}/.test(name))
  })
}

/** How many folders two paths have in common, from the root. */
export function sharedFolders(a: string, b: string): number {
  const left = dirname(a).split('/')
  const right = dirname(b).split('/')
  let shared = 0
  while (shared < left.length && left[shared] === right[shared]) shared++
  return shared
}
