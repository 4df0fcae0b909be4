import {basename, dirname} from './href.ts'
import type {Entry} from './model.ts'
import {damagedName, type NotionName, parseFileName} from './name.ts'

/** What the paths alone tell: the one tree that all parts of an export make. */

/** A file of the tree, before anything was read. */
export interface Leaf {
  readonly entry: number
  readonly place: string
  /** File name, NFC; of a damaged file the one under which it is kept. */
  readonly name: string
  /** Undefined when the name carries no id of Notion's. */
  readonly notion: NotionName | undefined
}

/** A folder of the tree with what lies directly in it. */
export interface Branch {
  readonly place: string
  readonly leaves: Leaf[]
  /** Places of the folders directly below. */
  readonly branches: string[]
}

export interface Tree {
  readonly entries: readonly Entry[]
  readonly places: readonly string[]
  /** By entry; undefined for what is ignored. */
  readonly leaves: readonly (Leaf | undefined)[]
  /** By place, parents before children; the root is `''`. */
  readonly branches: ReadonlyMap<string, Branch>
  readonly ignored: readonly {readonly path: string; readonly why: string}[]
}

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'

/** The folder that wraps an export, with what a browser or an unzip tool put behind it. */
const WRAPPER = new RegExp(`^(?:Export|ExportBlock)-${UUID}(?:-Part-\\d+)?(?: \\d+| \\(\\d+\\))?/`)

/** Puts the entries of all parts into one tree. */
export function growTree(entries: readonly Entry[]): Tree {
  const places: string[] = []
  const leaves: (Leaf | undefined)[] = []
  const branches = new Map<string, Branch>([['', {place: '', leaves: [], branches: []}]])
  const ignored: {path: string; why: string}[] = []
  entries.forEach((entry, index) => {
    const place = placeOf(entry.path)
    places.push(place)
    const why = whyIgnored(place)
    if (why !== undefined) {
      ignored.push({path: entry.path, why})
      leaves.push(undefined)
      return
    }
    const name = entry.damage ? damagedName(basename(place)) : basename(place)
    const leaf: Leaf = {entry: index, place, name, notion: parseFileName(name)}
    leaves.push(leaf)
    branchAt(branches, dirname(place)).leaves.push(leaf)
  })
  return {entries, places, leaves, branches: branches, ignored}
}

/** The path below the wrapper folders (an unpacked part lies in two), NFC, without empty segments. */
function placeOf(path: string): string {
  let rest = path
  for (let i = 0; i < 2; i++) rest = rest.slice(WRAPPER.exec(rest)?.[0].length ?? 0)
  const place = rest.normalize('NFC')
  // Nearly all stay the end of the entry's path, and take no memory of their own.
  if (!ODD_SEGMENT.test(place)) return place
  return place
    .split('/')
    .filter(segment => segment !== '' && segment !== '.')
    .join('/')
}

/** One that leads nowhere: empty, or `.`. */
const ODD_SEGMENT = /(?:^|\/)\.?(?:\/|$)/

function whyIgnored(place: string): string | undefined {
  if (place === '__MACOSX' || place.startsWith('__MACOSX/')) return 'macOS resource data'
  const name = basename(place)
  if (name.startsWith('._')) return 'macOS resource data'
  if (name === '.DS_Store') return 'macOS Finder data'
  return undefined
}

/** Makes the folder and, from the top, those above it. A loop: archives can be deep. */
function branchAt(branches: Map<string, Branch>, place: string): Branch {
  const missing: string[] = []
  let at = place
  while (!branches.has(at)) {
    missing.push(at)
    at = dirname(at)
  }
  for (const child of missing.reverse()) {
    branches.get(dirname(child))!.branches.push(child)
    branches.set(child, {place: child, leaves: [], branches: []})
  }
  return branches.get(place)!
}
