import type {Nodes} from 'mdast'
import {fromMarkdown} from 'mdast-util-from-markdown'
import type {FoundLink} from '../src/core/rewrite/markdown.ts'

/** A link as `label's place href's text`, so that two readings can be compared as lists. */
export type Place = string

/** What remark's tree says: independent of the places that `src` takes from remark's tokens. */
export function treeLinks(text: string): Place[] {
  const places: Place[] = []
  walk(fromMarkdown(text), node => {
    if (node.type !== 'link' && node.type !== 'image') return
    const start = node.position!.start.offset!
    const open = node.type === 'image' ? '![' : '['
    // Autolinks are links for remark; empty ones lead nowhere.
    if (!text.startsWith(open, start) || node.url === '') return
    places.push(`${start + open.length} ${node.type === 'image' ? 'embed' : 'link'} ${node.url}`)
  })
  return places.sort()
}

export function foundPlaces(text: string, links: readonly FoundLink[]): Place[] {
  return links
    .filter(link => link.kind === 'inline')
    .map(link => {
      if (text.slice(link.start, link.end) !== link.href)
        throw new Error(`not at ${link.start}: ${link.href}`)
      if (text.lastIndexOf('(', link.start) < link.labelEnd)
        throw new Error('no parenthesis before the target')
      return `${link.labelStart} ${link.use} ${readUrl(link.href)}`
    })
    .sort()
}

/** Everything that was found, for comparing two ways of finding. */
export function allPlaces(links: readonly FoundLink[]): Place[] {
  return links.map(
    link => `${link.start} ${link.labelStart}-${link.labelEnd} ${link.use} ${link.kind} ${link.href}`,
  )
}

function readUrl(href: string): string {
  if (!/[\\&\0]/.test(href)) return href
  let url = ''
  // A space before the `)`, lest a backslash at the end escapes it; `<>` only where there is a space inside.
  walk(fromMarkdown(/[\t ]/.test(href) ? `[a](<${href}>)` : `[a](${href} )`), node => {
    if (node.type === 'link') url = node.url
  })
  return url
}

function walk(tree: Nodes, visit: (node: Nodes) => void): void {
  const open: Nodes[] = [tree]
  for (let node = open.pop(); node; node = open.pop()) {
    visit(node)
    if ('children' in node) open.push(...node.children)
  }
}
