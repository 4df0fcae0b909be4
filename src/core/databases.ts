import {columnNames, type Database, Rows} from './database.ts'
import {findHidden, type Hidden} from './hidden.ts'
import {basename, dirname, inFolder} from './href.ts'
import {findKinds} from './kinds.ts'
import type {Id, Item, Records, Survey} from './model.ts'
import {push} from './multimap.ts'
import {parseFileName} from './name.ts'
import {once} from './once.ts'
import {propertyText} from './property-text.ts'
import {WrittenRecords} from './records.ts'
import {parseRelation, type Relation} from './relation.ts'
import type {Resolver} from './resolve.ts'
import {matchRows, type RowPage} from './rows.ts'
import {sharedPlaces} from './shared-places.ts'
import {findTitleColumn} from './title-column.ts'

/** The databases of an export, and what stayed open when their rows were tied to pages. */
export interface Databases {
  readonly byId: ReadonlyMap<Id, Database>
  /** The database of every page that is a row of it, with a record or without. */
  readonly databaseOf: ReadonlyMap<number, Id>
  readonly open: readonly OpenRows[]
  readonly hidden: readonly Hidden[]
}

/** One line of the report. */
export interface OpenRows {
  /** Entry of the database's CSV. */
  readonly entry: number
  readonly rows: number
  /** Records that no page fits. */
  readonly without: number
  /** Records that several pages fit alike. */
  readonly ambiguous: number
  /** Pages in the database's folder that no record claims: templates, and pages renamed since. */
  readonly extra: number
}

/** Reads every database: which column is what, and which page is whose. */
export function findDatabases(survey: Survey, resolver: Resolver): Databases {
  const byId = new Map<Id, Database>()
  const open: OpenRows[] = []
  const shared = sharedPlaces(survey.places)
  const pages = pagesByDatabase(survey, twinFinder(survey, shared))
  const flat = findFlatPages(survey, twinFinder(survey, shared))
  const labels = once(() => labelsByPage(survey))
  const databaseOf = new Map<number, Id>()
  for (const item of survey.items) {
    if (item?.kind !== 'database' || item.id === undefined || byId.has(item.id)) continue
    const all = recordsOf(survey, item)
    // Taken apart once for all that is asked of them here, and let go of with this database.
    const [header = [], ...records] = all
    const names = columnNames(header)
    const known = new Set(names)
    const candidates = (pages.get(item.id) ?? pagesBeside(survey, item, names, flat))
      .filter(page => !databaseOf.has(page.entry))
      .map(page => ({...page, properties: propertyText(page.properties, known)}))
    const titleColumn = findTitleColumn(names, records, candidates)
    const isFile = (href: string) => resolver.isFile(item.entry, href)
    const columns = findKinds(names, records, titleColumn, isFile)
    const {pageOf, without, ambiguous, extra} = matchRows(
      {header: names, records, titleColumn},
      candidates,
      entry => labels().get(entry) ?? [],
    )
    const matched = new Set(pageOf)
    for (const page of candidates) {
      // A page elsewhere without a record is a row only if it has nothing but this database's properties.
      const isRow = pages.has(item.id) || matched.has(page.entry) || isWhole(page, names)
      if (isRow) databaseOf.set(page.entry, item.id)
    }
    const rows = new Rows(all, names.length, pageOf)
    byId.set(item.id, {id: item.id, entry: item.entry, columns, titleColumn, rows})
    open.push({entry: item.entry, rows: records.length, without, ambiguous, extra: extra.length})
  }
  return {byId, databaseOf, open, hidden: findHidden(survey, byId)}
}

/** Pages that turned out to be rows, though they do not lie in their database's folder, are called so. */
export function withRows(survey: Survey, {databaseOf}: Databases): Survey {
  const items = survey.items.map(item => {
    const database = item?.kind === 'page' ? databaseOf.get(item.entry) : undefined
    return item && database !== undefined ? {...item, kind: 'row' as const, database} : item
  })
  // Records and properties have served.
  return {...survey, items, digests: new Map()}
}

