import type {ColumnKind} from './database.ts'
import {parseFiles} from './kinds.ts'
import {markdownFile, markdownLink} from './markdown-label.ts'
import type {Links} from './model.ts'
import {beforeTitle, parseRelation} from './relation.ts'

/** What a relation or file value leads to, for the page at hand. */
export interface PropertyLinks {
  /** Title and new href (encoded; relative path or URL) of a relation target as written; undefined: leave it. */
  target(href: string, label: string | undefined): {title: string; href: string} | undefined
  /** Name (decoded file name) and new href of a file as written; undefined: leave it. */
  file(href: string): {name: string; href: string} | undefined
  /** Whether a path leads to a file of this export. */
  hasFile(href: string): boolean
  /** The same, or into the folder of a page by its id, where the file is missing. */
  isFile(href: string): boolean
}

/** One of the things that a value lists, where it stands in the value, label and brackets included. */
export interface Item {
  readonly start: number
  readonly end: number
  /** The Markdown link that it becomes; undefined when it stays as it is. */
  readonly link: string | undefined
}

/** The items of a relation or files value; undefined when it is none, or an edited one. */
export function readItems(
  value: string,
  kind: ColumnKind,
  links: PropertyLinks,
  pictures: boolean,
): Item[] | undefined {
  if (value === '') return undefined
  if (kind === 'relation') return relationItems(value, links)
  return kind === 'files' ? fileItems(value, links, pictures) : undefined
}

/** A label that ends a link of ours: then the value was repaired before, up to there. */
const REPAIRED = /\]\([^\s()]*\), /

function relationItems(value: string, links: PropertyLinks): Item[] | undefined {
  let start = 0
  return parseRelation(value)?.map(({href, label, end: targetEnd}) => {
    const end = label === undefined ? targetEnd : targetEnd + 1
    const isRepaired = label !== undefined && REPAIRED.test(label)
    const target = isRepaired ? undefined : links.target(href, label)
    const before = target ? beforeTitle(label, target.title) : ''
    const link = target && before + markdownLink(target.title || 'Untitled', target.href)
    const item = {start, end, link}
    start = end + 2
    return item
  })
}

/** A path one folder up, that is not a page's or a database's. */
const MISSING_FILE = /^\.\.\/[^\s:]+\.(?!(?:md|csv|html)$)[0-9A-Za-z]{1,8}$/

function fileItems(value: string, links: PropertyLinks, pictures: boolean): Item[] | undefined {
  let start = 0
  // The column is known to hold files. They lie one folder up, so such a path is one that the export lacks.
  const isFile = (href: string) => links.isFile(href) || MISSING_FILE.test(href)
  return parseFiles(value, isFile)?.map(path => {
    const file = isFile(path) ? links.file(path) : undefined
    const write = pictures ? markdownFile : markdownLink
    const end = start + path.length
    const item = {start, end, link: file && write(file.name, file.href)}
    start = end + 2
    return item
  })
}

/** Property links as those of a document, for text that only mentions pages and files. */
export function mentionLinks(
  links: PropertyLinks,
): Links & {hasFile(href: string): boolean; isFile(href: string): boolean} {
  const isFile = (href: string) => links.isFile(href)
  return {
    relink(href, use) {
      if (use === 'embed') {
        const file = links.file(href)
        return file && {href: file.href, name: file.name}
      }
      const page = links.target(href, undefined)
      return page && {href: page.href, name: page.title}
    },
    has: isFile,
    hasFile: href => links.hasFile(href),
    isFile,
  }
}
