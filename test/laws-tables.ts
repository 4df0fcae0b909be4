import {outsideHref, plainHref, relative, resolve} from './laws-links.ts'
import {bare, CELL, COLUMNS, type Piece, RECORD, type World} from './laws-pieces.ts'
import type {Thing} from './random-export.ts'

/** CSVs (format notes, section 4), their cells unquoted. */

/** The records of a database, the header first. Paths are relative to its folder, or to that above. */
export function table(world: World, thing: Thing): Piece[][][] {
  const {random} = world
  const header: Piece[][] = COLUMNS.map(name => [name])
  const rows = thing.children.filter(({of}) => of === thing)
  return [
    header,
    ...rows.map(row => [[row.title], [random.pick(['Yes', 'No'])], ...cells(world, thing), ['']]),
  ]
}

function cells(world: World, thing: Thing): Piece[][] {
  const {random} = world
  const above = thing.dir.includes('/') ? thing.dir.slice(0, thing.dir.lastIndexOf('/')) : ''
  const files: Piece[] = []
  for (const target of world.uploads()) {
    const fromAbove = relative(above, target.files[0]!)
    const isClear = !world.places.all.has(resolve(thing.dir, fromAbove))
    const base = random.chance(50) && isClear ? above : thing.dir
    files.push(...(files.length > 0 ? [', '] : []), bare(plainHref(base, target)))
  }
  const related: Piece[] = []
  for (let i = random.below(3); i > 0; i--) {
    related.push(`${related.length > 0 ? '), ' : ''}Title, ${world.next()} (a) (`)
    const target = world.any(world.ided, thing)!
    const {href, means} = plainHref(random.chance(50) ? above : thing.dir, target)
    const path = {href: href.replace(/(?:_all)?\.\w+$/, random.pick(['.csv', '.md'])), means}
    const outside = random.chance(15) && outsideHref(random)
    related.push(bare(outside || (random.chance(50) ? path : world.urlTo(target))))
  }
  if (related.length > 0) related.push(')')
  const target = bare(
    plainHref(thing.dir, world.any(random.chance(70) ? world.ided : world.clear(), thing) ?? thing),
  )
  const mention: Piece[] = random.pick([
    ['see ', target, ' for "more",\nor not'],
    ['text (', target, '), and so on'],
    ['it is ', target, '. The end.'],
  ])
  return [files, related, random.chance(30) ? mention : ['text, "quoted"\nsecond line']]
}

/** What one CSV of a database shows: the plain one may be a view; a linked view has fewer columns. */
export function shown(world: World, table: Piece[][][], path: string, thing: Thing): Piece[] {
  let records = thing.kind === 'linked view' ? linked(thing) : table
  const isView = !path.endsWith('_all.csv') && thing.files.some(file => file.endsWith('_all.csv'))
  if (isView && world.random.chance(60)) records = table.map(record => record.slice(0, 3)).slice(0, 3)
  const pieces: Piece[] = ['\ufeff']
  for (const [i, record] of records.entries()) {
    if (i > 0) pieces.push(RECORD)
    for (const [j, cell] of record.entries()) pieces.push(...(j > 0 ? [CELL] : []), ...cell)
  }
  return pieces
}

function linked({of}: Thing): Piece[][][] {
  return [[['Name']], ...of!.children.filter(row => row.of === of).map(row => [[row.title]])]
}
