import type {Digest} from './model.ts'
import {ownText} from './own-text.ts'
import {propertyText} from './property-text.ts'
import {WrittenRecords} from './records.ts'
import {htmlAnchors, htmlDigest, htmlLinks, htmlTitle} from './rewrite/html.ts'
import {markdownLinks} from './rewrite/markdown.ts'

/**
 * How far a document must be read before the plan can be made. `title` needs only its first line, which lies in
 * its first {@link TITLE_BYTES}; `row` what stands behind it too, in its first {@link ROW_BYTES}. `html-title` needs
 * the `<title>`, which nearly always lies in the first {@link HTML_TITLE_BYTES}. The others need all of it.
 */
export type Ask = HeadAsk | 'links' | 'html' | 'html-links' | 'records' | 'anchors'

/** What the beginning of most documents says. */
export type HeadAsk = 'title' | 'row' | 'html-title'

/** A title of Notion's is at most 2,000 characters. */
export const TITLE_BYTES = 16384
/** Little stands before it, and few titles are longer. */
export const HTML_TITLE_BYTES = 1024
/** A list of relations has a path of some hundred characters for each. */
export const ROW_BYTES = 65536

/**
 * What the survey needs to know of one document. Pure, so it can run anywhere. `columns`: the names of all
 * columns of all CSVs; what a page begins with is kept only as far as they reach.
 */
export function digest(ask: Ask, text: string, columns: ReadonlySet<string> = new Set()): Digest {
  const {title, properties, links, folders, anchors, ...rest} = read(ask, text, columns)
  return {
    ...rest,
    ...(title !== undefined && {title: ownText(title)}),
    ...(properties !== undefined && {properties: ownText(properties)}),
    ...(links && {links: links.map(({label, href}) => ({label: ownText(label), href: ownText(href)}))}),
    ...(folders && {folders: folders.map(({path, id}) => ({path: ownText(path), id: ownText(id)}))}),
    ...(anchors && {anchors: new Set([...anchors].map(ownText))}),
  }
}

/** What the whole of a document would say, if the beginning of it, behind which there is more, says it all. */
export function digestOfBeginning(
  ask: HeadAsk,
  beginning: string,
  columns?: ReadonlySet<string>,
): Digest | undefined {
  if (ask !== 'html-title') return isEnough(ask, beginning) ? digest(ask, beginning, columns) : undefined
  const found = digest(ask, beginning)
  return found.title === undefined ? undefined : found
}

function isEnough(ask: 'title' | 'row', beginning: string): boolean {
  const start = startOf(beginning)
  if (!beginning.startsWith('# ', start)) return beginning.length > start + 1
  const end = beginning.indexOf('\n', start)
  if (end < 0 || ask === 'title') return end >= 0
  const behind = end + 2
  if (!beginning.startsWith('\n\n', end)) return beginning.length >= behind
  if (beginning.length < behind + ENOUGH_PROPERTIES) return false
  return !beginsLikeProperty(beginning, behind) || beginning.includes('\n\n', behind)
}

function read(ask: Ask, text: string, columns: ReadonlySet<string>): Digest {
  switch (ask) {
    case 'title':
      return heading(text)
    case 'row':
      return heading(text, columns)
    case 'links':
      return {...heading(text, columns), links: markdownLinks(text)}
    case 'html-title':
      return htmlTitle(text)
    case 'html':
      return htmlDigest(text)
    case 'html-links':
      return {...htmlDigest(text), links: htmlLinks(text).map(({href}) => ({label: '', href}))}
    case 'records':
      return {records: new WrittenRecords(text)}
    case 'anchors':
      return {anchors: htmlAnchors(text)}
  }
}

/** A page's first line is `# ` and the title, unescaped (format notes, 3.1). */
function heading(text: string, columns?: ReadonlySet<string>): Digest {
  const start = startOf(text)
  if (!text.startsWith('# ', start)) return {}
  const end = text.indexOf('\n', start)
  const title = text.slice(start + 2, end < 0 ? undefined : end).trim()
  const properties = end < 0 || !columns ? '' : propertyText(propertiesBehind(text, end), columns)
  return {...(title !== '' && {title}), ...(properties !== '' && {properties})}
}

/** Behind a byte order mark. */
function startOf(text: string): 0 | 1 {
  return text.startsWith('\ufeff') ? 1 : 0
}

/** Rows are told apart by these; a long text among them does not help, but a cut list of relations misleads. */
const ENOUGH_PROPERTIES = 2048
const MOST_PROPERTIES = 65536

/** What stands behind the title, if it begins like a property: more than the block, but for lists of relations. */
function propertiesBehind(text: string, titleEnd: number): string {
  if (!text.startsWith('\n\n', titleEnd)) return ''
  const start = titleEnd + 2
  if (!beginsLikeProperty(text, start)) return ''
  const blank = text.indexOf('\n\n', start)
  const block = blank < 0 ? text.length : blank
  return text.slice(start, Math.min(Math.max(block, start + ENOUGH_PROPERTIES), start + MOST_PROPERTIES))
}

function beginsLikeProperty(text: string, start: number): boolean {
  return /^[^\n]+:/.test(text.slice(start, start + ENOUGH_PROPERTIES))
}
