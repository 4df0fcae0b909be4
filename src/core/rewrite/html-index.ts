import {basename, decodeHref, dirname, hasScheme, notionUrl} from '../href.ts'
import type {Id, Links, Relinked} from '../model.ts'
import {parseFileName, parseFolderName} from '../name.ts'
import {ownText} from '../own-text.ts'
import {scanHtml} from './html-scan.ts'
import {wanted} from './html-wanted.ts'

/** Notion's own `index.html` (format notes, section 6): its visible names, and whose folder is whose. */

const PLACED = wanted(['id', 'href'], ['ul', 'a'])
const UNTITLED = 'Untitled'

/** The new text of `<a href="…">Recipes <id>.csv</a>`; undefined when it stays. */
export function indexFileLabel(
  label: string,
  href: string,
  target: Relinked | undefined,
  links: Links,
): string | undefined {
  const file = parseFileName(label)
  const last = basename(decodeHref(href) ?? href)
  if (target?.href === href && target.name === last) {
    // Nothing moved. Only a page that is not here has no name but its id.
    if (!hasScheme(href) || links.has(href)) return undefined
  } else if (target && (file || label === basename(href)) && isName(target.name)) {
    return target.name
  }
  if (!file) return undefined
  return (file.stem.trim() || UNTITLED) + (file.all ? '_all' : '') + file.copy + file.ext
}

/** The new text of `<a>Recipes <id> (Inline database)</a>`, which names a folder. */
export function indexFolderLabel(label: string, links: Links): string | undefined {
  const {id, stem, suffix} = folderLabel(label)
  if (id === undefined) return undefined
  const url = notionUrl(id)
  // Nobody is to be told of a missing page here: this is no link.
  const target = links.has(url) ? links.relink(url, 'link') : undefined
  if (target?.href === url && target.name === id) return undefined
  const name = target && isName(target.name) ? target.name.replace(/\.(?:md|csv|html)$/, '') : stem.trim()
  return (name || UNTITLED) + suffix
}

/** `Recipes <id> (Inline database)` taken apart; no id: not a folder of Notion's. */
function folderLabel(label: string): {id: Id | undefined; stem: string; suffix: string} {
  const suffix = / \([^()]*\)$/.exec(label)?.[0] ?? ''
  const name = parseFolderName(label.slice(0, label.length - suffix.length))
  return {id: name?.id, stem: name?.stem ?? '', suffix}
}

/** A page outside the export has no name but the one with its id, or the bare id: the label knows better. */
function isName(name: string): boolean {
  return name !== '' && parseFileName(name) === undefined && parseFolderName(name) === undefined
}

/** One `<ul id="id::…">`: a page, a database's folder, or the workspace around all of them. */
interface Node {
  readonly id: Id | undefined
  readonly parent: Node | undefined
  /** Of its own `<a>`, the first one before its children. */
  href: string | undefined
  label: string | undefined
  /** Where the files of its direct children lie; most have none. */
  dirs: Set<string> | undefined
}

/**
 * Folders below `index.html` and their owners. Since November 2025 folders have no ids, and this is the
 * only place where Notion says whose they are.
 */
export function indexFolders(text: string): {path: string; id: Id}[] {
  const folders: {path: string; id: Id}[] = []
  for (const node of indexNodes(text)) {
    const path = ownFolder(node)
    if (path !== undefined) folders.push({path: ownText(path), id: node.id!})
  }
  return folders
}

/** The folder of the direct children, if they agree and if it is not the one that the item itself is in. */
function ownFolder({id, parent, href, label, dirs}: Node): string | undefined {
  if (id === undefined || dirs?.size !== 1) return undefined
  if (href === undefined && folderLabel(label?.trim() ?? '').id !== id) return undefined
  const [path = ''] = dirs
  // In a flat export the children lie beside their parent.
  const beside = parent?.dirs?.has(path) || (href !== undefined && dirname(href) === path)
  return path === '' || beside ? undefined : path
}

function indexNodes(text: string): Node[] {
  const nodes: Node[] = []
  const open: Node[] = []
  /** The node whose `<a>` is being read. */
  let named: Node | undefined
  scanHtml(text, PLACED, {
    open(tag, attributes) {
      const node = open.at(-1)
      const value = (name: string) => attributes.find(attribute => attribute.name === name)?.value
      if (tag === 'ul') {
        const child = {
          id: listId(value('id')),
          parent: node,
          href: undefined,
          label: undefined,
          dirs: undefined,
        }
        nodes.push(child)
        open.push(child)
        named = undefined
      } else if (tag === 'a' && node && node.label === undefined) {
        named = node
        node.label = ''
        node.href = value('href')
        const {parent, href} = node
        if (parent && href && !hasScheme(href)) parent.dirs = (parent.dirs ?? new Set()).add(dirname(href))
      }
    },
    close(tag) {
      if (tag === 'ul') open.pop()
      named = undefined
    },
    text(value) {
      if (named) named.label += value
    },
    listens: () => named !== undefined,
  })
  return nodes
}

/** `id::1ae16e65-…` without its dashes; undefined for `id::….csv`, which has no children. */
function listId(value: string | undefined): Id | undefined {
  const id = value?.startsWith('id::') ? value.slice(4).replaceAll('-', '') : ''
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined
}
