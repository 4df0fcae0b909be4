import type {Entry, Problem} from '../../core/model.ts'
import {countKinds, listRenames} from '../../core/report.ts'
import {growTree} from '../../core/tree.ts'
import {newestTime, type Prepared, repairs} from '../../run/fix.ts'
import {dosDate} from '../../zip/time.ts'
import type {Glance, Preview} from '../messages.ts'

/** What the names of the files tell, before anything in them was read. */
export function glance(entries: readonly Entry[]): Glance {
  const databases = new Set<string>()
  let pages = 0
  let attachments = 0
  let newest = 0
  for (const leaf of growTree(entries).leaves) {
    if (!leaf) continue
    newest = Math.max(newest, entries[leaf.entry]!.time)
    if (leaf.notion?.ext === '.csv') databases.add(leaf.notion.id)
    else if (leaf.notion || (leaf.name.endsWith('.html') && leaf.name !== 'index.html')) pages++
    else if (leaf.name !== 'index.html') attachments++
  }
  return {pages, databases: databases.size, attachments, date: dosDate(newest)}
}

/** What the plan will do, and what was seen before it. */
export function preview({all, survey, plan, databases}: Prepared, before: readonly Problem[]): Preview {
  const columns = [...databases.byId.values()].flatMap(database => database.columns)
  return {
    date: dosDate(newestTime(survey)),
    counts: countKinds(survey),
    bytes: all.entries.reduce((sum, {size}) => sum + size, 0),
    repaired: repairs(survey, plan, 0),
    renames: listRenames(survey, plan),
    hasRelations: columns.some(({kind}) => kind === 'relation'),
    problems: [...before, ...plan.problems],
    ignored: survey.ignored.length,
    moves: plan.paths.flatMap((to, at) => (to === undefined ? [] : [[survey.places[at]!, to] as const])),
    tables: [...plan.tables.values()],
  }
}
