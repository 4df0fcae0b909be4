import type {Digest, Id} from '../model.ts'
import {indexFolders} from './html-index.ts'
import {scanHtml} from './html-scan.ts'
import {wanted} from './html-wanted.ts'

/** What the survey needs to know of HTML files. A page is not read to its end. */

const ID = wanted(['id'])
const HEAD = wanted(['id'], ['body'])
const BLOCK = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/

export function htmlDigest(text: string): Digest {
  const {title, articleId, isIndex} = readHead(text)
  return {
    ...(title === undefined ? {} : {title}),
    ...(articleId === undefined ? {} : {articleId}),
    ...(isIndex ? {isIndex, folders: indexFolders(text)} : {}),
  }
}

/** Of a page that has an id in its name, nothing else is asked. */
export function htmlTitle(text: string): Pick<Digest, 'title'> {
  const {title} = readHead(text)
  return title === undefined ? {} : {title}
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
