import {
  basename,
  cutGluedHost,
  dirname,
  hasScheme,
  inFolder,
  joinPath,
  namesFile,
  parseNotionUrl,
  type Reading,
  readings,
  sharedFolders,
} from './href.ts'
import type {Id, Survey} from './model.ts'
import {compareCodePoints, parseFileName, parseFolderName} from './name.ts'
import {splitExtension} from './safe-name.ts'

/** What a link of the export leads to. */
export type Target =
  | {readonly kind: 'entry'; readonly entry: number; readonly via: Via; readonly fragment: string}
  /** A page whose id is not in the export. */
  | {readonly kind: 'page'; readonly id: Id; readonly place: string | undefined}
  /** A file that the export does not hold, and where it would lie; undefined above the root. */
  | {readonly kind: 'file'; readonly place: string | undefined}
  /** Not ours: another site, a mail address, a section of the same page, broken escapes. */
  | {readonly kind: 'other'}

/** How sure we are: the path or the id says so, the name in the right folder, or the name alone. */
export type Via = 'path' | 'id' | 'folder' | 'guess'

const OTHER: Target = {kind: 'other'}

/** Names that Notion gives to any upload say nothing about which one is meant. */
const GENERIC = /^(?:image|untitled)(?: \d+| \(\d+\))?$/i

/** Finds what links lead to (design, section 6). Every look-up takes constant time. */
export class Resolver {
  private readonly byPlace = new Map<string, number>()
  private readonly byId = new Map<Id, number[]>()
  private readonly foldersById = new Map<Id, string[]>()
  /** Attachments by file name; `-1` when two share it. */
  private readonly byName = new Map<string, number>()

  private readonly best = new Map<Id, readonly number[]>()
  private readonly survey: Survey

  constructor(survey: Survey) {
    this.survey = survey
    survey.items.forEach((item, entry) => {
      if (!item) return
      const place = survey.places[entry]!
      // What stands in two parts is one file.
      const isNew = !this.byPlace.has(place)
      if (isNew) this.byPlace.set(place, entry)
      if (item.id !== undefined) push(this.byId, item.id, entry)
      else if (isNew) this.byName.set(basename(place), this.byName.has(basename(place)) ? -1 : entry)
    })
    for (const {place, owner} of survey.folders.values()) {
      if (owner !== undefined) push(this.foldersById, owner, place)
    }
  }

  /** What `href`, as written in the document `from`, leads to. */
  resolve(from: number, href: string): Target {
    if (href === '') return OTHER
    const isRooted = href.startsWith('/') && !href.startsWith('//')
    const url = parseNotionUrl(isRooted ? NOTION + href : href)
    if (url) {
      const entry = this.mainOf(url.id, '')
      if (entry !== undefined) return {kind: 'entry', entry, via: 'id', fragment: url.fragment}
      // `/Slug-<id>` is Notion's own page, but only on Notion's site.
      return isRooted ? {kind: 'page', id: url.id, place: undefined} : OTHER
    }
    // The folder itself, or a place on whatever site shows the page: nothing of the export.
    if (isRooted || /^[./]*$/.test(href)) return OTHER
    const {format} = this.survey.items[from]!
    const glued = cutGluedHost(href)
    const ways = meant(readings(glued ?? href, format === 'index'))
    const foreign = glued === undefined && (hasScheme(href) || href.startsWith('#'))
    const found = this.find(from, ways, foreign)
    if (found) return found
    if (ways.length === 0 || foreign || !namesFile(glued ?? href)) return OTHER
    const folder = dirname(this.survey.places[from]!)
    for (const {path} of ways) {
      const id = parseFileName(basename(path))?.id
      if (id !== undefined) return {kind: 'page', id, place: joinPath(folder, path)}
    }
    // With its `#`, if that looks like a file's name; else without what stands behind `#` or `?`.
    const whole = ways.find(({path}) => !path.includes('?') && /\.[0-9A-Za-z]{1,8}$/.test(basename(path)))
    return {kind: 'file', place: joinPath(folder, (whole ?? ways[ways.length - 1]!).path)}
  }

  /** Whether a path in a cell leads to an attachment of this export. */
  hasFile(from: number, href: string): boolean {
    const target = this.resolve(from, href)
    if (target.kind !== 'entry' || target.via === 'guess') return false
    return this.survey.items[target.entry]!.kind === 'attachment'
  }

  /**
   * Whether a path in a cell names a file: an attachment of this export, or something in the folder of a page
   * by its id, which is then missing.
   */
  isFile(from: number, href: string): boolean {
    if (this.hasFile(from, href)) return true
    const target = this.resolve(from, href)
    return target.kind === 'file' && /(?:%20|^|\/)[0-9a-f]{32}\//.test(href)
  }

  /** The folder that an item owns, or would own if anything lay in it. */
  ownFolder(entry: number): string {
    const {id} = this.survey.items[entry]!
    const known = id === undefined ? undefined : this.foldersById.get(id)?.[0]
    return known ?? this.survey.places[entry]!.replace(/\.[^./]*$/, '')
  }

  /** The item that owns, or would own, a folder: by the id in its name, else the page of that name beside it. */
  ownerOf(place: string): number | undefined {
    const id = this.survey.folders.get(place)?.owner ?? parseFolderName(basename(place))?.id
    return id === undefined ? undefined : this.mainOf(id, place)
  }

