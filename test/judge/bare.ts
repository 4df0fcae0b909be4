/**
 * Targets that stand in plain text: `Title (path)`, lists of paths or URLs, mentions. In CSV cells and
 * property lines Notion means them as links; no parser of a format knows them.
 */

/** Up to an id and an extension; `Title (` before it is not part of it, parentheses inside may be. */
const PAGE = /(?<=^|[\s(,])(?:(?!https?:)[^\s])*?[0-9a-f]{32}(?:_all)?\.(?:md|csv|html)(?=[),\s]|$)/g
const URL =
  /(?<=^|[\s(,])https?:\/\/(?:www\.notion\.so|notion\.so|[a-z0-9-]+\.notion\.site|app\.notion\.com)\/[^\s(),]*[0-9a-f]{32}(?:\?[^\s(),]*)?(?:#[^\s(),]*)?/g
/** A file cell: encoded paths joined by `, `. */
const FILE = /(?<=^|, |: )[^\s]+?\.[A-Za-z0-9]{1,5}(?=$|, )/gm

export interface Place {
  readonly start: number
  readonly end: number
  /** Looks like a file of ours that is not here: who repairs it may, and must tell; nobody has to. */
  readonly isSoft?: boolean
}

/** What the export says about a path: a file, at least a folder of ours, or nothing. */
export type Probe = (href: string) => 'file' | 'folder' | 'nothing'

/** `probe` decides about text that is a path only if something is there. */
export function barePlaces(text: string, probe: Probe): Place[] {
  const places: Place[] = []
  for (const pattern of [URL, PAGE, FILE]) {
    for (const match of text.matchAll(pattern)) {
      const found = trimmed(text, match.index, match[0])
      const known = pattern === FILE ? probe(text.slice(found.start, found.end)) : 'file'
      if (known === 'nothing') continue
      const place = {...found, isSoft: known === 'folder'}
      if (!places.some(other => place.start < other.end && other.start < place.end)) places.push(place)
    }
  }
  return places.sort((a, b) => a.start - b.start)
}

/** `Title (path)`: the parenthesis that Notion puts around the target is not the target's. */
function trimmed(text: string, index: number, match: string): Place {
  const end = index + match.length
  const isWrapped = match.startsWith('(') && (text[end] === ')' || !match.includes(')'))
  return {start: isWrapped ? index + 1 : index, end}
}
