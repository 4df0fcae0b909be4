import type {Nodes} from 'mdast'
import {fromMarkdown} from 'mdast-util-from-markdown'
import {tagLinks} from './html.ts'
import {joinLinks, NONE, type PageLinks} from './page-links.ts'
import {notionsId} from './place.ts'

/**
 * The links of a Markdown page: links, images and definitions; tags; and in what remark calls HTML also
 * Markdown links, since Notion's callouts are that. `isTable`: each line is read for itself, as readers of
 * tables do.
 */
export function markdownLinks(text: string, isTable = false): PageLinks {
  if (!/\]\(|\]:|<[a-z]/i.test(text)) return NONE
  if (isTable) return joinLinks(text.split('\n').map(line => markdownLinks(line)))
  if (isTooMuch(text)) return {...NONE, unsure: textLinks(text)}
  try {
    return parsed(text)
  } catch (error) {
    // The stack of the parser ended before the page's nesting did.
    if (error instanceof RangeError) return {...NONE, unsure: textLinks(text)}
    throw error
  }
}

/** A loop, since pages can be nested deeper than calls. */
function parsed(text: string): PageLinks {
  const links: string[] = []
  const definitions = new Map<string, string>()
  const used = new Set<string>()
  const open: {node: Nodes; isProse: boolean}[] = [{node: fromMarkdown(text), isProse: false}]
  for (let next = open.pop(); next; next = open.pop()) {
    const {node} = next
    const isProse = next.isProse || node.type === 'paragraph' || node.type === 'heading'
    if (node.type === 'definition') definitions.set(node.identifier, node.url)
    else if (node.type === 'linkReference' || node.type === 'imageReference') used.add(node.identifier)
    else for (const link of ownLinks(text, node, isProse)) links.push(link)
    if ('children' in node) for (const child of node.children.toReversed()) open.push({node: child, isProse})
  }
  const named = [...definitions].filter(([name]) => used.has(name))
  return {links, definitions: named.map(([, url]) => url), unsure: []}
}

/** The links that a node itself is or holds, its children apart. */
function ownLinks(text: string, node: Nodes, isProse: boolean): string[] {
  const source = () => text.slice(node.position?.start.offset, node.position?.end.offset)
  switch (node.type) {
    case 'image':
      return [node.url]
    case 'link':
      return isAutolink(source()) ? [] : [node.url]
    case 'html':
      return isProse ? tagLinks(node.value) : blockLinks(node.value)
    case 'text':
      return unreadable(source())
    default:
      return []
  }
}

/** `<https://…>`: a bare address, which nobody promises to change. */
function isAutolink(source: string): boolean {
  return source.startsWith('<')
}

/** Targets with a parenthesis too many or too few are text to remark, but Notion means them as links. */
function unreadable(source: string): string[] {
  if (!source.includes('](')) return []
  return [...source.matchAll(/(?<!\\)\]\(([^\s[\]]*?\.(?:md|csv|html))\)/g)]
    .map(([, href]) => href!)
    .filter(href => notionsId(href) !== undefined)
}

/** A block of HTML, without what is no text in it. */
function blockLinks(html: string): string[] {
  const shown = html.replace(
    /<!--.*?(?:-->|$)|<(pre|script|style|textarea)\b.*?(?:<\/\1>|$)|(`+)[^`].*?\2/gis,
    '',
  )
  return [...tagLinks(html), ...textLinks(shown)]
}

/** Whatever looks like the target of a link, code or not. Up to one pair of parentheses inside. */
function textLinks(text: string): string[] {
  const inline = text.matchAll(/\]\(\s*(?:<([^<>\n]*)>|([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*))/g)
  return [...inline].map(([, enclosed, plain]) =>
    (enclosed ?? plain ?? '').replace(/\\([!-/:-@[-`{-~])/g, '$1'),
  )
}

/** About two seconds of remark, in UTF-16 units. */
const MOST = 2 * 1024 * 1024
/** Of one paragraph: remark takes quadratic time for what is nothing but markup. */
const MOST_MARKUP = 8 * 1024
/** In columns: each level of a list is looked at again for every line in it. */
const DEEPEST = 200

/** Pages that nobody writes, made to keep a parser busy for hours. */
function isTooMuch(text: string): boolean {
  if (text.length > MOST) return true
  let markup = 0
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length
    if (indent === line.length) markup = 0
    else if (indent > DEEPEST) return true
    else markup += line.replace(/[^[\]*_`<>!&\\]+/g, '').length
    if (markup > MOST_MARKUP) return true
  }
  return false
}
