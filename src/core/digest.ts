import type {Digest} from './model.ts'
import {readCsv} from './rewrite/csv-cells.ts'
import {htmlAnchors, htmlDigest} from './rewrite/html.ts'
import {markdownLinks} from './rewrite/markdown.ts'

/**
 * How far a document must be read before the plan can be made.
 * `title` needs only its first {@link HEAD_BYTES}; the others need all of it.
 */
export type Ask = 'title' | 'links' | 'html' | 'records' | 'anchors'

/** A title of Notion's is at most 2,000 characters. */
export const HEAD_BYTES = 16384

/** What the survey needs to know of one document. Pure, so it can run anywhere. */
export function digest(ask: Ask, text: string): Digest {
  switch (ask) {
    case 'title':
      return heading(text)
    case 'links':
      return {...heading(text), links: markdownLinks(text)}
    case 'html':
      return htmlDigest(text)
    case 'records':
      return {records: readCsv(text)}
    case 'anchors':
      return {anchors: htmlAnchors(text)}
  }
}

/** A page's first line is `# ` and the title, unescaped (format notes, 3.1). */
function heading(text: string): Digest {
  const start = text.startsWith('\ufeff') ? 1 : 0
  if (!text.startsWith('# ', start)) return {}
  const end = text.indexOf('\n', start)
  const title = text.slice(start + 2, end < 0 ? undefined : end).trim()
  return title === '' ? {} : {title}
}