function pagesByDatabase(survey: Survey, isTwin: (item: Item) => boolean): Map<Id, RowPage[]> {
  const pages = new Map<Id, RowPage[]>()
  for (const item of survey.items) {
    if (item?.kind !== 'row' || item.database === undefined || isTwin(item)) continue
    push(pages, item.database, toPage(survey, item))
  }
  return pages
}

/** Pages by folder and by the name of their first property: only these can be rows of a flat export. */
type FlatPages = ReadonlyMap<string, readonly RowPage[]>

function findFlatPages(survey: Survey, isTwin: (item: Item) => boolean): FlatPages {
  const pages = new Map<string, RowPage[]>()
  for (const item of survey.items) {
    if (item?.kind !== 'page' || item.format !== 'markdown' || isTwin(item)) continue
    const [first] = propertyNames(survey.digests.get(item.entry)?.properties ?? '')
    if (first === undefined) continue
    push(pages, inFolder(dirname(survey.places[item.entry]!), first), toPage(survey, item))
  }
  return pages
}

/**
 * Rows of a database that owns no folder: in a flat export they lie beside it, and a page of its name can own
 * the folder that both share. Their first property is a column of it.
 */
function pagesBeside(survey: Survey, database: Item, columns: readonly string[], flat: FlatPages): RowPage[] {
  const place = survey.places[database.entry]!
  const shared = inFolder(dirname(place), parseFileName(basename(place))?.stem.trim() ?? '')
  const known = new Set(columns)
  return [dirname(place), shared]
    .flatMap(folder => [...known].flatMap(name => flat.get(inFolder(folder, name)) ?? []))
    .filter(page => page.id !== database.id)
}

function isWhole({properties}: RowPage, columns: readonly string[]): boolean {
  return [...propertyNames(properties)].every(name => columns.includes(name))
}

/** What stands before the colon of each line; a value that runs over lines makes no difference to a guess. */
function* propertyNames(properties: string): Generator<string> {
  for (const line of properties.split('\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) yield line.slice(0, colon)
  }
}

function toPage(survey: Survey, item: Item): RowPage {
  return {
    entry: item.entry,
    id: item.id!,
    title: item.title,
    stem: parseFileName(basename(survey.places[item.entry]!))?.stem ?? item.title,
    properties: survey.digests.get(item.entry)?.properties ?? '',
  }
}

/** Tells whether a page was seen before: what stands in two parts with the same bytes is one page. */
function twinFinder({places, entries}: Survey, shared: ReadonlyMap<string, unknown>) {
  const seen = new Set<string>()
  return ({entry}: Item): boolean => {
    const {size, crc32} = entries[entry]!
    if (!shared.has(places[entry]!) || crc32 === undefined) return false
    const key = `${places[entry]} ${size} ${crc32}`
    const isTwin = seen.has(key)
    seen.add(key)
    return isTwin
  }
}

/** What relation cells anywhere call a page. */
function labelsByPage(survey: Survey): Map<number, string[]> {
  const entryOf = new Map<Id, number>()
  for (const item of survey.items) {
    if (item?.id !== undefined && item.format !== 'csv' && !entryOf.has(item.id))
      entryOf.set(item.id, item.entry)
  }
  const labels = new Map<number, Set<string>>()
  for (const item of survey.items) {
    if (item?.kind !== 'database') continue
    for (const {id, label} of relationsIn(recordsOf(survey, item))) {
      const entry = entryOf.get(id)
      if (entry === undefined || label === undefined) continue
      labels.set(entry, (labels.get(entry) ?? new Set()).add(label))
    }
  }
  return new Map([...labels].map(([entry, set]) => [entry, [...set]]))
}

/** None of what could not be read. */
function recordsOf(survey: Survey, {entry}: Item): Records {
  return survey.digests.get(entry)?.records ?? new WrittenRecords('')
}

function* relationsIn(records: Records): Generator<Relation> {
  for (let at = 1; at < records.count; at++) {
    for (const cell of records.at(at)) yield* parseRelation(cell) ?? []
  }
}
