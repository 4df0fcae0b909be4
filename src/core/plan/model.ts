import type {Id} from '../model.ts'
import {compareCodePoints, compareIds} from '../name.ts'

/** What is named together: the files of one id in one folder and the folder that they own; or one attachment. */
export interface Unit {
  readonly id?: Id
  /** 1; higher for further files of one id and role, which come after. */
  readonly copy: number
  /** Decides the order when ids do not: the original place of its first file or folder. */
  readonly place: string
  /** The index keeps its name before all others. */
  readonly isIndex: boolean
  /** Attachments are judged by their full names, everything else by its stem too. */
  readonly isAttachment: boolean
  /** The stem before any cut. */
  readonly full: string
  readonly files: UnitFile[]
  folder?: Box
  /** The box that it lies in; `_deep` after a move. */
  parent: Box
  stem: string
  /** 0, or the number of its ` (2)`. */
  number: number
  isDeep: boolean
}

/** What one name of a unit is for: an entry of the export, or the table page that we make of a database. */
export interface UnitFile {
  readonly entry?: number
  readonly table?: Id
  /** What follows the stem and the number: ` (view).csv`. */
  readonly tail: string
}

/** A folder of the output. */
export interface Box {
  /** The unit whose folder it is; undefined for the root and `_deep`. */
  readonly unit: Unit | undefined
  /** Fixed name of a box without a unit. */
  readonly name: string
  units: Unit[]
}

/** What stands behind the stem: ` (2)`. */
export function numberText(unit: Unit): string {
  return unit.number === 0 ? '' : ` (${unit.number})`
}

/** File names of a unit, in the order of its files. */
export function fileNames(unit: Unit): string[] {
  const name = unit.stem + numberText(unit)
  return unit.files.map(file => name + file.tail)
}

/** Older ids first, then id, then place; what has no id comes last (design, section 5, rule 5). */
export function compareUnits(a: Unit, b: Unit): number {
  return (
    Number(b.isIndex) - Number(a.isIndex) ||
    compareIds(a.id, b.id) ||
    a.copy - b.copy ||
    compareCodePoints(a.place, b.place)
  )
}

/** The units from below the root (or `_deep`) down to this one. */
export function chainOf(unit: Unit): Unit[] {
  const chain = [unit]
  for (let at = unit.parent.unit; at !== undefined; at = at.parent.unit) chain.push(at)
  return chain.reverse()
}
