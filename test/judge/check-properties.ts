/** Property lines of row pages, old against new (design, section 7). */
import {readFiles, readRelations} from './cells.ts'
import type {Column, Database} from './databases.ts'
import {brief} from './fault.ts'
import {wrongFiles} from './files.ts'
import {readInline, wrongLinks} from './inline.ts'
import type {InputFile} from './input.ts'
import type {Item} from './output.ts'
import type {Block, Property} from './rows.ts'
import type {Stage} from './stage.ts'

/** Judges words and links of a stretch of the page: where it stood, and what stands there now. */
export type CheckStretch = (start: number, end: number, after: string) => void

export interface RowPage {
  readonly file: InputFile
  readonly item: Item
  readonly database: Database
  readonly block: Block
  readonly stage: Stage
  readonly checkStretch: CheckStretch
}

export function checkLines(page: RowPage, after: string): void {
  const {file, item, block, stage, checkStretch} = page
  const before = file.bytes.toString('utf8')
  const blame = (why: string) => stage.blame('property-lines', item.path, why)
  const head = before.slice(0, block.start)
  if (!after.startsWith(head)) {
    stage.blame('words', item.path, `output begins with ${brief(after.slice(0, head.length))}`)
    return
  }
  let at = head.length
  for (const [i, property] of block.properties.entries()) {
    const {name, value} = property
    const next = block.properties[i + 1]?.name
    if (!after.startsWith(`${name}:`, at)) {
      blame(`expected ${brief(name)}, found ${brief(after.slice(at, at + 40))}`)
      return
    }
    const end = next === undefined ? lineEnd(after, at, value) : after.indexOf(`\n${next}:`, at)
    if (end < 0) {
      blame(`${brief(next!)} does not follow ${brief(name)} on a line of its own`)
      return
    }
    const written = after.slice(at, end).split('\n')
    for (const [j, line] of written.entries()) {
      const isLast = next === undefined && j === written.length - 1
      const isBlank = line.trim() === '' || written[j + 1]?.trim() === ''
      if (!isLast && !isBlank && !/[^ ] {2}$/.test(line)) blame(`not two spaces behind ${brief(line)}`)
    }
    const trail = (text: string) => /\s*$/.exec(text)![0]
    if (
      next === undefined &&
      trail(written.at(-1)!.slice(name.length + 1)) !== trail(value) &&
      value !== ''
    ) {
      blame(`other spaces behind ${brief(written.at(-1)!)}`)
    }
    checkValue(property, unbroken(written, value, name), page)
    at = end + 1
  }
  checkStretch(block.end, before.length, after.slice(at - 1))
}

/** The last value has as many lines as it had. */
function lineEnd(after: string, start: number, value: string): number {
  let end = start - 1
  for (let lines = value.split('\n').length; lines > 0; lines--) {
    const newline = after.indexOf('\n', end + 1)
    if (newline < 0) return after.length
    end = newline
  }
  return end
}

/** Without the name, and with the white space at the ends of lines that the input had. */
function unbroken(written: readonly string[], value: string, name: string): string {
  const was = value.split('\n')
  const lines = written.map((line, i) => line.trimEnd() + (/\s*$/.exec(was[i] ?? '')?.[0] ?? ''))
  const text = lines.join('\n').slice(name.length + 1)
  return text.startsWith(' ') && !(value === '' && text === ' ') ? text.slice(1) : text.trimStart()
}

export function columnOf(name: string, database: Database): Column | undefined {
  return database.columns.find(column => column.name === name)
}

function checkValue(property: Property, after: string, page: RowPage): void {
  const {file, item, database, stage, checkStretch} = page
  const {name, value, start} = property
  const column = columnOf(name, database)
  const blame = (kind: string, why: string) =>
    stage.blame(kind, item.path, `${brief(name)}: ${brief(value)} became ${brief(after)}: ${why}`)
  if (column?.kind === 'relation') {
    const relations = readRelations(value.trim())
    if (relations) {
      const goals = relations.map(one => stage.goalOf(one, file.path, {}))
      const why = wrongLinks(readInline(after.trimEnd()), goals, item.path)
      if (why !== undefined) blame('property-relation', why)
      return
    }
  }
  if (column?.kind === 'files') {
    const parts = readFiles(value.trim(), file.path, stage.places, false)
    if (parts && !(value === after && stage.mayStay(column, database))) {
      const why = wrongFiles(readInline(after.trimEnd()), parts, item.path, stage)
      if (why !== undefined) blame('property-files', why)
      return
    }
  }
  if (column?.kind === 'checkbox' && /^(?:Yes|No)$/.test(value.trim())) {
    const box = value.trim() === 'Yes' ? '[x]' : '[ ]'
    if (after.trimEnd() !== box) blame('property-checkbox', `expected ${box}`)
    return
  }
  checkStretch(start, start + value.length, after)
}
