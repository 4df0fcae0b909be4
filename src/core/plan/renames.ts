import {basename} from '../href.ts'
import type {RenameReason, Survey} from '../model.ts'
import {parseFileName} from '../name.ts'
import {decodeName, isReserved, safeStem} from '../safe-name.ts'
import type {Unit} from './model.ts'

/** Why an entry has another name than its own without the id; none when that is all that happened. */
export function reasonsFor(survey: Survey, entry: number, unit: Unit): RenameReason[] {
  const item = survey.items[entry]!
  const reasons: RenameReason[] = []
  if (item.id === undefined) {
    const name = item.title
    if (decodeName(name) !== name) reasons.push('decoded')
    else if (isReserved(name)) reasons.push('reserved')
    else if (unit.full + unit.files[0]!.tail !== name) reasons.push('characters')
  } else {
    const stem = parseFileName(basename(survey.places[entry]!))?.stem.trim() ?? item.title
    const titled = item.title !== stem && item.title !== ''
    if (titled) reasons.push('title')
    if (isReserved(item.title)) reasons.push('reserved')
    else if (safeStem(item.title) !== (item.title || 'Untitled')) reasons.push('characters')
  }
  if (item.kind === 'view' && !item.copy) reasons.push('view')
  if (unit.number > 0) reasons.push('collision')
  if (unit.stem !== unit.full && !unit.isDeep) reasons.push('cut')
  if (unit.isDeep) reasons.push('deep')
  return reasons
}
