import {readCsv} from './csv.ts'
import type {Faults} from './faults.ts'
import {groupBy} from './group.ts'
import {type Manifest, type Path, RELATIONS} from './manifest.ts'
import {idOfAddress} from './place.ts'
import type {Places} from './places.ts'

/** One line of `relations.csv`: a row, a property of it, and a target. */
export interface Relation {
  /** Number of the record in `relations.csv`, the header being the first. */
  readonly line: number
  /** Path of the CSV. */
  readonly database: Path
  /** Number of the record, from 1; the header does not count. */
  readonly row: number
  readonly rowId: string
  readonly rowTitle: string
  readonly rowPath: Path
  readonly property: string
  readonly targetId: string
  readonly targetTitle: string
  /** `''` when the target is not in the export; then there is an address. */
  readonly targetPath: Path
  readonly targetUrl: string
}

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

/** All lines by database; those that cannot be read are told. Undefined text: an export without databases. */
export function readRelations(
  text: string | undefined,
  {csvSafe}: Pick<Manifest, 'csvSafe'>,
  faults: Faults,
): Map<Path, Relation[]> {
  if (text === undefined) return new Map()
  const [header, ...records] = readCsv(text, csvSafe) ?? []
  if (header?.join() !== HEADER.join()) {
    faults.add('file-changed', RELATIONS, 'does not begin with the names of its columns')
    return new Map()
  }
  const relations = records.flatMap((record, at) => {
    const relation = readRelation(record, at + 2)
    if (relation) return relation
    const why = `line ${at + 2} has ${record.length} cells, or no number of a row`
    faults.add('relation-wrong', RELATIONS, why)
    return []
  })
  return groupBy(relations, ({database}) => database)
}

function readRelation(record: readonly string[], line: number): Relation | undefined {
  if (record.length !== HEADER.length || !/^[1-9]\d*$/.test(record[1]!)) return undefined
  const [database, row, rowId, rowTitle, rowPath, property, targetId, targetTitle, targetPath, targetUrl] =
    record as [string, string, string, string, string, string, string, string, string, string]
  return {
    line,
    database,
    row: Number(row),
    rowId,
    rowTitle,
    rowPath,
    property,
    targetId,
    targetTitle,
    targetPath,
    targetUrl,
  }
}

/** Each line leads from a row of a database to a page of this id, or to an address of a page that is not here. */
export function checkRelation(relation: Relation, places: Places, faults: Faults): void {
  const {line, database, rowId, rowPath, targetId, targetTitle, targetPath, targetUrl} = relation
  const blame = (why: string) => faults.add('relation-wrong', RELATIONS, `line ${line}: ${why}`)
  if (places.byPath.get(database)?.kind !== 'database') blame(`${database} is no database of this archive`)
  const row = places.byPath.get(rowPath)
  if ((rowPath !== '' || rowId !== '') && (!row || row.id !== rowId)) {
    blame(`its row ${rowPath} is no page with the id ${rowId}`)
  }
  if (targetPath === '') {
    if (places.byId.has(targetId)) blame(`its target ${targetTitle} is here, but has no path`)
    else if (idOfAddress(targetUrl) !== targetId) blame(`${targetUrl} is no address of its target`)
    return
  }
  const target = places.byPath.get(targetPath)
  if (target === undefined) blame(`its target ${targetPath} is not here`)
  else if (target.id !== targetId) blame(`its target ${targetPath} has another id than ${targetId}`)
  else if (target.title !== '' && target.title !== targetTitle) {
    blame(`its target ${targetPath} is called ${target.title}, not ${targetTitle}`)
  }
  if (targetUrl !== '') blame('its target has a path and an address')
}
