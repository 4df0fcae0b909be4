/** `_notion-export-fix/relations.csv` against the relations of the export (design, section 4). */
import {readRelations} from './cells.ts'
import {type Csv, readCsv} from './csv.ts'
import type {Database} from './databases.ts'
import {brief} from './fault.ts'
import {OURS} from './output.ts'
import {type Goal, isAddressOf, ownTitles, type Stage} from './stage.ts'

export const RELATIONS = `${OURS}relations.csv`
const HEADER = 'database,row,row_id,row_title,row_path,property,target_id,target_title,target_path,target_url'

interface Edge {
  readonly database: Database
  readonly path: string
  /** From 0. */
  readonly row: number
  readonly property: string
  readonly goal: Goal
}

/** Every relation of the databases, in their order, each row, property and target once. */
export function edgesOf(stage: Stage): Edge[] {
  return stage.databases.all.flatMap(database => {
    const path = stage.output.placed.get(database.file)?.path ?? ''
    return database.records.flatMap((record, row) =>
      database.columns.flatMap(({name: property, kind}, i) => {
        const relations = kind === 'relation' && record[i] !== '' ? readRelations(record[i]!)! : []
        const goals = relations.map(one => stage.goalOf(one, database.file.path, {isCell: true}))
        const first = goals.filter((goal, at) => goals.findIndex(({id}) => id === goal.id) === at)
        return first.map(goal => ({database, path, row, property, goal}))
      }),
    )
  })
}

const keyOf = (path: string, row: number | string, property: string, id: string): string =>
  [path, row, property, id].join('\n')

export function checkRelations(stage: Stage): void {
  const {output} = stage
  const blame = (why: string) => stage.blame('relations-csv', RELATIONS, why)
  const edges = edgesOf(stage)
  const text = output.files.get(RELATIONS)?.bytes.toString('utf8')
  if (text === undefined) {
    if (edges.length > 0) blame('not in the archive')
    return
  }
  let csv: Csv
  try {
    csv = readCsv(text)
  } catch (error) {
    blame(String(error))
    return
  }
  if (!csv.hasBom) blame('no byte order mark')
  if (csv.ends.some(end => end !== '\r\n')) blame('lines do not end in CRLF')
  const [header, ...rest] = csv.records.map(record => record.map(cell => cell.text))
  if (header?.join() !== HEADER) blame(`header ${brief(String(header))}`)
  const lines = rest.filter((line, i) => !(i === rest.length - 1 && line.join('') === ''))
  const left = new Map(edges.map(edge => [keyOf(edge.path, edge.row + 1, edge.property, edge.goal.id), edge]))
  const order: string[] = []
  for (const line of lines) {
    const key = keyOf(line[0]!, line[1]!, line[5]!, line[6]!)
    const edge = left.get(key)
    if (!edge) blame(`${brief(line.join())} is no relation of the export, or stands there twice`)
    else {
      left.delete(key)
      order.push(key)
      const why = wrongLine(line, edge, stage)
      if (why !== undefined) blame(`${brief(key)}: ${why}`)
    }
  }
  for (const key of left.keys()) blame(`${brief(key)} is lost`)
  checkSequence(order, edges, blame)
}

/** Targets of one cell keep their order. */
function checkSequence(order: readonly string[], edges: readonly Edge[], blame: (why: string) => void): void {
  const places = new Map(order.map((key, i) => [key, i]))
  let last = {cell: '', at: -1}
  for (const {path, row, property, goal} of edges) {
    const cell = keyOf(path, row, property, '')
    const at = places.get(keyOf(path, row + 1, property, goal.id)) ?? Number.POSITIVE_INFINITY
    if (cell === last.cell && at < last.at) blame(`${brief(cell)}: targets in another order`)
    last = {cell, at}
  }
}

function wrongLine(line: readonly string[], edge: Edge, stage: Stage): string | undefined {
  const [, , rowId, rowTitle, rowPath, , , title, path, url] = line as string[]
  const {database, row, goal} = edge
  const rows = stage.rows.get(database)!
  const {pages, isLoose} = rows[row]!
  const page = pages.find(({id}) => id === rowId)
  const isShared = rows.filter(other => other.pages.some(one => pages.includes(one))).length > 1
  if (rowId === '' && pages.length === 1 && !isLoose && !isShared) return 'the row has a page'
  if (rowId !== '' && !page) return `row_id ${rowId}`
  if (rowPath !== (page ? stage.output.placed.get(page)?.path : '')) return `row_path ${brief(rowPath!)}`
  const names = [database.records[row]![database.title]!, ...(page ? ownTitles([page]) : [])]
  if (!names.includes(rowTitle!)) return `row_title ${brief(rowTitle!)}`
  if (!goal.titles.includes(title!) && !(goal.isBare && title === '')) return `target_title ${brief(title!)}`
  if (!goal.paths)
    return path === '' && isAddressOf(url!, goal) ? undefined : `target ${path} ${url} is not here`
  if (!goal.paths.has(path!)) return `target_path ${brief(path!)}`
  return url === '' || isAddressOf(url!, goal) ? undefined : `target_url ${url}`
}
