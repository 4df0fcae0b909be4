import type {Column} from './database.ts'
import {toIso} from './dates.ts'
import {applyEdits} from './edit.ts'
import {isNumber} from './kinds.ts'
import {lineAt, trimmedEnd} from './lines.ts'
import type {Edit, Id} from './model.ts'
import {yaml} from './on-demand.ts'
import {mentionEdits} from './property.ts'
import {findProperties, type Properties, type Property} from './property-block.ts'
import {mentionLinks, type PropertyLinks, readItems} from './property-items.ts'
import {markdownEdits} from './rewrite/markdown.ts'
import type {Value} from './yaml.ts'

/**
 * The properties of a row's page as YAML front matter (design, section 7): edits that take the property block
 * away and put front matter before the title. Nothing for a page that begins with front matter.
 */
export function frontMatterEdits(
  text: string,
  row: {title: string; id: Id},
  columns: readonly Column[],
  cells: readonly string[] | undefined,
  links: PropertyLinks,
): Edit[] {
  if (/^\ufeff?---[ \t]*\r?\n/.test(text) && /\n---[ \t]*(?:\r?\n|$)/.test(text)) return []
  const block = findProperties(text, columns, cells)
  const pairs: [string, Value][] = [
    ['title', row.title],
    ['notion-id', row.id],
  ]
  const taken = new Set(pairs.map(([name]) => name))
  for (const property of block?.properties ?? []) {
    const column = columns[property.column]!
    pairs.push([freeName(column.name, taken), propertyValue(text, property, column, links)])
  }
  // The byte order mark would stand between the front matter and its readers.
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const gap = text.length > mark ? '\n' : ''
  const head = {start: 0, end: mark, text: `---\n${yaml.code.writeYaml(pairs)}---\n${gap}`}
  return block ? [head, ...removal(text, block, links)] : [head]
}

/** Readers of front matter do not tell `Title` from `title`, so neither do we. */
function freeName(name: string, taken: Set<string>): string {
  const fold = (key: string) => key.normalize('NFC').toLowerCase()
  let free = name
  for (let n = 1; taken.has(fold(free)); n++) free = `${name} (property${n > 1 ? ` ${n}` : ''})`
  taken.add(fold(free))
  return free
}

function propertyValue(text: string, property: Property, column: Column, links: PropertyLinks): Value {
  const {valueStart: start, end} = property
  const value = text.slice(start, trimmedEnd(text, start, end))
  const {kind, format} = column
  if (kind === 'checkbox' && (value === 'Yes' || value === 'No')) return value === 'Yes'
  // Beyond what readers can hold it would become infinity, or another number.
  if (kind === 'number' && isNumber(value) && isHeld(value)) return new yaml.code.Verbatim(value)
  if (kind === 'date' && format) {
    const date = toIso(value, format)
    if (date !== undefined) return new yaml.code.Verbatim(date)
  }
  if (kind === 'list' && value !== '' && !value.includes('\n')) return relinked(value, links).split(', ')
  const items = readItems(value, kind, links, false)
  if (items) return items.map(item => item.link ?? value.slice(item.start, item.end).replaceAll('\r\n', '\n'))
  return relinked(text.slice(start, end), links).replaceAll('\r\n', '\n')
}

function isHeld(value: string): boolean {
  const number = Number(value)
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number))
}

/** A text with its links and mentions leading where they should: it leaves the page's Markdown. */
function relinked(value: string, links: PropertyLinks): string {
  const edits = markdownEdits(value, mentionLinks(links))
  return applyEdits(value, [...edits, ...mentionEdits(value, 0, value.length, links)])
}

/** Runs of properties go, with the line break that sets them apart; lines that no column explains stay. */
function removal(text: string, block: Properties, links: PropertyLinks): Edit[] {
  const edits: Edit[] = []
  let at = block.start
  for (const {start, end} of runsOf(text, block.properties)) {
    edits.push(...mentionEdits(text, at, start, links), {...cut(text, block, start, end), text: ''})
    at = end
  }
  return [...edits, ...mentionEdits(text, at, block.end, links)]
}

interface Run {
  readonly start: number
  readonly end: number
}

/** Properties that stand line below line, together. */
function runsOf(text: string, properties: readonly Property[]): Run[] {
  const runs: Run[] = []
  for (const {start, end} of properties) {
    const last = runs[runs.length - 1]
    if (last && lineAt(text, last.end).next === start) runs[runs.length - 1] = {start: last.start, end}
    else runs.push({start, end})
  }
  return runs
}

function cut(text: string, block: Properties, start: number, end: number): Run {
  const below = lineAt(text, end).next
  if (end < block.end) return {start, end: below}
  const isWhole = start === block.start
  // Without a body the title stands alone, as in pages that never had properties.
  if (!isWhole || text.slice(end).trim() === '') return {start: endAbove(text, start), end}
  const blank = lineAt(text, below)
  return {start, end: blank.start === blank.end ? blank.next : below}
}

/** Where the text above ends, without the line breaks between. */
function endAbove(text: string, start: number): number {
  let at = start
  while (at > 0 && (text[at - 1] === '\n' || text[at - 1] === '\r')) at--
  return at
}
