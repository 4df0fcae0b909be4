import {Columns} from './columns.ts'
import {basename, dashedId, dirname, encodePath, inFolder, notionUrl, relativePath} from './href.ts'
import type {Links, LinkUse, Plan, Problem, Relinked, Survey} from './model.ts'
import {parseFileName, parseFolderName} from './name.ts'
import {Resolver, type Target} from './resolve.ts'
import {decodeName, fold, safeFileName, safeStem} from './safe-name.ts'

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

/** Which blocks an HTML page has; undefined when nobody asked for that page. */
export type Anchors = (entry: number) => ReadonlySet<string> | undefined

/** Makes the links of every document new. One for a run; what it makes for a document is a pure function. */
export class Relinker {
  readonly resolver: Resolver
  private readonly survey: Survey
  private readonly plan: Plan
  private readonly anchors: Anchors
  private readonly taken: ReadonlySet<string>
  private readonly columns: Columns

  constructor(survey: Survey, plan: Plan, anchors: Anchors = () => undefined) {
    this.survey = survey
    this.plan = plan
    this.anchors = anchors
    this.resolver = new Resolver(survey)
    this.columns = new Columns(survey)
    this.taken = new Set(plan.paths.filter(path => path !== undefined).map(fold))
  }

  /** The links of one document. What cannot be repaired is written to `log`. */
  linksOf(entry: number, log: LinkLog): Links {
    return {
      has: href => {
        const target = this.resolver.resolve(entry, href)
        return target.kind === 'entry' && (target.via === 'path' || target.via === 'id')
      },
      relink: (href, use) => {
        const made = this.relink(entry, href, use, log)
        if (made && made.href !== href) log.links++
        return made
      },
    }
  }

  /** Names of the properties that the page of a row can have; undefined for other documents. */
  columnsFor(entry: number): ReadonlySet<string> | undefined {
    return this.columns.of(entry)
  }

  private relink(entry: number, href: string, use: LinkUse, log: LinkLog): Relinked | undefined {
    const path = this.plan.paths[entry]!
    const target = this.resolver.resolve(entry, href)
    switch (target.kind) {
      case 'other':
        return undefined
      case 'entry': {
        if (target.via === 'guess') log.problems.push({code: 'link-guessed', path, detail: href})
        return this.toEntry(entry, target, href)
      }
      case 'page': {
        if (use === 'embed') return this.toMissing(entry, target.place, href, log)
        log.problems.push({code: 'page-outside', path, detail: href})
        return {href: notionUrl(target.id), name: nameOf(href)}
      }
      case 'file':
        return this.toMissing(entry, target.place, href, log)
    }
  }

  private toEntry(from: number, target: Target & {kind: 'entry'}, href: string): Relinked | undefined {
    const path = this.plan.paths[target.entry]
    if (path === undefined) return undefined
    const plain = encodePath(relativePath(dirname(this.plan.paths[from]!), path))
    const fragment = this.fragment(from, target)
    // A link that does not move keeps its bytes, its fragment included.
    if (fragment === '' && href.split('#')[0] === plain) return undefined
    return {href: plain + fragment, name: basename(path)}
  }

  /** Only HTML has anchors for blocks; a page's own say how they are spelt. */
  private fragment(from: number, {entry, fragment}: Target & {kind: 'entry'}): string {
    if (fragment === '' || this.survey.items[from]!.format !== 'html') return ''
    if (this.survey.items[entry]!.format !== 'html') return ''
    const known = this.anchors(entry)
    const wanted = dashedId(fragment)
    return known === undefined || known.has(wanted) ? '#' + wanted : ''
  }

  /** The clean place where a file would be if the export held it: the only link that may lead nowhere. */
  private toMissing(
    from: number,
    place: string | undefined,
    href: string,
    log: LinkLog,
  ): Relinked | undefined {
    const path = this.plan.paths[from]!
    log.problems.push({code: 'file-missing', path, detail: href})
    const folder = this.folderOf(from, place === undefined ? dirname(path) : dirname(place))
    const name = cleanName(place === undefined ? nameOf(href) : basename(place))
    let clean = inFolder(folder, name)
    // It must not lead to some other file that happens to get this name.
    for (let n = 2; this.taken.has(fold(clean)); n++)
      clean = inFolder(folder, name.replace(/(?=\.[^.]*$|$)/, ` (${n})`))
    const made = encodePath(relativePath(dirname(path), clean))
    log.missing.push({in: path, href: made})
    return made === href ? undefined : {href: made, name: basename(clean)}
  }

  /** The new path of a folder of the export, or the one that it would have. */
  private folderOf(from: number, place: string): string {
    if (place === '') return ''
    const known = this.plan.folders.get(place)
    if (known !== undefined) return known
    const item = this.survey.items[from]!
    const named = parseFolderName(basename(place))?.id
    const owner = this.resolver.ownFolder(from) === place ? from : this.resolver.ownerOf(place)
    if (owner !== undefined || (named !== undefined && named === item.id))
      return stemOf(this.plan.paths[owner ?? from]!)
    return inFolder(
      this.folderOf(from, dirname(place)),
      safeStem(parseFolderName(basename(place))?.stem ?? basename(place)),
    )
  }
}

/** The last segment of a link, decoded where that works. */
function nameOf(href: string): string {
  const name = basename(href)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** The name that a file would have been given. */
function cleanName(name: string): string {
  const notion = parseFileName(name)
  return notion ? safeStem(notion.stem) + notion.ext : safeFileName(decodeName(name))
}

/** A page's path without its extension: the path of its folder. */
function stemOf(path: string): string {
  return path.replace(/\.(?:md|csv|html)$/, '')
}
