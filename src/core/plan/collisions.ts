import {OUR_FOLDER} from '../manifest.ts'
import {fold} from '../safe-name.ts'
import {DEEP} from './budget.ts'
import {type Box, fileNames, numberText, type Unit} from './model.ts'

/** Names at the root that are ours. */
const TAKEN_AT_ROOT = [DEEP, OUR_FOLDER, 'index']

/**
 * Gives numbers to units whose names another unit has, as Windows and macOS compare names. The first in
 * order keeps its name. Stems are judged against each other, and every file and folder name against all.
 */
export function giveNumbers(box: Box): void {
  const stems = new Set<string>()
  const names = new Set<string>()
  const next = new Map<string, number>()
  if (box.unit === undefined && box.name === '') {
    for (const name of TAKEN_AT_ROOT) {
      stems.add(fold(name))
      names.add(fold(name))
    }
  }
  for (const unit of box.units) {
    const key = fold(unit.stem)
    unit.number = 0
    let wanted = namesOf(unit)
    while (!isFree(unit, wanted, stems, names)) {
      unit.number = next.get(key) ?? 2
      next.set(key, unit.number + 1)
      wanted = namesOf(unit)
    }
    if (!unit.isAttachment) stems.add(wanted.stem)
    for (const name of wanted.names) names.add(name)
  }
}

/** What a unit is called with its number, folded. */
interface Folded {
  readonly stem: string
  readonly names: readonly string[]
}

function isFree(unit: Unit, wanted: Folded, stems: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  if (!unit.isAttachment && !unit.isIndex && stems.has(wanted.stem)) return false
  return wanted.names.every(name => !names.has(name))
}

function namesOf(unit: Unit): Folded {
  const stem = fold(unit.stem + numberText(unit))
  const names = fileNames(unit).map(fold)
  if (unit.folder) names.push(stem)
  return {stem, names}
}
