import type {Ask} from './digest.ts'
import {basename, dirname} from './href.ts'
import type {Digest, Folder, Format, Id, Item, Survey} from './model.ts'
import {parseFolderName} from './name.ts'
import {contenders, findNamesakes, findOwners} from './owners.ts'
import {UNTITLED} from './safe-name.ts'
import {findTitles} from './titles.ts'
import type {Leaf, Tree} from './tree.ts'
import {findViews, type View} from './views.ts'

/**
 * Which documents the survey must read, and how far; by entry. Pages whose links name a database or decide
 * who owns a folder are read whole, other pages for their title only.
 */
export function asks(tree: Tree): Map<number, Ask> {
  const wanted = new Map<number, Ask>()
  const holdsRows = rowFolders(tree)
  for (const leaf of tree.leaves) {
    if (leaf === undefined) continue
    if (leaf.notion?.ext === '.md') wanted.set(leaf.entry, holdsRows(dirname(leaf.place)) ? 'row' : 'title')
    else if (leaf.notion?.ext === '.csv') wanted.set(leaf.entry, 'records')
    else if (leaf.notion?.ext === '.html') wanted.set(leaf.entry, 'html-title')
    else if (leaf.name.endsWith('.html')) wanted.set(leaf.entry, 'html')
  }
  const namesakes = findNamesakes(tree)
  const whole = [...contenders(tree, namesakes), ...labellers(tree)]
  for (const {entry} of whole) {
    const ask = wanted.get(entry)
    if (ask === 'title' || ask === 'row') wanted.set(entry, 'links')
    else if (ask === 'html-title') wanted.set(entry, 'html-links')
  }
  return wanted
}

/** Where rows can lie: in a database's folder, which is beside it or has its id, and, in flat exports, beside it. */
function rowFolders(tree: Tree): (place: string) => boolean {
  const beside = new Set<string>()
  const ids = new Set<Id>()
  for (const leaf of tree.leaves) {
    if (leaf?.notion?.ext !== '.csv') continue
    beside.add(dirname(leaf.place))
    ids.add(leaf.notion.id)
  }
  const known = new Map<string, boolean>()
  return place => {
    const found =
      known.get(place) ??
      (beside.has(place) || beside.has(dirname(place)) || ids.has(parseFolderName(basename(place))?.id ?? ''))
    known.set(place, found)
    return found
  }
}

/** Pages in whose folder a database lies: only the label of their link to it has its full title. */
function labellers(tree: Tree): Leaf[] {
  const holders = new Set<string>()
  const ids = new Set<Id>()
  for (const branch of tree.branches.values()) {
    if (!branch.leaves.some(leaf => leaf.notion?.ext === '.csv')) continue
    holders.add(branch.place.trim())
    const id = parseFolderName(branch.place.slice(branch.place.lastIndexOf('/') + 1))?.id
    if (id !== undefined) ids.add(id)
  }
  return tree.leaves.filter(
    (leaf): leaf is Leaf =>
      leaf?.notion !== undefined &&
      (ids.has(leaf.notion.id) || holders.has(ownFolder(leaf, leaf.notion.stem))),
  )
}

function ownFolder(leaf: Leaf, stem: string): string {
  const parent = dirname(leaf.place)
  return parent === '' ? stem.trim() : parent + '/' + stem.trim()
}

/** Everything that the plan needs to know. `digests` answers {@link asks}. */
export function survey(tree: Tree, digests: ReadonlyMap<number, Digest>): Survey {
  const owners = findOwners(tree, findNamesakes(tree), digests)
  const views = findViews(tree, owners, digests)
  const titles = findTitles(tree, owners, digests)
  const databases = new Set<Id>()
  for (const leaf of tree.leaves) {
    if (leaf?.notion?.ext === '.csv' && !views.has(leaf.entry)) databases.add(leaf.notion.id)
  }
  const items = tree.leaves.map(
    leaf => leaf && toItem(leaf, digests.get(leaf.entry), {owners, views, titles, databases}),
  )
  const folders = new Map<string, Folder>()
  for (const place of tree.branches.keys()) {
    const name = place.slice(place.lastIndexOf('/') + 1)
    const owner = owners.get(place)
    const named = parseFolderName(name)
    const own = named ? named.stem.trim() || UNTITLED : name
    const title = (owner !== undefined && titles.get(owner)) || own
    folders.set(place, {place, title, ...(owner !== undefined && {owner})})
  }
  const {entries, places, ignored} = tree
  return {entries, places, items, folders, ignored, digests: withoutViews(digests, views)}
}

/** Of a view only its extent is asked for from here on, and of most pages nothing. */
function withoutViews(
  digests: ReadonlyMap<number, Digest>,
  views: ReadonlyMap<number, View>,
): Map<number, Digest> {
  const left = new Map<number, Digest>()
  for (const [entry, digest] of digests) {
    const {properties, records} = digest
    if ((properties ?? records) !== undefined && !views.has(entry)) left.set(entry, digest)
  }
  return left
}

interface Known {
  readonly owners: ReadonlyMap<string, Id>
  readonly views: ReadonlyMap<number, View>
  readonly titles: ReadonlyMap<Id, string>
  readonly databases: ReadonlySet<Id>
}

function toItem(leaf: Leaf, digest: Digest | undefined, known: Known): Item {
  const {entry, notion, name} = leaf
  const ext = notion?.ext ?? (name.endsWith('.html') ? '.html' : '')
  if (digest?.isIndex && notion === undefined)
    return {entry, kind: 'index', format: 'index', title: name, ext}
  const id = notion?.id ?? (ext === '.html' ? digest?.articleId : undefined)
  if (id === undefined) return {entry, kind: 'attachment', title: name, ext: ''}
  const title = titleOf(leaf, digest, known.titles.get(id))
  if (notion?.ext === '.csv') {
    const view = known.views.get(entry)
    const common = {entry, format: 'csv', id, title, ext, ...(notion.all && {all: true})} as const
    if (!view) return {...common, kind: 'database'}
    const records = digest?.records
    const shows = {rows: Math.max(0, (records?.count ?? 0) - 1), columns: records?.at(0).length ?? 0}
    return {...common, kind: 'view', viewOf: view.of, shows, ...(view.copy && {copy: true})}
  }
  const format: Format = ext === '.md' ? 'markdown' : 'html'
  const owner = known.owners.get(dirname(leaf.place))
  const database = owner !== undefined && known.databases.has(owner) ? owner : undefined
  return {entry, kind: database ? 'row' : 'page', format, id, title, ext, ...(database && {database})}
}

/** A page without an id in its name was renamed by a person: that name is kept. */
function titleOf(leaf: Leaf, digest: Digest | undefined, known: string | undefined): string {
  if (leaf.notion === undefined) return leaf.name.replace(/\.html$/, '')
  return known ?? digest?.title ?? leaf.notion.stem.trim()
}
