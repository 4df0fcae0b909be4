import type {Databases} from './databases.ts'
import {emptyLog} from './document-links.ts'
import {RELATIONS_PATH} from './manifest.ts'
import type {Plan, Problem, Survey} from './model.ts'
import type {OutputOptions} from './options.ts'
import {findTargets, parseRelation, type Relation} from './relation.ts'
import type {Relinker} from './relink.ts'
import {writeCell} from './rewrite/csv-cells.ts'
import {FormulaGuard} from './rewrite/formula.ts'

const HEADER = [
  'database',
  'row',
  'row_id',
  'row_title',
  'row_path',
  'property',
  'target_id',
  'target_title',
  'target_path',
  'target_url',
]

/** What is told of the graph. */
export interface Graph {
  readonly counts: {readonly all: number; readonly outside: number}
  readonly problems: readonly Problem[]
}

/**
 * The graph of all relations without loss: a line for each row, property and target, from the databases, not
 * from their views. UTF-8 with a byte order mark and CRLF, as Notion writes CSVs and Excel reads them. In pieces,
 * since they are many.
 */
export function* relationsCsv(
  survey: Survey,
  plan: Plan,
  databases: Databases,
  relinker: Relinker,
  {csvSafe}: Pick<OutputOptions, 'csvSafe'>,
): Generator<string, Graph> {
  const guard = new FormulaGuard(csvSafe)
  const textOf = (line: readonly string[]) =>
    line.map(value => writeCell(guard.cell(value))).join(',') + '\r\n'
  let all = 0
  let outside = 0
  yield '\ufeff' + textOf(HEADER)
  for (const {entry, columns, titleColumn, rows} of databases.byId.values()) {
    const links = relinker.linksOf(entry, emptyLog())
    const related = columns.flatMap(({kind, name}, column) => (kind === 'relation' ? [{name, column}] : []))
    for (let at = 0; at < rows.length; at++) {
      const row = rows.at(at)
      const page = row.page === undefined ? undefined : survey.items[row.page]
      const path = row.page === undefined ? '' : plan.paths[row.page]!
      const from = [plan.paths[entry]!, String(at + 1), page?.id ?? '', row.cells[titleColumn] ?? '', path]
      for (const {name, column} of related) {
        for (const {href, id, label} of relationsIn(row.cells[column] ?? '')) {
          const goal = links.goal(href, label)
          const isHere = goal.entry !== undefined
          if (!isHere) outside++
          const place = isHere ? [plan.paths[goal.entry!]!, ''] : ['', goal.href]
          yield textOf([...from, name, id, goal.title ?? '', ...place])
          all++
        }
      }
    }
  }
  return {counts: {all, outside}, problems: guard.problems(RELATIONS_PATH)}
}

/** A cell with something else among its targets still names them. */
function relationsIn(cell: string): Relation[] {
  return parseRelation(cell) ?? findTargets(cell)
}
