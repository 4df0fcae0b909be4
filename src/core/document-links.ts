import type {Base} from './bases.ts'
import {basename, baseOf, dashedId, dirname, encodePath, inFolder, notionUrl, relativePath} from './href.ts'
import type {Links, LinkUse, Plan, Problem, ProblemCode, Relinked, Survey} from './model.ts'
import {parseFileName, parseFolderName} from './name.ts'
import {ownText} from './own-text.ts'
import type {Places} from './places.ts'
import type {Resolver, Target} from './resolve.ts'
import {decodeName, fold, safeFileName, safeStem} from './safe-name.ts'
import {ToEntry} from './to-entry.ts'

/** A link to a file that the export does not hold: where it is, and what was written there. */
export interface MissingLink {
  /** New path of the document. */
  readonly in: string
  /** The link as it stands in the output. */
  readonly href: string
}

/** What was found while the links of one document were made new. */
export interface LinkLog {
  readonly problems: Problem[]
  readonly missing: MissingLink[]
  /** How many links now read otherwise. */
  links: number
}

export function emptyLog(): LinkLog {
  return {problems: [], missing: [], links: 0}
}

/** What a relation in a cell or a property line names. */
export interface Goal {
  /** The page's own title, else what the cell calls it; undefined where nobody names a bare target. */
  readonly title: string | undefined
  /** Encoded relative path; for what is not in the export a URL. */
  readonly href: string
  /** Entry of the target; undefined for what is not in the export. */
  readonly entry: number | undefined
}

/** What all documents of one run share. */
export interface Scene {
  readonly survey: Survey
  readonly plan: Plan
  readonly resolver: Resolver
  /** Which blocks an HTML page has; undefined when nobody can tell. */
  readonly anchors: (entry: number) => ReadonlySet<string> | undefined
  readonly places: Places
  /** Folds of all paths of the output. */
  readonly taken: () => ReadonlySet<string>
  /** Free paths that were found for files that are missing, by the path that they should have. */
  readonly free: Map<string, string>
}

/**
 * The links of one document, made new. `entry` is the document that holds them in the export, `path` the
 * place in the output that they are written for: the same but for a database's table page.
 */
export class DocumentLinks implements Links {
  readonly path: string
  private readonly scene: Scene
  private readonly entry: number
  private readonly log: LinkLog
  // Most pages link to nothing, and most lack nothing: both are made when they are needed.
  /** The folder of `path`. */
  private base: Base | undefined
  private told: Set<string> | undefined

  constructor(scene: Scene, entry: number, log: LinkLog, path = scene.plan.paths[entry]!) {
    this.scene = scene
    this.entry = entry
    this.log = log
    this.path = path
  }

  // Formats pass these two on by themselves.
  readonly has = (href: string): boolean => {
    const target = this.scene.resolver.resolve(this.entry, href)
    return target.kind === 'entry' && (target.via === 'path' || target.via === 'id')
  }

  readonly relink = (href: string, use: LinkUse): Relinked | undefined => {
    return this.made(this.scene.resolver.resolve(this.entry, href), href, use)
  }

  private made(target: Target, href: string, use: LinkUse): Relinked | undefined {
    const made = this.lead(target, href, use)
    if (made && made.href !== href) this.log.links++
    return made
  }

  hasFile(href: string): boolean {
    return this.scene.resolver.hasFile(this.entry, href)
  }

  isFile(href: string): boolean {
    return this.scene.resolver.isFile(this.entry, href)
  }

  /** A relation's target. `label` is what the cell calls it. */
  goal(href: string, label: string | undefined): Goal {
    const target = this.scene.resolver.resolve(this.entry, href)
    const made = this.made(target, href, 'link')
    if (target.kind !== 'entry') return {title: label, href: made?.href ?? href, entry: undefined}
    const {title: own, kind} = this.scene.survey.items[target.entry]!
    // An attachment here is a page that is damaged: its title is lost, but the cell may know it.
    const title = own === '' || kind === 'attachment' ? (label ?? own) : own
    return {title, href: made?.href ?? href, entry: target.entry}
  }

  /** A file's name in the output and the link to it, encoded. */
  file(href: string): {name: string; href: string} {
    const made = this.relink(href, 'embed')
    return made ?? {name: nameOf(href), href}
  }

  /** The link to an entry of the export. */
  hrefTo(entry: number): string {
    this.base ??= this.scene.places.baseOf(this.path)
    return this.scene.places.href(this.base, entry)
  }

