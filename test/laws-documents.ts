import {html, index} from './laws-html.ts'
import {markdown} from './laws-markdown.ts'
import {BREAK, CELL, type Doc, type Piece, RECORD, type World} from './laws-pieces.ts'
import {linked, shown, table} from './laws-tables.ts'
import type {Style, Thing} from './random-export.ts'

/** The pages, tables and index of a random export. */
export function writeDocs(world: World, style: Style, things: readonly Thing[]): Doc[] {
  const docs = world.ided.flatMap(thing => {
    const records = recordsShown(world, thing)
    return thing.files.map((path): Doc => {
      if (path.endsWith('.md')) return newDoc(path, 'md', markdown(world, thing), thing)
      if (path.endsWith('.html')) return newDoc(path, 'html', html(world, thing), thing)
      return newDoc(path, 'csv', shown(world, records, path, thing), thing)
    })
  })
  const atRoot = things.filter(({dir}) => dir === '')
  return style.index ? [...docs, newDoc('index.html', 'html', index(world, atRoot))] : docs
}

function recordsShown(world: World, thing: Thing): Piece[][][] {
  if (thing.kind === 'database') return table(world, thing, world.records.get(thing)!)
  return thing.kind === 'linked view' ? linked(world.records.get(thing.of!)!) : []
}

function newDoc(path: string, format: Doc['format'], pieces: Piece[], thing?: Thing): Doc {
  const plain = pieces.map(piece => (typeof piece === 'string' ? piece : piece.written)).join('')
  const text = format === 'csv' ? toCsv(plain) : plain.replaceAll(BREAK, '\n')
  return {path, format, pieces, text, ...(thing && {thing})}
}

function toCsv(plain: string): string {
  const cell = (text: string) => (/[,"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const line = (record: string) => record.split(CELL).map(cell).join(',')
  return '\ufeff' + plain.slice(1).split(RECORD).map(line).join('\r\n')
}
