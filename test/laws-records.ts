import {outsideHref, plainHref, relative, resolve} from './laws-links.ts'
import {bare, type Piece, type Target, type Value, type World} from './laws-pieces.ts'
import {nameByNotion, type Random, randomTitle} from './laws-words.ts'
import type {Thing} from './random-export.ts'

/** What the rows of databases hold. The CSV and the row's page both show it, with paths of their own. */

/** A target as the document in the folder `from` writes it. */
type Write = (random: Random, from: string, inCsv: boolean) => Target

export interface Row {
  /** The title cell. */
  readonly title: string
  /** Undefined for a record without a page. */
  readonly page?: Thing
  readonly done: boolean
  readonly files: readonly Thing[]
  /** `Title (target)`. */
  readonly related: readonly Write[]
  /** Targets alone, as in 2020 and until May 2023. */
  readonly events: readonly Write[]
  readonly text: (from: string) => Piece[]
  readonly place: string
}

/** The records of a database in their order, and what its templates (pages without a record) say. */
export interface Records {
  readonly rows: readonly Row[]
  readonly templates: ReadonlyMap<Thing, Row>
}

export function recordsOf(world: World, database: Thing): Records {
  const {random} = world
  const pages = database.children.filter(({of}) => of === database)
  const names = new Map<string, number>()
  for (const {name} of pages) names.set(keyOf(name), (names.get(keyOf(name)) ?? 0) + 1)
  const rows: Row[] = []
  const templates = new Map<Thing, Row>()
  for (const [i, page] of pages.entries()) {
    // A value with a blank line in it can be followed only where the record is known.
    const row = {...newRow(world, database, names.get(keyOf(page.name)) === 1), title: cellOf(random, page)}
    if (i > 0 && random.chance(8)) templates.set(page, row)
    else rows.push({...row, page})
    if (random.chance(5)) rows.push({...newRow(world, database, false), title: randomTitle(random)})
  }
  // What no record has says nothing of its column.
  const known = (template: Row): Row => ({
    ...template,
    files: rows.some(({files}) => files.length > 0) ? template.files : [],
    related: rows.some(({related}) => related.length > 0) ? template.related : [],
    events: rows.some(({events}) => events.length > 0) ? template.events : [],
  })
  for (const [page, template] of templates) templates.set(page, known(template))
  return {rows: random.shuffled(rows), templates}
}

/** Pages and records whose keys differ cannot be taken for each other. */
export function keyOf(title: string): string {
  return (nameByNotion(title.normalize('NFC')).trim() || 'Untitled').toLowerCase()
}

/** A page without a title has an empty cell. */
function cellOf(random: Random, {title}: Thing): string {
  return title === 'Untitled' && random.chance(50) ? '' : title
}

function newRow(world: World, database: Thing, isAlone: boolean): Omit<Row, 'title'> {
  const {random} = world
  return {
    done: random.chance(50),
    files: world.uploads(),
    related: Array.from({length: random.below(3)}, () => related(world, database, true)),
    events: random.chance(60)
      ? []
      : Array.from({length: random.below(3)}, () => related(world, database, false)),
    text: text(world, database, isAlone),
    place: place(world, database),
  }
}

function related(world: World, database: Thing, labelled: boolean): Write {
  const {random} = world
  const thing = world.any(world.ided, database)!
  const label = random.chance(50) ? thing.title : `Title, ${world.next()} (a)`
  const own = labelled ? {label} : {}
  const kind = random.below(100)
  if (kind < 10) {
    const {href, means} = outsideHref(random)
    return () => ({...own, href, means})
  }
  if (kind < 20) {
    const url = `https://www.notion.so/Some-slug-${random.id(random.chance(50))}${labelled ? '?pvs=21' : ''}`
    return () => ({...own, href: url, means: {to: 'url', url}})
  }
  if (kind < 55) return () => ({...own, ...world.urlTo(thing)})
  return (random, from, inCsv) => {
    const {href, means} = plainHref(inCsv && random.chance(50) ? above(from) : from, thing)
    if (!inCsv) return {...own, href, means}
    return {...own, href: href.replace(/(?:_all)?\.\w+$/, random.pick(['.csv', '.md'])), means}
  }
}

function text(world: World, database: Thing, isAlone: boolean): (from: string) => Piece[] {
  const {random} = world
  const target = world.any(random.chance(70) ? world.ided : world.clear(), database) ?? database
  const n = world.next()
  const kind = random.below(10)
  if (kind < 6) return () => [`text ${n}, "quoted"\nsecond line (with brackets, and commas)`]
  if (kind < 7 && isAlone) return () => [`text ${n}\n\nbehind a blank line\nand more`]
  return from => {
    const link = bare(plainHref(from, target))
    if (kind < 8) return [`see ${n} `, link, ' for "more",\nor not']
    if (kind < 9) return [`text ${n} (`, link, '), and so on']
    return ['it is ', link, `. The end ${n}.`]
  }
}

/** Text that is the path of a folder, and means none. */
function place({random, things, places}: World, database: Thing): string {
  const folders = things.flatMap(({folder}) => folder ?? []).filter(path => !/[0-9a-f]{32}|%|\s$/.test(path))
  if (folders.length === 0 || random.chance(40)) return ''
  const folder = random.pick(folders)
  const path = random.chance(50) ? folder : relative(database.dir, folder)
  const isFile = [database.dir, above(database.dir)].some(base => {
    const at = resolve(base, path)
    return places.all.has(at) && places.names.has(at.slice(at.lastIndexOf('/') + 1))
  })
  return isFile ? '' : path
}

/** Cells, unquoted. Their paths are relative to the CSV's folder, or to that above. */
export function cellsOf(world: World, database: Thing, row: Row): Piece[][] {
  const {random, places} = world
  const {dir} = database
  const files = row.files.map(file => {
    const isClear = !places.all.has(resolve(dir, relative(above(dir), file.files[0]!)))
    return plainHref(random.chance(50) && isClear ? above(dir) : dir, file)
  })
  return [
    [row.title],
    [row.done ? 'Yes' : 'No'],
    listOf('files', files),
    relation(row.related, random, dir, true),
    row.text(dir),
    relation(row.events, random, dir, true),
    [row.place],
  ]
}

/** `Name: value`, those that are not empty, in any order. */
export function linesOf(world: World, page: Thing, row: Row): Piece[][] {
  const {random} = world
  const box: Value = {form: 'value', kind: 'checkbox', written: row.done ? 'Yes' : 'No', targets: []}
  const values: [string, Piece[]][] = [
    ['Done', [box]],
    [
      'Files',
      listOf(
        'files',
        row.files.map(file => plainHref(page.dir, file)),
      ),
    ],
    ['Related', relation(row.related, random, page.dir, false)],
    ['Text', row.text(page.dir)],
    ['Events', relation(row.events, random, page.dir, false)],
    ['Place', row.place === '' ? [] : [row.place]],
  ]
  const filled = values.filter(([, value]) => value.length > 0)
  return random.shuffled(filled).map(([name, value]) => [`${name}: `, ...value])
}

function relation(list: readonly Write[], random: Random, from: string, inCsv: boolean): Piece[] {
  return listOf(
    'relation',
    list.map(write => write(random, from, inCsv)),
  )
}

function listOf(kind: 'relation' | 'files', targets: readonly Target[]): Piece[] {
  if (targets.length === 0) return []
  const written = targets.map(({label, href}) => (label === undefined ? href : `${label} (${href})`))
  return [{form: 'value', kind, written: written.join(', '), targets}]
}

function above(dir: string): string {
  return dir.includes('/') ? dir.slice(0, dir.lastIndexOf('/')) : ''
}
