/** Where a link leads: in the export by the rules of design section 6, in the output as a browser reads it. */
import {dirOf, FOLDER_ID, type Input, type InputFile, nameOf} from './input.ts'

/** What an input link is about, as far as it can be known without guessing. */
export type Target =
  | {readonly to: 'file'; readonly file: InputFile; readonly fragment: string}
  /** No such path, but the id in the last segment or the URL is that of an item. */
  | {readonly to: 'id'; readonly id: string; readonly fragment: string}
  /** A page that the export does not hold. */
  | {readonly to: 'outside'; readonly id: string; readonly isUrl: boolean}
  /** A relative path to nothing and without an id: the file may be elsewhere, or missing. */
  | {readonly to: 'unknown'; readonly name: string}
  /** Not ours to touch. */
  | {readonly to: 'untouched'}

export interface Reading {
  /** `index.html` of Notion does not encode its hrefs. */
  readonly isRaw?: boolean
  /** Cells are relative to the folder above the CSV, except at the top. */
  readonly isCell?: boolean
}

const GLUED = /^https?:\/\/(?:www\.notion\.so|app\.notion\.com|notion\.so)(?=[^/?#:])/i
const NOTION_HOST = /^(?:(?:www\.)?notion\.so|[a-z0-9-]+\.notion\.site|app\.notion\.com)$/i
const SEGMENT_ID = /(?:^|[^0-9a-f])([0-9a-f]{32})(?:_all)?(?: \d+| \(\d+\))?(?:\.(md|csv|html))?$/

export class Places {
  readonly #byPath = new Map<string, InputFile>()
  readonly #folders = new Set<string>()
  readonly ids = new Map<string, InputFile[]>()

  constructor(input: Input) {
    for (const folder of input.folders) this.#folders.add(folder.normalize('NFC'))
    for (const file of input.files) {
      this.#byPath.set(file.path.normalize('NFC'), file)
      if (file.id) this.ids.set(file.id, [...(this.ids.get(file.id) ?? []), file])
    }
  }

  resolve(from: string, href: string, reading: Reading = {}): Target {
    const glued = GLUED.exec(href)
    const path = glued ? href.slice(glued[0].length) : href
    if (path === '' || path.startsWith('#') || path.startsWith('//')) return {to: 'untouched'}
    if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return this.#url(path)
    const exact =
      this.#exact(dirOf(from), path, reading) ??
      (reading.isCell && this.#exact(dirOf(dirOf(from)), path, reading))
    if (exact) return exact
    if (!reading.isRaw && decodedOnce(path) === undefined) return {to: 'untouched'}
    const bare = path.replace(/[?#].*$/s, '')
    const fragment = /#(.*)$/s.exec(path)?.[1] ?? ''
    for (const name of [nameOf(decodedOnce(path) ?? path), nameOf(decodedOnce(bare) ?? bare)]) {
      const [found, id, extension] = SEGMENT_ID.exec(name) ?? []
      if (found === undefined) continue
      if (this.ids.has(id!)) return {to: 'id', id: id!, fragment}
      if (extension) return {to: 'outside', id: id!, isUrl: false}
    }
    return {to: 'unknown', name: nameOf(decodedOnce(bare) ?? bare)}
  }

  /** For text that is a link only if something is there. */
  probe(from: string, href: string, reading: Reading = {}): 'file' | 'folder' | 'nothing' {
    const target = this.resolve(from, href, reading)
    if (target.to === 'file') return 'file'
    const path = decodedOnce(href)
    if (target.to !== 'unknown' || !path?.includes('/')) return 'nothing'
    const folders = [dirOf(from), dirOf(dirOf(from))].map(dir => dirOf(join(dir, path) ?? ''))
    const isHere = folders.some(folder => folder !== '' && this.#folders.has(folder.normalize('NFC')))
    const isOurs = path.split('/').some(name => this.ids.has(FOLDER_ID.exec(name)?.[1] ?? ''))
    return isHere || isOurs ? 'folder' : 'nothing'
  }

  /** A name may hold `#` and `?`, so the whole is tried before its beginning; then the second decoding. */
  #exact(dir: string, href: string, reading: Reading): Target | undefined {
    const cut = href.search(/[#?]/)
    const parts = cut < 0 ? [href] : [href, href.slice(0, cut)]
    const beforeHash = href.indexOf('#')
    if (beforeHash > cut) parts.push(href.slice(0, beforeHash))
    for (const part of parts) {
      const fragment = /#(.*)$/s.exec(href.slice(part.length))?.[1] ?? ''
      const once = decodedOnce(part)
      const twice = once === undefined ? undefined : decodedOnce(once)
      for (const decoded of reading.isRaw ? [part, once, twice] : [once, twice]) {
        const path = decoded === undefined || decoded === '' ? undefined : join(dir, decoded)
        const file = path === undefined ? undefined : this.#byPath.get(path.normalize('NFC'))
        if (file) return {to: 'file', file, fragment}
      }
    }
    return undefined
  }

  /** Of a Notion URL: `?p=` names the target before the path does. */
  #url(href: string): Target {
    let url: URL
    try {
      url = new URL(href)
    } catch {
      return {to: 'untouched'}
    }
    if (!/^https?:$/.test(url.protocol) || !NOTION_HOST.test(url.hostname)) return {to: 'untouched'}
    const slug = (decodedOnce(nameOf(url.pathname)) ?? '').replace(
      /([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/,
      '$1$2$3$4$5',
    )
    const peek = url.searchParams.get('p')?.replaceAll('-', '')
    const fragment = url.hash.slice(1)
    if (peek && this.ids.has(peek)) return {to: 'id', id: peek, fragment}
    const id = /(?:^|[^0-9a-f])([0-9a-f]{32})$/.exec(slug)?.[1]
    if (!id || /^\/(?:icons|images?|signed|f)\//.test(url.pathname)) return {to: 'untouched'}
    // When the peeked page is not here, nobody says whether the page behind it may stand in for it.
    if (peek) return {to: 'outside', id: peek, isUrl: true}
    return this.ids.has(id) ? {to: 'id', id, fragment} : {to: 'outside', id, isUrl: true}
  }
}

/** What a browser asks for: no fragment, no query, decoded once. Undefined: not a relative link. */
export function outputTarget(from: string, href: string): {path: string; fragment: string} | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith('//')) return undefined
  const fragment = /#(.*)$/s.exec(href)?.[1] ?? ''
  const path = href.replace(/#.*$/s, '').replace(/\?.*$/s, '')
  if (path === '') return {path: from, fragment}
  return {path: join(dirOf(from), decodedOnce(path) ?? path) ?? `(above the root) ${href}`, fragment}
}

export function decodedOnce(href: string): string | undefined {
  try {
    return decodeURIComponent(href)
  } catch {
    return undefined
  }
}

export function join(dir: string, path: string): string | undefined {
  const parts = path.startsWith('/') || dir === '' ? [] : dir.split('/')
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

/** Is this text nothing but the target, encoded or not? */
export function repeats(label: string, href: string): boolean {
  if (!/[/%.]/.test(label) || /^[a-z]+:/i.test(href)) return false
  return (decodedOnce(label) ?? label).normalize('NFC') === (decodedOnce(href) ?? href).normalize('NFC')
}
