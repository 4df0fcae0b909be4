import type {Path} from './manifest.ts'

/** Where links lead, as a browser reads them: nothing is known here of how they were made. */

/**
 * The path that a relative link in the file `from` leads to, decoded, without fragment and query; one that
 * leaves the archive keeps its `../`. Undefined for all that is no relative link: addresses, sections of the
 * same page, places on a server, and what has a broken escape.
 */
export function placeOf(from: Path, href: string): Path | undefined {
  const link = href.trim()
  if (link === '' || /^(?:[a-z][a-z0-9+.-]*:|[/#?\\])/i.test(link)) return undefined
  const path = decoded(link.replace(/[?#].*$/s, ''))
  return path === undefined ? undefined : joined(folderOf(from), path)
}

/** A path that is written as it is, such as the name of a file in a cell, seen from a folder. */
export function joined(folder: Path, relative: string): Path {
  const segments = folder === '' ? [] : folder.split('/')
  for (const segment of relative.split('/')) {
    if (segment === '' || segment === '.') continue
    const above = segments[segments.length - 1]
    if (segment === '..' && above !== undefined && above !== '..') segments.pop()
    else segments.push(segment)
  }
  return segments.join('/').normalize('NFC')
}

/** A path as a cell shows it, not encoded but for what separates the files of a cell. */
export function cellPlace(csv: Path, written: string): Path {
  return joined(folderOf(csv), written.replaceAll(',%20', ', '))
}

export function folderOf(path: Path): Path {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

export function nameOf(path: Path): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Undefined when an escape is broken. */
export function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/**
 * Whether a relative link can be meant for a file of the export. What people type as a link (`www.example.com`,
 * an address, a word) is theirs, wherever it leads.
 */
export function isMeantForFile(href: string): boolean {
  const path = href.trim().replace(/[?#].*$/s, '')
  const name = nameOf(path)
  if (/^www\./i.test(path) || /^\.*$/.test(name)) return false
  return (
    path.includes('/') || (!name.includes('@') && /\.[0-9a-z]{1,8}$/i.test(name)) || /[0-9a-f]{32}/.test(name)
  )
}

/** `Home 1a2b….md`, decoded: only Notion gives such names, and none of them is left in a repaired archive. */
const NOTIONS = /(?:^| )([0-9a-f]{32})(?:_all)?(?: \d+| \(\d+\))?\.(?:md|csv|html)$/

/**
 * The id in the last segment of a path as Notion writes it; undefined where there is none. Notion leaves `#` and
 * `?` as they are in titles, so they end a path only if nothing else makes sense.
 */
export function notionsId(href: string): string | undefined {
  for (const form of [href, href.replace(/[?#].*$/s, '')]) {
    const id = NOTIONS.exec(nameOf(decoded(form) ?? ''))?.[1]
    if (id !== undefined) return id
  }
  return undefined
}

const NOTIONS_SITE =
  /^https?:\/\/(?:(?:www\.)?notion\.so|app\.notion\.com|[a-z0-9-]+\.notion\.site)\/([^#]*)/i

/** The page that an address on Notion's site shows; undefined for all other addresses. */
export function idOfAddress(href: string): string | undefined {
  const rest = NOTIONS_SITE.exec(href.trim())?.[1]
  if (rest === undefined) return undefined
  const [path = '', query = ''] = rest.split('?')
  const shown = /(?:^|&)p=([0-9a-f]{32})(?:&|$)/.exec(query)?.[1]
  return shown ?? /[0-9a-f]{32}$/.exec(nameOf(path.replace(/\/$/, '')).replaceAll('-', ''))?.[0]
}
