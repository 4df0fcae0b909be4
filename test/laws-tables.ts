import {CELL, COLUMNS, type Piece, RECORD, type World} from './laws-pieces.ts'
import {cellsOf, type Records} from './laws-records.ts'
import type {Thing} from './random-export.ts'

/** CSVs (format notes, section 4), their cells unquoted. */

/** The records of a database, the header first. */
export function table(world: World, database: Thing, {rows}: Records): Piece[][][] {
  return [COLUMNS.map(name => [name]), ...rows.map(row => cellsOf(world, database, row))]
}

/** What a linked view shows: fewer columns. */
export function linked({rows}: Records): Piece[][][] {
  return [[['Name']], ...rows.map(row => [[row.title]])]
}

/** What one CSV of a database shows: the plain one may be a view. */
export function shown(world: World, records: Piece[][][], path: string, thing: Thing): Piece[] {
  const isView = !path.endsWith('_all.csv') && thing.files.some(file => file.endsWith('_all.csv'))
  const isLess = isView && world.random.chance(60)
  const seen = isLess ? records.map(record => record.slice(0, 4)).slice(0, 3) : records
  const pieces: Piece[] = ['\ufeff']
  for (const [i, record] of seen.entries()) {
    if (i > 0) pieces.push(RECORD)
    for (const [j, cell] of record.entries()) pieces.push(...(j > 0 ? [CELL] : []), ...cell)
  }
  return pieces
}
