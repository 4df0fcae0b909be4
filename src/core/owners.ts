import {basename, dirname, inFolder, joinPath, readings} from './href.ts'
import type {Digest, Id} from './model.ts'
import {push} from './multimap.ts'
import {compareIds, parseFolderName} from './name.ts'
import type {Leaf, Tree} from './tree.ts'

/**
 * Who owns a folder (design, section 5, rule 4): the id in its name; else, among the items of that name
 * beside it, the one that `index.html`, the ` abcd-ef12` suffix or links into the folder point to.
 */

/** Items by the place of the id-less folder that they would own, in the order in which names are given. */
export type Namesakes = ReadonlyMap<string, readonly Leaf[]>

export function findNamesakes(tree: Tree): Namesakes {
  const namesakes = new Map<string, Leaf[]>()
  for (const branch of tree.branches.values()) {
    if (branch.branches.length === 0) continue
    for (const leaf of branch.leaves) {
      if (!leaf.notion) continue
      const {id, stem} = leaf.notion
      // A folder has the page's name, or that and the ends of its id where Notion had to tell two apart.
      for (const name of [stem.trim(), `${stem.trim()} ${id.slice(0, 4)}-${id.slice(-4)}`]) {
        push(namesakes, inFolder(branch.place, name), leaf)
      }
    }
  }
  for (const [place, list] of namesakes) {
    const byId = new Map(list.reverse().map(leaf => [leaf.notion!.id, leaf]))
    namesakes.set(
      place,
      [...byId.values()].sort((a, b) => compareIds(a.notion!.id, b.notion!.id)),
    )
  }
  return namesakes
}

/** The owner of every folder that has one, by place. */
export function findOwners(
  tree: Tree,
  namesakes: Namesakes,
  digests: ReadonlyMap<number, Digest>,
): Map<string, Id> {
  const owners = new Map<string, Id>()
  const indexed = indexedFolders(tree, digests)
  const open: {place: string; leaves: readonly Leaf[]}[] = []
  for (const place of tree.branches.keys()) {
    if (place === '') continue
    const leaves = namesakes.get(place.trim()) ?? []
    const owner = parseFolderName(basename(place))?.id ?? certainOwner(place, leaves, indexed)
    if (owner !== undefined) owners.set(place, owner)
    else if (leaves.length > 0) open.push({place, leaves})
  }
  // A namesake that owns a folder of its own (`Untitled abcd-ef12`) is out of the running for this one.
  const taken = new Map<string, Set<Id>>()
  for (const [place, owner] of owners) {
    const siblings = taken.get(dirname(place)) ?? new Set<Id>()
    taken.set(dirname(place), siblings.add(owner))
  }
  for (const {place, leaves} of open) {
    const free = leaves.filter(leaf => !taken.get(dirname(place))?.has(leaf.notion!.id))
    const owner = ownerByLinks(place, free.length > 0 ? free : leaves, digests)
    owners.set(place, owner)
  }
  return owners
}

function certainOwner(
  place: string,
  leaves: readonly Leaf[],
  indexed: ReadonlyMap<string, Id>,
): Id | undefined {
  const fromIndex = indexed.get(place)
  if (fromIndex !== undefined) return fromIndex
  return leaves.length === 1 ? leaves[0]!.notion!.id : undefined
}

/** The only one that links into the folder; a folder that several use stays whole and goes to the first. */
function ownerByLinks(place: string, leaves: readonly Leaf[], digests: ReadonlyMap<number, Digest>): Id {
  const linking = leaves.filter(leaf =>
    (digests.get(leaf.entry)?.links ?? []).some(({href}) =>
      readings(href).some(({path}) => (joinPath(dirname(leaf.place), path) ?? '').startsWith(place + '/')),
    ),
  )
  return (linking[0] ?? leaves[0]!).notion!.id
}

/** What every `index.html` says of folders: the only table of ids and folders in the newest layout. */
function indexedFolders(tree: Tree, digests: ReadonlyMap<number, Digest>): Map<string, Id> {
  const indexed = new Map<string, Id>()
  for (const [entry, digest] of digests) {
    for (const {path, id} of digest.folders ?? []) {
      const place = inFolder(dirname(tree.places[entry]!), path.normalize('NFC'))
      if (tree.branches.has(place)) indexed.set(place, id)
    }
  }
  return indexed
}

/** Pages whose links decide about a folder: it has no id and several could own it. */
export function contenders(tree: Tree, namesakes: Namesakes): Leaf[] {
  const found: Leaf[] = []
  for (const place of tree.branches.keys()) {
    const leaves = namesakes.get(place.trim()) ?? []
    if (leaves.length > 1) for (const leaf of leaves) found.push(leaf)
  }
  return found
}
