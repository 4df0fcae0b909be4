import {
  basename,
  cutGluedHost,
  dirname,
  hasScheme,
  isWeb,
  joinPath,
  namesFile,
  parseNotionUrl,
  type Reading,
  readings,
} from './href.ts'
import {Lookup} from './lookup.ts'
import type {Id, Survey} from './model.ts'
import {parseFileName, parseFolderName} from './name.ts'
import {plainId} from './plain-link.ts'

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

/** Finds what links lead to (design, section 6). Every look-up takes constant time. */
export class Resolver {
  private readonly lookup: Lookup
  private readonly survey: Survey

  constructor(survey: Survey) {
    this.survey = survey
    this.lookup = new Lookup(survey)
  }

  /** What `href`, as written in the document `from`, leads to. */
  resolve(from: number, href: string): Target {
    if (href === '') return OTHER
    const {format} = this.survey.items[from]!
    if (format !== 'index') {
      const entry = this.plain(href)
      if (entry !== undefined) return {kind: 'entry', entry, via: 'id', fragment: ''}
    }
    if (isWeb(href)) return OTHER
    const isRooted = href.startsWith('/') && !href.startsWith('//')
    const url = parseNotionUrl(isRooted ? NOTION + href : href)
    if (url) {
      const entry = this.lookup.mainOf(url.id, '')
      if (entry !== undefined) return {kind: 'entry', entry, via: 'id', fragment: url.fragment}
      // `/Slug-<id>` is Notion's own page, but only on Notion's site.
      return isRooted ? {kind: 'page', id: url.id, place: undefined} : OTHER
    }
    // The folder itself, or a place on whatever site shows the page: nothing of the export.
    if (isRooted || /^[./]*$/.test(href)) return OTHER
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

  /**
   * Nearly all links end in the name of a file with an id, and nearly all ids have one file: then path and id
   * lead to the same, and no path has to be made. Undefined for whatever is not as plain as that.
   */
  private plain(href: string): number | undefined {
    const at = plainId(href)
    return at < 0 ? undefined : this.lookup.only(href, at)
  }

  /** Whether a path in a cell leads to an attachment of this export. */
  hasFile(from: number, href: string): boolean {
    return this.isAttachment(this.resolve(from, href))
  }

  /**
   * Whether a path in a cell names a file: an attachment of this export, or something in the folder of a page
   * by its id, which is then missing.
   */
  isFile(from: number, href: string): boolean {
    const target = this.resolve(from, href)
    if (target.kind === 'file') return /(?:%20|^|\/)[0-9a-f]{32}\//.test(href)
    return this.isAttachment(target)
  }

  private isAttachment(target: Target): boolean {
    if (target.kind !== 'entry' || target.via === 'guess') return false
    return this.survey.items[target.entry]!.kind === 'attachment'
  }

  /** The folder that an item owns, or would own if anything lay in it. */
  ownFolder(entry: number): string {
    const {id} = this.survey.items[entry]!
    const known = id === undefined ? undefined : this.lookup.folderOf(id)
    return known ?? this.survey.places[entry]!.replace(/\.[^./]*$/, '')
  }

  /** The item that owns, or would own, a folder: by the id in its name, else the page of that name beside it. */
  ownerOf(place: string): number | undefined {
    const id = this.survey.folders.get(place)?.owner ?? parseFolderName(basename(place))?.id
    return id === undefined ? undefined : this.lookup.mainOf(id, place)
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
      atBases((place, isWhole) => this.lookup.at(place, isWhole)),
    )
    // `a:b.png` and `#1.png` can be files; beyond that, what has a scheme or is a section is not a path.
    if (exact || foreign) return exact
    return (
      seek('id', path => this.lookup.byLastId(joinPath(folder, path) ?? path)) ??
      seek(
        'path',
        atBases(place => this.lookup.swapped(place)),
      ) ??
      seek('folder', path => this.lookup.inOwnersFolder(from, joinPath(folder, path) ?? path)) ??
      seek('guess', path => this.lookup.onlyOfItsName(basename(path)))
    )
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
