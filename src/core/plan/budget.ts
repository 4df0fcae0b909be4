import {mark, SHORTEST, shorten} from '../safe-name.ts'
import {type Box, chainOf, numberText, type Unit} from './model.ts'

/** Folders get this much less than files (Microsoft: a directory must leave room for an 8.3 name). */
const FOLDER_ALLOWANCE = 12

/** Where units go whose folders are too deep. */
export const DEEP = '_deep'

/**
 * Shortens stems, and moves what is still too deep to `_deep`, until every path has at most `maxPath`
 * UTF-16 units (design, section 5, rule 6). Walks from the root in the order of ids, so the order of
 * entries does not matter. Numbers that units have by now are counted.
 */
export function fitPaths(root: Box, deep: Box, maxPath: number): void {
  const fit = new Fitter(deep, maxPath)
  for (const unit of root.units) fit.subtree(unit)
  // Grows while it runs: a subtree in `_deep` can be too deep again.
  for (let i = 0; i < deep.units.length; i++) fit.subtree(deep.units[i]!)
}

/** Whether a file or folder of the unit is longer than its budget, and by how much. */
export function overflow(chain: readonly Unit[], maxPath: number): number {
  const unit = chain[chain.length - 1]!
  const length = pathLength(chain)
  const tail = unit.files.reduce((longest, file) => Math.max(longest, file.tail.length), 0)
  const asFile = unit.files.length > 0 ? length + tail - maxPath : 0
  return Math.max(asFile, unit.folder ? folderOverflow(length, maxPath) : 0, 0)
}

/** UTF-16 units of the path of a chain's last folder. */
function pathLength(chain: readonly Unit[]): number {
  let length = chain[0]!.isDeep ? DEEP.length + 1 : 0
  for (const unit of chain) length += unit.stem.length + numberText(unit).length + 1
  return length - 1
}

function folderOverflow(length: number, maxPath: number): number {
  return length - (maxPath - FOLDER_ALLOWANCE)
}

class Fitter {
  private readonly deep: Box
  private readonly maxPath: number

  constructor(deep: Box, maxPath: number) {
    this.deep = deep
    this.maxPath = maxPath
  }

  /** Fits a unit and all below it. A stack: exports can be deep. */
  subtree(top: Unit): void {
    const stack = [top]
    for (let unit = stack.pop(); unit !== undefined; unit = stack.pop()) {
      const chain = chainOf(unit)
      // It, or a folder above it, has moved to `_deep` meanwhile and is walked there.
      if (chain[0] !== top) continue
      if (!this.fits(chain)) this.move(chain)
      const below = unit.folder?.units ?? []
      for (let i = below.length - 1; i >= 0; i--) stack.push(below[i]!)
    }
  }

  /** Shortens the longest segments of the path, a tie at the deepest; false when that is not enough. */
  private fits(chain: readonly Unit[]): boolean {
    for (let over = overflow(chain, this.maxPath); over > 0; over = overflow(chain, this.maxPath)) {
      const longest = chain.filter(isCuttable).reduce<Unit | undefined>(longerOf, undefined)
      if (!longest) return false
      const units = Math.max(shortest(longest), longest.stem.length - 1 - excess(chain, longest, over))
      longest.stem = shorten(longest.full, units, markOf(longest))
    }
    return true
  }

  /**
   * Moves the topmost page or database whose path overflows. What has no id (an attachment, a teamspace)
   * moves only with the page above it, or, where there is none, the folder that holds it.
   */
  private move(chain: readonly Unit[]): void {
    const last = chain.length - 1
    const isOver = (at: number) =>
      at === last || folderOverflow(pathLength(chain.slice(0, at + 1)), this.maxPath) > 0
    const from = chain.findIndex((_, at) => isOver(at))
    const movable = (unit: Unit) => !unit.isDeep && !unit.isAttachment
    const unit =
      chain.slice(from).find(at => movable(at) && at.id !== undefined) ??
      chain.slice(0, from).findLast(at => movable(at) && at.id !== undefined) ??
      chain.slice(0, from + 1).findLast(movable)
    if (!unit) return
    unit.isDeep = true
    unit.parent = this.deep
    this.deep.units.push(unit)
    const tail = markOf(unit)
    if (unit.stem.endsWith(tail)) return
    unit.stem = shorten(unit.full + tail, Math.max(SHORTEST, unit.stem.length), tail)
  }
}

function segmentLength(unit: Unit): number {
  return (
    unit.stem.length + numberText(unit).length + (unit.isAttachment ? (unit.files[0]?.tail.length ?? 0) : 0)
  )
}

function isCuttable(unit: Unit): boolean {
  return unit.stem.length > shortest(unit)
}

function longerOf(longest: Unit | undefined, unit: Unit): Unit {
  return longest !== undefined && segmentLength(longest) > segmentLength(unit) ? longest : unit
}

/**
 * How much the longest segment gives beyond the first unit: no more than is needed if all longer ones give
 * alike, so that one name is not cut to a stump while its neighbours stay whole.
 */
function excess(chain: readonly Unit[], longest: Unit, over: number): number {
  const lengths = chain
    .filter(isCuttable)
    .map(segmentLength)
    .sort((a, b) => b - a)
  let level = lengths[0]!
  let left = over
  for (let count = 1; count <= lengths.length && left > 0; count++) {
    const next = lengths[count] ?? 0
    const step = Math.min(Math.ceil(left / count), level - next)
    level -= step
    left -= step * count
  }
  return Math.max(0, segmentLength(longest) - level - 1)
}

/** A stem is cut to {@link SHORTEST} at most, the number and an attachment's extension included. */
function shortest(unit: Unit): number {
  const beside = segmentLength(unit) - unit.stem.length
  return Math.max(8, SHORTEST - beside)
}

function markOf(unit: Unit): string {
  return mark(unit.id ?? unit.place)
}
