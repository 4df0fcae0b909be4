import {decodeHTMLAttribute} from 'entities'
import {Parser} from 'htmlparser2'
import {NONE, type PageLinks} from './page-links.ts'

/** What an HTML page leads to or loads. Notion names a file up to three times. */
const LINKS: ReadonlySet<string> = new Set([
  'href',
  'src',
  'data-notion-image',
  'data-notion-file',
  'data-notion-video',
  'data-notion-audio',
  'data-notion-pdf',
])

/** The links of an HTML page, with their entities decoded. */
export function htmlLinks(text: string): PageLinks {
  const links: string[] = []
  const isRead = readTags(text, (_, attributes) => {
    for (const [name, value] of Object.entries(attributes)) if (LINKS.has(name)) links.push(value)
  })
  return isRead ? {...NONE, links} : {...NONE, unsure: attributeTexts(text)}
}

/** The links of tags that stand in Markdown: only links and images are promised there. */
export function tagLinks(html: string): string[] {
  const links: string[] = []
  const isRead = readTags(html, (tag, {href, src}) => {
    if (tag === 'a' && href !== undefined) links.push(href)
    if (tag === 'img' && src !== undefined) links.push(src)
  })
  return isRead ? links : attributeTexts(html)
}

/** No page of Notion's comes near. The parser looks at every open tag for every tag that it closes. */
const DEEPEST = 500

/** Gives false when the tags are nested too deeply to be read in time. */
function readTags(html: string, visit: (tag: string, attributes: Record<string, string>) => void): boolean {
  let depth = 0
  let isTooDeep = false
  const parser = new Parser({
    onopentag(tag, attributes) {
      depth++
      isTooDeep ||= depth > DEEPEST
      visit(tag, attributes)
    },
    onclosetag() {
      depth--
    },
  })
  for (let at = 0; at < html.length && !isTooDeep; at += STEP) parser.write(html.slice(at, at + STEP))
  if (!isTooDeep) parser.end()
  return !isTooDeep
}

/** Between two looks at the depth, in UTF-16 units. */
const STEP = 4096

/** Whatever looks like an attribute that leads somewhere, in a tag or not. */
function attributeTexts(html: string): string[] {
  const found = html.matchAll(/\s(?:href|src|data-notion-[a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi)
  return [...found].map(([, double, single, bare]) => decodeHTMLAttribute(double ?? single ?? bare ?? ''))
}
