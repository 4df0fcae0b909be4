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
    while (!isFree(unit, stems, names)) {
      unit.number = next.get(key) ?? 2
      next.set(key, unit.number + 1)
    }
    if (!unit.isAttachment) stems.add(fold(unit.stem + numberText(unit)))
    for (const name of namesOf(unit)) names.add(name)
  }
}

function isFree(unit: Unit, stems: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
  const stem = fold(unit.stem + numberText(unit))
  if (!unit.isAttachment && !unit.isIndex && stems.has(stem)) return false
  return namesOf(unit).every(name => !names.has(name))
}

function namesOf(unit: Unit): string[] {
  const names = fileNames(unit).map(fold)
  if (unit.folder) names.push(fold(unit.stem + numberText(unit)))
  return names
}
