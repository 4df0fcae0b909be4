import {basename, decodeHref, hasScheme} from './href.ts'
import {findTargets, parseRelation} from './relation.ts'

/**
 * What a cell or the value of a property line says, in a form in which equal values are equal texts: white
 * space as single spaces, a relation as the set of its ids, files as the set of their names, since the
 * paths of both are relative to where they stand.
 */
export function readValue(text: string): string {
  const trimmed = text.trim()
  if (trimmed === '') return ''
  const value = relationValue(trimmed) ?? filesValue(trimmed) ?? trimmed
  return value.replace(/\s+/g, ' ').normalize('NFC')
}

/** Undefined for what names no page. A sentence that mentions pages keeps its words. */
function relationValue(text: string): string | undefined {
  const targets = findTargets(text)
  if (targets.length === 0) return undefined
  if (parseRelation(text, targets)) return setOf(targets.map(target => target.id))
  let value = ''
  let at = 0
  for (const {start, end, id} of targets) {
    value += text.slice(at, start) + id
    at = end
  }
  return value + text.slice(at)
}

/** Encoded paths hold no white space, and the commas in them are followed by none. */
function filesValue(text: string): string | undefined {
  if (!/\.[a-zA-Z]\w{0,9}$/.test(text)) return undefined
  const paths = text.split(/,\s+/)
  if (!paths.every(isFilePath)) return undefined
  return setOf(paths.map(path => basename(decodeHref(path) ?? path)))
}

function isFilePath(path: string): boolean {
  return /^\S+\.[a-zA-Z]\w{0,9}$/.test(path) && !hasScheme(path)
}

function setOf(values: readonly string[]): string {
  return [...new Set(values.map(value => value.normalize('NFC')))].sort().join(', ')
}

/**
 * The values of a page's property block by column: `Name: value`, where a value goes on over the lines that
 * begin with no other column (format notes, 3.2). A page names each property once, so a second line of that
 * name belongs to the value above it.
 */
export function readProperties(block: string, columns: ReadonlyMap<string, number>): Map<number, string> {
  const values = new Map<number, string>()
  if (block === '') return values
  const longest = Math.max(0, ...[...columns.keys()].map(name => name.length))
  let column: number | undefined
  let lines: string[] = []
  const close = () => {
    if (column !== undefined) values.set(column, lines.join('\n'))
  }
  for (const line of block.normalize('NFC').split('\n')) {
    const named = columnOf(line, columns, longest)
    if (named === undefined || named.column === column || values.has(named.column)) {
      lines.push(line)
      continue
    }
    close()
    column = named.column
    lines = [line.slice(named.end)]
  }
  close()
  return values
}

/** Names can hold colons themselves: the longest column that the line begins with. */
function columnOf(
  line: string,
  columns: ReadonlyMap<string, number>,
  longest: number,
): {column: number; end: number} | undefined {
  let found: {column: number; end: number} | undefined
  for (let colon = line.indexOf(':'); colon >= 0 && colon <= longest; colon = line.indexOf(':', colon + 1)) {
    const isEnd = colon + 1 === line.length || /\s/.test(line[colon + 1]!)
    const column = isEnd ? columns.get(line.slice(0, colon)) : undefined
    if (column !== undefined) found = {column, end: colon + 1}
  }
  return found
}

/** The columns that pages write as properties, by name: all but the titles; the first of equal names. */
export function propertyColumns(header: readonly string[], titleColumn: number): Map<string, number> {
  const columns = new Map<string, number>()
  header.forEach((cell, column) => {
    const name = cell.replace(/^\ufeff+/, '').normalize('NFC')
    if (column !== titleColumn && name !== '' && !columns.has(name)) columns.set(name, column)
  })
  return columns
}

/** The lines of a block in an order of our own: pages do not write properties in that of the columns. */
export function sortedLines(block: string): string {
  const lines = block.normalize('NFC').split('\n')
  return lines
    .map(line => line.replace(/\s+/g, ' ').trim())
    .sort()
    .join('\n')
    .trimStart()
}