  private lead(target: Target, href: string, use: LinkUse): Relinked | undefined {
    switch (target.kind) {
      case 'other':
        return undefined
      case 'entry':
        if (target.via === 'guess') this.tell('link-guessed', href)
        return this.toEntry(target, href)
      case 'page':
        if (use === 'embed') return this.toMissing(target.place, href)
        this.tell('page-outside', href)
        return {href: notionUrl(target.id), name: titleOf(nameOf(href))}
      case 'file':
        return this.toMissing(target.place, href)
    }
  }

  private toEntry(target: Target & {kind: 'entry'}, href: string): Relinked {
    const {entry} = target
    const plain = this.hrefTo(entry)
    const fragment = this.fragment(target)
    const {places} = this.scene
    if (fragment !== '') return new ToEntry(plain + fragment, entry, places, false)
    // A link that does not move keeps its bytes, its fragment included.
    if (href.charCodeAt(plain.length) === HASH && href.startsWith(plain))
      return new ToEntry(href, entry, places, false)
    return new ToEntry(plain, entry, places, places.isEven(entry))
  }

  /** Only HTML has anchors for blocks; a page's own say how they are spelt. */
  private fragment({entry, fragment}: Target & {kind: 'entry'}): string {
    const {items} = this.scene.survey
    if (fragment === '' || items[this.entry]!.format !== 'html' || items[entry]!.format !== 'html') return ''
    const wanted = dashedId(fragment)
    const known = BLOCK.test(wanted) ? this.scene.anchors(entry) : undefined
    return known === undefined || known.has(wanted) ? '#' + wanted : ''
  }

  /** The clean place where a file would be if the export held it: the only link that may lead nowhere. */
  private toMissing(place: string | undefined, href: string): Relinked {
    this.tell('file-missing', href)
    const folder = place === undefined ? dirname(this.path) : this.folderOf(dirname(place))
    const name = cleanName(place === undefined ? nameOf(href.replace(/[?#].*$/s, '')) : basename(place))
    const clean = this.freePath(inFolder(folder, name))
    const made = encodePath(relativePath(baseOf(this.path), clean))
    this.log.missing.push({in: this.path, href: made})
    return {href: made, name: basename(clean)}
  }

  /** It must not lead to some other file that happens to get this name. The same for every document. */
  private freePath(wanted: string): string {
    const {free, taken} = this.scene
    const known = free.get(wanted)
    if (known !== undefined) return known
    let path = wanted
    for (let n = 2; taken().has(fold(path)); n++) path = wanted.replace(/(?=\.[^./]*$|$)/, ` (${n})`)
    free.set(wanted, path)
    return path
  }

  /** The new path of a folder of the export, or the one that it would have: a loop, since links can be deep. */
  private folderOf(place: string): string {
    const unknown: string[] = []
    for (let at = place; ; at = dirname(at)) {
      const known = at === '' ? '' : this.knownFolder(at)
      if (known !== undefined) return unknown.reduceRight(inFolder, known)
      const name = basename(at)
      unknown.push(safeStem(parseFolderName(name)?.stem ?? name))
    }
  }

  private knownFolder(place: string): string | undefined {
    const {plan, resolver, survey} = this.scene
    const known = plan.folders.get(place)
    if (known !== undefined) return known
    const {id} = survey.items[this.entry]!
    const isOwn =
      resolver.ownFolder(this.entry) === place ||
      (id !== undefined && parseFolderName(basename(place))?.id === id)
    const owner = resolver.ownerOf(place) ?? (isOwn ? this.entry : undefined)
    return owner === undefined ? undefined : plan.paths[owner]!.replace(/\.(?:md|csv|html)$/, '')
  }

  /** Each thing once for a document, however often it stands there. */
  private tell(code: ProblemCode, detail: string): void {
    const key = `${code} ${detail}`
    this.told ??= new Set()
    if (this.told.has(key)) return
    this.told.add(key)
    this.log.problems.push({code, path: this.path, detail: ownText(detail)})
  }
}

const HASH = 0x23
const BLOCK = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What cells need to know of links. */
export type CellLinks = Pick<DocumentLinks, 'has' | 'relink' | 'hasFile' | 'isFile' | 'goal' | 'file'>

/** The last segment of a link, decoded where that works. */
function nameOf(href: string): string {
  const name = basename(href)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** A page's name without id and extension. */
function titleOf(name: string): string {
  return parseFileName(name)?.stem.trim() || name
}

/** The name that a file would have been given. */
function cleanName(name: string): string {
  const notion = parseFileName(name)
  return notion ? safeStem(notion.stem) + notion.ext : safeFileName(decodeName(name))
}
