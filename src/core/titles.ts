import {basename, dirname, joinPath, readings} from './href.ts'
import type {Digest, Id} from './model.ts'
import {push} from './multimap.ts'
import {isNameOf, parseFileName, parseFolderName} from './name.ts'
import type {Leaf, Tree} from './tree.ts'

/**
 * The full title of every id: what a page says of itself, or the label of the link to a database, if
 * Notion's rule turns it into the name on disk; else that name (design, section 5, rule 2).
 */
export function findTitles(
  tree: Tree,
  owners: ReadonlyMap<string, Id>,
  digests: ReadonlyMap<number, Digest>,
): Map<Id, string> {
  const titles = new Map<Id, string>()
  const labels = findLabels(tree, owners, digests)
  const stems = new Map<Id, string>()
  for (const leaf of tree.leaves) {
    if (leaf?.notion === undefined) continue
    const {id, stem} = leaf.notion
    if (stem.trim() !== '' && !stems.has(id)) stems.set(id, stem)
    if (titles.has(id)) continue
    const own = digests.get(leaf.entry)?.title
    const said = [own, ...(labels.get(id) ?? [])].find(
      title => title !== undefined && (isNameOf(title, stem) || stem === ''),
    )
    // Most pages are called what they are named; then one text serves both.
    if (said !== undefined) titles.set(id, said === stem ? stem : said)
  }
  for (const place of tree.branches.keys()) {
    const named = parseFolderName(basename(place))
    if (named && named.stem.trim() !== '' && !stems.has(named.id)) stems.set(named.id, named.stem)
  }
  for (const [id, stem] of stems) if (!titles.has(id)) titles.set(id, stem.trim())
  return titles
}

/** What the page that owns a folder calls the databases in it, by the id in its links. */
function findLabels(
  tree: Tree,
  owners: ReadonlyMap<string, Id>,
  digests: ReadonlyMap<number, Digest>,
): Map<Id, string[]> {
  const labels = new Map<Id, string[]>()
  const foldersOf = new Map<Id, string[]>()
  for (const [place, id] of owners) push(foldersOf, id, place)
  const pages = tree.leaves.filter((leaf): leaf is Leaf => leaf?.notion?.ext === '.md')
  for (const page of pages) {
    const folders = foldersOf.get(page.notion!.id)
    if (!folders) continue
    for (const {href, label} of digests.get(page.entry)?.links ?? []) {
      for (const {path} of readings(href)) {
        const id = parseFileName(basename(path))?.id
        const place = joinPath(dirname(page.place), path)
        if (id === undefined || place === undefined || !folders.includes(dirname(place))) continue
        push(labels, id, label.trim())
        break
      }
    }
  }
  return labels
}