  /** The rules of design section 6 in their order; for each, the readings in theirs. */
  private find(from: number, ways: readonly Reading[], foreign: boolean): Target | undefined {
    const folder = dirname(this.survey.places[from]!)
    const isCell = this.survey.items[from]!.format === 'csv' && folder !== ''
    const bases = isCell ? [folder, dirname(folder)] : [folder]
    const seek = (
      via: Via,
      look: (path: string, isWhole: boolean) => number | undefined,
    ): Target | undefined => {
      for (const {path, fragment} of ways) {
        const entry = look(path, fragment === '')
        if (entry !== undefined) return {kind: 'entry', entry, via, fragment}
      }
      return undefined
    }
    const atBases =
      (look: (place: string, isWhole: boolean) => number | undefined) => (path: string, isWhole: boolean) => {
        for (const base of bases) {
          const place = joinPath(base, path)
          const entry = place === undefined ? undefined : look(place, isWhole)
          if (entry !== undefined) return entry
        }
        return undefined
      }
    const exact = seek(
      'path',
      atBases((place, isWhole) => this.at(place, isWhole)),
    )
    // `a:b.png` and `#1.png` can be files; beyond that, what has a scheme or is a section is not a path.
    if (exact || foreign) return exact
    return (
      seek('id', path => this.byLastId(joinPath(folder, path) ?? path)) ??
      seek(
        'path',
        atBases(place => this.swapped(place)),
      ) ??
      seek('folder', path => this.inOwnersFolder(from, joinPath(folder, path) ?? path)) ??
      seek('guess', path => this.onlyOfItsName(basename(path)))
    )
  }

  /** The entry at a place, or the one that owns the folder there. */
  private at(place: string, isWhole: boolean): number | undefined {
    const entry = this.byPlace.get(place)
    if (entry !== undefined) return this.preferred(entry)
    // `C#/x.png` cut at its `#` is no link to the folder C.
    const owner = place === '' || !isWhole ? undefined : this.survey.folders.get(place)?.owner
    return owner === undefined ? undefined : this.mainOf(owner, place)
  }

  /** Links to any file of a database lead to the one that shows it; every other file stands for itself. */
  private preferred(entry: number): number {
    const {kind, id} = this.survey.items[entry]!
    const isTable = kind === 'database' || kind === 'view'
    return isTable && id !== undefined ? (this.mainOf(id, this.survey.places[entry]!) ?? entry) : entry
  }

  private byLastId(place: string): number | undefined {
    const name = basename(place)
    const id = parseFileName(name)?.id ?? parseFolderName(name)?.id
    return id === undefined ? undefined : this.mainOf(id, place)
  }

  private swapped(place: string): number | undefined {
    const {stem, ext} = splitExtension(basename(place))
    if (!DOCUMENTS.includes(ext)) return undefined
    for (const other of DOCUMENTS) {
      const entry = this.byPlace.get(inFolder(dirname(place), stem + other))
      if (entry !== undefined) return this.preferred(entry)
    }
    return undefined
  }

  /** A file in the folder of the page that the link names, or of the page that holds the link. */
  private inOwnersFolder(from: number, place: string): number | undefined {
    const named = parseFolderName(basename(dirname(place)))?.id
    const own = this.survey.items[from]!.id
    for (const id of [named, own]) {
      for (const folder of (id !== undefined && this.foldersById.get(id)) || []) {
        const entry = this.byPlace.get(inFolder(folder, basename(place)))
        if (entry !== undefined) return entry
      }
    }
    return undefined
  }

  private onlyOfItsName(name: string): number | undefined {
    const entry = this.byName.get(name)
    return entry === undefined || entry < 0 || GENERIC.test(splitExtension(name).stem) ? undefined : entry
  }

  /**
   * The file that a link to an id leads to: a database's page if it has one, else its CSV of all rows. Of
   * several, the one that shares the longest folder path with `near`, then the first by path.
   */
  private mainOf(id: Id, near: string): number | undefined {
    const entries = this.bestOf(id)
    if (entries.length <= 1) return entries[0]
    const places = this.survey.places
    let best = entries[0]!
    for (const entry of entries) {
      if (sharedFolders(places[entry]!, near) > sharedFolders(places[best]!, near)) best = entry
    }
    return best
  }

  /** The files of an id that show it best, all of one sort, by path. */
  private bestOf(id: Id): readonly number[] {
    const known = this.best.get(id)
    if (known) return known
    const entries = this.byId.get(id) ?? []
    const score = (entry: number) => {
      const item = this.survey.items[entry]!
      return RANK[item.ext as keyof typeof RANK] + (item.kind === 'view' ? 10 : 0)
    }
    const least = Math.min(...entries.slice(0, MOST_OF_ONE_ID).map(score))
    const best = entries
      .filter(entry => score(entry) === least)
      .sort((a, b) => compareCodePoints(this.survey.places[a]!, this.survey.places[b]!))
      .slice(0, MOST_OF_ONE_ID)
    this.best.set(id, best)
    return best
  }
}

/**
 * Where a reading ends in the name of a page or database, only such readings count: `O/#work%20<id>.csv` is not
 * the folder O with a fragment behind it.
 */
function meant(ways: readonly Reading[]): readonly Reading[] {
  const named = ways.filter(({path}) => parseFileName(basename(path)) !== undefined)
  return named.length > 0 ? named : ways
}

const NOTION = 'https://www.notion.so'

/** Merged exports hold a page a few times; more than this is made to be slow. */
const MOST_OF_ONE_ID = 100

const DOCUMENTS = ['.md', '.csv', '.html']
const RANK = {'.html': 0, '.md': 1, '.csv': 2, '': 3}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
