/** The databases of the export as the judge understands them: their records, kinds of columns, and views. */
import {type FilePart, notionName, type Relation, readFiles, readRelations} from './cells.ts'
import {type Csv, readCsv} from './csv.ts'
import type {Places} from './href.ts'
import {dirOf, FOLDER_ID, type Input, type InputFile, nameOf} from './input.ts'

export type ColumnKind = 'relation' | 'files' | 'checkbox' | 'text'

export interface Column {
  readonly name: string
  readonly kind: ColumnKind
  /** No file of the column is here: nobody can be sure that it holds files. */
  readonly isSoft: boolean
}

export interface Database {
  readonly id: string
  readonly file: InputFile
  readonly columns: readonly Column[]
  /** Index of the column that holds the titles. */
  readonly title: number
  readonly records: readonly (readonly string[])[]
  /** Names of the columns of all its CSVs: properties of its pages. */
  readonly properties: ReadonlySet<string>
  /** Pages that may be its rows. */
  readonly pages: readonly InputFile[]
}

export interface Databases {
  readonly all: readonly Database[]
  readonly byId: ReadonlyMap<string, Database>
  /** The database of each CSV, views and linked views included. */
  readonly ofFile: ReadonlyMap<InputFile, Database>
  /** The database of each page that lies in a database's folder, or beside it in a flat export. */
  readonly ofPage: ReadonlyMap<InputFile, Database>
}

export const headerOf = (csv: Csv): string[] => csv.records[0]!.map(cell => cell.text.replace(/^\ufeff/, ''))

export function findDatabases(input: Input, places: Places): Databases {
  const groups = new Map<string, InputFile[]>()
  for (const file of input.files) {
    if (file.kind === 'csv') groups.set(file.id!, [...(groups.get(file.id!) ?? []), file])
  }
  const found = [...groups.values()].map(files => readDatabase(files, input, places))
  const all = found.filter(one => !found.some(other => other !== one && isViewOf(one, other, groups)))
  const ofFile = new Map<InputFile, Database>()
  for (const one of found) {
    const database = all.includes(one) ? one : found.find(other => isViewOf(one, other, groups))!
    for (const file of groups.get(one.id)!) ofFile.set(file, database)
  }
  const ofPage = new Map<InputFile, Database>()
  for (const database of all) for (const page of database.pages) ofPage.set(page, database)
  return {all, byId: new Map(all.map(one => [one.id, one])), ofFile, ofPage}
}

/** `_all`, or the only CSV, or the one without a number that a browser gave it. */
function mainOf(files: readonly InputFile[]): InputFile {
  const rank = ({path}: InputFile) =>
    (/_all(?: \d+| \(\d+\))?\.csv$/.test(path) ? 0 : 2) + (/(?: \d+| \(\d+\))\.csv$/.test(path) ? 1 : 0)
  return [...files].sort((a, b) => rank(a) - rank(b))[0]!
}

function readDatabase(files: readonly InputFile[], input: Input, places: Places): Database {
  const file = mainOf(files)
  const csv = readCsv(file.bytes.toString('utf8'))
  const names = headerOf(csv)
  const records = csv.records.slice(1).map(record => names.map((_, i) => record[i]?.text ?? ''))
  const inFolder = pagesIn(file, input)
  const title = titleColumn(names, records, inFolder)
  const columns = names.map((name, i) => columnOf(name, records, i, file, places))
  const properties = new Set(files.flatMap(one => headerOf(readCsv(one.bytes.toString('utf8')))))
  const pages = inFolder.length > 0 ? inFolder : pagesBeside(file, input, records, title, properties)
  return {id: file.id!, file, columns, title, records, properties, pages}
}

function columnOf(
  name: string,
  records: readonly (readonly string[])[],
  i: number,
  file: InputFile,
  places: Places,
): Column {
  const filled = records.map(record => record[i]!).filter(cell => cell !== '')
  const of = (kind: ColumnKind, isSoft = false): Column => ({name, kind, isSoft})
  if (filled.length === 0) return of('text')
  const isYes = (cell: string) => cell === 'Yes' || cell === 'No'
  if (filled.length === records.length && filled.every(isYes)) return of('checkbox')
  if (filled.every(cell => readRelations(cell) !== undefined)) return of('relation')
  const files = filled.map(cell => readFiles(cell, file.path, places, true))
  if (files.includes(undefined)) return of('text')
  const parts = (files as FilePart[][]).flat()
  if (parts.every(({isUrl}) => isUrl)) return of('text')
  return of('files', !parts.some(part => part.target))
}

/** In the folder that its id or, without an id, its name tells to be its own. */
function pagesIn(file: InputFile, input: Input): InputFile[] {
  const beside = input.files.filter(other => other.id && dirOf(other.path) === dirOf(file.path))
  const namesakes = beside.filter(other => other.stem.trim() === file.stem.trim())
  return input.files.filter(page => {
    const folder = dirOf(page.path)
    if (!isPage(page) || folder === '' || dirOf(folder) !== dirOf(file.path)) return false
    const id = FOLDER_ID.exec(nameOf(folder))?.[1]
    if (id) return id === file.id
    return nameOf(folder).trim() === file.stem.trim() && namesakes.every(other => other.id === file.id)
  })
}

const isPage = (file: InputFile) => file.kind === 'markdown' || file.kind === 'html'

/** A flat export: of the pages beside it those that a record names, if all their properties are columns. */
function pagesBeside(
  file: InputFile,
  input: Input,
  records: readonly (readonly string[])[],
  title: number,
  properties: ReadonlySet<string>,
): InputFile[] {
  const names = new Set(records.map(record => notionName(record[title]!)))
  return input.files.filter(page => {
    if (page.kind !== 'markdown' || dirOf(page.path) !== dirOf(file.path) || page.id === file.id) return false
    if (!names.has(page.stem.normalize('NFC').trim())) return false
    const head =
      /^# [^\n]*\n\n([^\n]+(?:\n[^\n]+)*)/.exec(page.bytes.toString('utf8'))?.[1]?.split('\n') ?? []
    return head.length > 0 && head.every(line => [...properties].some(name => line.startsWith(`${name}: `)))
  })
}

/** The column that names most of the pages; the first one when nothing speaks for another. */
function titleColumn(
  names: readonly string[],
  records: readonly (readonly string[])[],
  pages: readonly InputFile[],
): number {
  const stems = new Set(pages.map(page => page.stem.normalize('NFC').trim()))
  const hits = names.map((_, i) => records.filter(record => stems.has(notionName(record[i]!))).length)
  return Math.max(0, hits.indexOf(Math.max(...hits)))
}

/** Section 5, rule 7: header within another's, at least one record, and every record is found there. */
function isViewOf(
  one: Database,
  other: Database,
  groups: ReadonlyMap<string, readonly InputFile[]>,
): boolean {
  const isAll = groups.get(one.id)!.some(({path}) => /_all(?: \d+| \(\d+\))?\.csv$/.test(path))
  if (isAll || one === other || one.records.length === 0) return false
  const columns = one.columns.map(({name}) => other.columns.findIndex(column => column.name === name))
  if (columns.includes(-1) || columns.length > other.columns.length) return false
  if (other.columns.length === columns.length && other.records.length <= one.records.length) return false
  const keys = new Set(other.records.map(record => JSON.stringify(columns.map(i => plain(record[i]!)))))
  return one.records.every(record => keys.has(JSON.stringify(record.map(plain))))
}

/** Targets are written relative to their CSV: only their ids can be compared. */
function plain(cell: string): string {
  const relations: Relation[] | undefined = readRelations(cell)
  return relations ? relations.map(({id}) => id).join() : cell
}
