import {inFolder} from './href.ts'
import type {Id, Plan, Problem, RenameReason, Survey} from './model.ts'
import {DEFAULTS, type OutputOptions} from './options.ts'
import {ownText} from './own-text.ts'
import {DEEP, fitPaths, overflow} from './plan/budget.ts'
import {giveNumbers} from './plan/collisions.ts'
import {type Box, chainOf, compareUnits, fileNames, numberText, type Unit} from './plan/model.ts'
import {reasonsFor} from './plan/renames.ts'
import {makeUnits} from './plan/units.ts'

/**
 * One new path for every entry that is kept; no two alike as any system compares names, none longer than
 * `maxPath`. The same for any order of the entries.
 */
export function plan(survey: Survey, {maxPath}: Pick<OutputOptions, 'maxPath'> = DEFAULTS): Plan {
  const {root, boxes, twins} = makeUnits(survey)
  const deep: Box = {unit: undefined, name: DEEP, units: []}
  const everyBox = [...boxes.values(), deep]
  // The budget is judged before collisions. Only where a number then makes a path too long is it judged
  // again with the numbers; stems only ever get shorter, so this ends.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    fitPaths(root, deep, maxPath)
    deep.units.sort(compareUnits)
    for (const box of everyBox) {
      box.units = box.units.filter(unit => unit.parent === box)
      giveNumbers(box)
    }
    if (!everyBox.some(box => box.units.some(unit => overflow(chainOf(unit), maxPath) > 0))) break
  }
  return assemble(survey, {boxes, everyBox, twins, maxPath})
}

/** Two are the rule; more only for exports made to be awkward. */
const MOST_ROUNDS = 20

interface Named {
  readonly boxes: ReadonlyMap<string, Box>
  readonly everyBox: readonly Box[]
  readonly twins: ReadonlyMap<number, number>
  readonly maxPath: number
}

function assemble(survey: Survey, {boxes, everyBox, twins, maxPath}: Named): Plan {
  const paths: (string | undefined)[] = survey.entries.map(() => undefined)
  const tables = new Map<Id, string>()
  const renames = new Map<number, readonly RenameReason[]>()
  const problems: Problem[] = []
  const shared = sharing<RenameReason>()
  for (const box of everyBox) {
    const folder = boxPath(box)
    for (const unit of box.units) {
      fileNames(unit).forEach((name, at) => {
        const {entry, table} = unit.files[at]!
        const path = ownText(inFolder(folder, name))
        if (table !== undefined) tables.set(table, path)
        if (entry === undefined) return
        paths[entry] = path
        const reasons = reasonsFor(survey, entry, unit)
        if (reasons.length > 0) renames.set(entry, shared(reasons))
      })
      const over = overflow(chainOf(unit), maxPath)
      if (over > 0)
        problems.push({code: 'path-too-long', path: inFolder(folder, unit.stem), detail: `${over}`})
    }
  }
  for (const entry of twins.keys()) {
    let twin = entry
    // A view that stands in two parts can have the bytes of its database: twice a twin.
    while (twins.has(twin)) twin = twins.get(twin)!
    paths[entry] = paths[twin]
  }
  const folders = new Map([...boxes].map(([place, box]) => [place, boxPath(box)]))
  return {paths, tables, folders, renames, problems}
}

/** Gives one list for all that are equal: there are few, but many entries have one. */
function sharing<T extends string>(): (list: readonly T[]) => readonly T[] {
  const known = new Map<string, readonly T[]>()
  return list => {
    const key = list.join()
    const first = known.get(key) ?? list
    known.set(key, first)
    return first
  }
}

function boxPath(box: Box): string {
  if (box.unit === undefined) return box.name
  const chain = chainOf(box.unit)
  const names = chain.map((unit: Unit) => unit.stem + numberText(unit))
  return (chain[0]!.isDeep ? [DEEP, ...names] : names).join('/')
}
