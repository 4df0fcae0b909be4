import {baseOf, encodePath} from './href.ts'
import {isEven} from './markdown-label.ts'

/** The folder of a file in the output, as one of the tree that all of them make. */
export interface Base {
  readonly parent: Base | undefined
  /** 0 for the root. */
  readonly depth: number
  /** Encoded, with its slash; `''` for the root. */
  readonly encoded: string
  /** See {@link isEven}. */
  readonly isEven: boolean
}

const ROOT: Base = {parent: undefined, depth: 0, encoded: '', isEven: true}

/** Folders that somebody asked for, and those around them. In a tree, no way is found letter by letter. */
export class Bases {
  private readonly known = new Map<string, Base>([['', ROOT]])
  // Documents come folder by folder, and so do most of their targets: the last answers are kept.
  private lastPath = ''
  private last = ROOT
  private lastFrom = ROOT
  private lastTo = ROOT
  private lastWay = ''

  /** `path`: with its slash; `''` for the root. */
  of(path: string): Base {
    if (path !== this.lastPath) {
      this.last = this.known.get(path) ?? this.make(path)
      this.lastPath = path
    }
    return this.last
  }

  /** A loop, since folders can be deep. */
  private make(path: string): Base {
    const missing: string[] = []
    let at = path
    for (; !this.known.has(at); at = baseOf(at.slice(0, -1))) missing.push(at)
    let base = this.known.get(at)!
    for (const longer of missing.reverse()) {
      const name = encodePath(longer.slice(at.length))
      base = {
        parent: base,
        depth: base.depth + 1,
        encoded: base.encoded + name,
        isEven: base.isEven && isEven(name),
      }
      this.known.set(longer, base)
      at = longer
    }
    return base
  }

  /** The relative path that leads from one to the other, encoded: with its slash, or `''`. */
  way(from: Base, to: Base): string {
    if (from !== this.lastFrom || to !== this.lastTo) {
      const shared = sharedBase(from, to)
      this.lastWay = '../'.repeat(from.depth - shared.depth) + to.encoded.slice(shared.encoded.length)
      this.lastFrom = from
      this.lastTo = to
    }
    return this.lastWay
  }
}

function sharedBase(a: Base, b: Base): Base {
  let left = a
  let right = b
  while (left !== right) {
    if (left.depth >= right.depth) left = left.parent!
    else right = right.parent!
  }
  return left
}
