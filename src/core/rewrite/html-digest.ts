import {cutGluedHost, hasScheme, parseNotionUrl} from '../href.ts'
import type {Digest, Id} from '../model.ts'
import {indexFolders} from './html-index.ts'
import {scanHtml} from './html-scan.ts'
import {wanted} from './html-wanted.ts'

/** What the survey needs to know of HTML files. It asks every page, so a page is not read to its end. */

const ID = wanted(['id'])
const HEAD = wanted(['id'], ['body'])
const HREF = wanted(['href'])
const BLOCK = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/
const BLOCK_FRAGMENT = /#[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/y

export function htmlDigest(text: string): Digest {
  const {title, articleId, isIndex} = readHead(text)
  const blockLinks = isIndex || !mayLinkToBlocks(text) ? [] : findBlockLinks(text)
  return {
    ...(title === undefined ? {} : {title}),
    ...(articleId === undefined ? {} : {articleId}),
    ...(isIndex ? {isIndex, folders: indexFolders(text)} : {}),
    ...(blockLinks.length === 0 ? {} : {blockLinks}),
  }
}

/** Ids as written in `id="…"`. */
export function htmlAnchors(text: string): Set<string> {
  const ids = new Set<string>()
  scanHtml(text, ID, {
    open(_tag, attributes) {
      for (const {value} of attributes) if (value !== '') ids.add(value)
    },
  })
  return ids
}

function readHead(text: string): {title?: string; articleId?: Id; isIndex?: true} {
  const head: {title?: string; articleId?: Id; isIndex?: true} = {}
  let title = ''
  let inHead = true
  // A file that is not Notion's has neither; it need not be read to know that.
  const hasBody = text.includes('<article') || text.includes('id::')
  scanHtml(text, HEAD, {
    open(tag, attributes) {
      if (tag === 'body') inHead = false
      const id = attributes[0]?.value ?? ''
      if (tag === 'article' && BLOCK.test(id)) head.articleId = id.replaceAll('-', '')
      if (tag === 'ul' && id.startsWith('id::')) head.isIndex = true
    },
    text(value, _start, _end, raw) {
      if (inHead && raw === 'title') title += value
    },
    listens: () => inHead,
    close(tag) {
      if (inHead && tag === 'title' && title !== '') {
        head.title = title
        inHead = false
      }
    },
    done: () => (hasBody ? head.articleId !== undefined || head.isIndex === true : !inHead),
  })
  return head
}

/** Few pages link to blocks of others, and a search is much faster than reading tags. */
function mayLinkToBlocks(text: string): boolean {
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    BLOCK_FRAGMENT.lastIndex = at
    // Right behind the quote: a block of this page, as in tables of contents.
    if (BLOCK_FRAGMENT.test(text) && !/["'=]/.test(text[at - 1] ?? '')) return true
  }
  return false
}

function findBlockLinks(text: string): string[] {
  const found: string[] = []
  scanHtml(text, HREF, {
    open(tag, attributes) {
      const href = attributes[0]?.value ?? ''
      if (tag === 'a' && isBlockLink(href)) found.push(href)
    },
  })
  return found
}

function isBlockLink(href: string): boolean {
  const at = href.lastIndexOf('#')
  if (at <= 0 || href[0] === '?' || !BLOCK.test(href.slice(at + 1))) return false
  return !hasScheme(href) || parseNotionUrl(href) !== undefined || cutGluedHost(href) !== undefined
}
