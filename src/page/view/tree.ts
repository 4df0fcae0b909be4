import type {Move} from '../messages.ts'

/** The archive that will be, as a tree, with what everything was called before. */

export interface Branch {
  readonly name: string
  readonly path: string
  /** What it was called; undefined for what is new. */
  before: string | undefined
  readonly depth: number
  /** Undefined for a file. */
  readonly children?: Map<string, Branch>
  isOpen: boolean
}

export function growBranches(moves: readonly Move[], tables: readonly string[]): Branch {
  const root: Branch = {name: '', path: '', before: '', depth: -1, children: new Map(), isOpen: true}
  for (const [from, to] of moves) {
    const old = from.split('/')
    const path = to.split('/')
    // Where the depth is another, the folders are others: then only the file can be told.
    const folder = folderOf(root, path, old.length === path.length ? old : undefined)
    put(folder, path.at(-1)!, old.at(-1)!)
  }
  for (const to of tables) {
    const path = to.split('/')
    put(folderOf(root, path, undefined), path.at(-1)!, undefined)
  }
  return root
}

function folderOf(root: Branch, path: readonly string[], old: readonly string[] | undefined): Branch {
  let at = root
  for (let depth = 0; depth < path.length - 1; depth++) {
    const name = path[depth]!
    // A folder and a file can never have one name in an archive of ours.
    const known = at.children!.get(name)
    const next: Branch = known ?? {
      name,
      path: path.slice(0, depth + 1).join('/'),
      before: undefined,
      depth,
      children: new Map(),
      isOpen: false,
    }
    next.before ??= old?.[depth]
    if (!known) at.children!.set(name, next)
    at = next
  }
  return at
}

function put(folder: Branch, name: string, before: string | undefined): void {
  const path = folder.path === '' ? name : `${folder.path}/${name}`
  folder.children!.set(name, {name, path, before, depth: folder.depth + 1, isOpen: false})
}

const collator = new Intl.Collator('en', {numeric: true})

/** All rows that can be seen: what lies in open folders, a page before its folder. */
export function visibleRows(root: Branch): Branch[] {
  const rows: Branch[] = []
  // A stack of our own: archives can be deep.
  const stack = sorted(root)
  for (let next = stack.pop(); next; next = stack.pop()) {
    rows.push(next)
    if (next.children && next.isOpen) stack.push(...sorted(next))
  }
  return rows
}

/** The last one first. */
function sorted({children}: Branch): Branch[] {
  return [...children!.values()].sort((a, b) => collator.compare(b.name, a.name))
}

/** Opens folders from the top, as long as what is shown can be overlooked. */
export function openSome(root: Branch, most: number): void {
  let level = [root]
  let shown = root.children!.size
  while (level.length > 0) {
    const next: Branch[] = []
    for (const branch of level) {
      for (const child of branch.children!.values()) {
        if (!child.children || shown + child.children.size > most) continue
        child.isOpen = true
        shown += child.children.size
        next.push(child)
      }
    }
    level = next
  }
}

/** Files whose old or new name holds the text. */
export function findRows(moves: readonly Move[], tables: readonly string[], text: string): Branch[] {
  const wanted = text.toLowerCase()
  const holds = (path: string) => path.toLowerCase().includes(wanted)
  const row = (to: string, before: string | undefined): Branch => ({
    name: to,
    path: to,
    before,
    depth: 0,
    isOpen: false,
  })
  return [
    ...moves.filter(([from, to]) => holds(to) || holds(from)).map(([from, to]) => row(to, from)),
    ...tables.filter(holds).map(to => row(to, undefined)),
  ]
}
