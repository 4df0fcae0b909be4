import type {Column} from './database.ts'
import {isBlank, lineAt, trimmedEnd} from './lines.ts'
import type {Edit} from './model.ts'
import {findProperties, type Property} from './property-block.ts'
import {mentionLinks, type PropertyLinks, readItems} from './property-items.ts'
import {mayName, targetEdits} from './rewrite/targets.ts'

export {findProperties} from './property-block.ts'
export type {PropertyLinks} from './property-items.ts'

/**
 * The property lines of a row's page, repaired (design, section 7): relations and files become Markdown
 * links, checkboxes become boxes, mentions of pages in text lead where they should, and each line but the
 * last ends in two spaces, so that it stays a line when rendered. Edits in order; they replace whole links,
 * so what else finds links in the page has to leave those spans alone.
 */
export function propertyLineEdits(
  text: string,
  columns: readonly Column[],
  cells: readonly string[] | undefined,
  links: PropertyLinks,
): Edit[] {
  const block = findProperties(text, columns, cells)
  if (!block) return []
  const edits: Edit[] = []
  let at = block.start
  for (const property of block.properties) {
    // Not by spreading: a value can hold more items than a call takes arguments.
    for (const edit of mentionEdits(text, at, property.start, links)) edits.push(edit)
    for (const edit of valueEdits(text, property, columns[property.column]!, links)) edits.push(edit)
    at = property.end
  }
  for (const edit of mentionEdits(text, at, block.end, links)) edits.push(edit)
  return withLineEnds(text, block, edits)
}

function valueEdits(text: string, property: Property, {kind}: Column, links: PropertyLinks): Edit[] {
  const start = property.valueStart
  const end = trimmedEnd(text, start, property.end)
  const value = text.slice(start, end)
  if (kind === 'checkbox' && value === 'Yes') return [{start, end, text: '[x]'}]
  if (kind === 'checkbox' && value === 'No') return [{start, end, text: '[ ]'}]
  const items = readItems(value, kind, links, true)
  if (!items) return mentionEdits(text, start, end, links)
  const edits: Edit[] = []
  for (const item of items) {
    if (item.link !== undefined)
      edits.push({start: start + item.start, end: start + item.end, text: item.link})
  }
  return edits
}

/** Pages and files that text names without Markdown's brackets: only where they lead is made new. */
export function mentionEdits(text: string, start: number, end: number, links: PropertyLinks): Edit[] {
  const edits: Edit[] = []
  // Most of the time there is nothing between two properties, or a value that is only words.
  if (end - start < 2 || !mayName(text.slice(start, end))) return edits
  const document = mentionLinks(links)
  for (let line = lineAt(text, start); line.start < end; line = lineAt(text, line.next)) {
    const written = text.slice(line.start, Math.min(line.end, end))
    // Markdown links, tags and definitions are found as such, and code stays as it is.
    if (/\]\(|`|<[a-z/!?]|^ {0,3}\[.*\]:/i.test(written)) continue
    for (const edit of targetEdits(written, document).sort((a, b) => a.start - b.start)) {
      edits.push({start: line.start + edit.start, end: line.start + edit.end, text: edit.text})
    }
  }
  return edits
}

/**
 * The edits, and two spaces at the end of each line of the block that has one below it. A blank line needs
 * none, and a tab among them would undo the break.
 */
function withLineEnds(text: string, block: {start: number; end: number}, edits: readonly Edit[]): Edit[] {
  const all: Edit[] = []
  let next = 0
  let open: Edit | undefined
  for (let line = lineAt(text, block.start); line.start < block.end; line = lineAt(text, line.next)) {
    if (isBlank(text, line)) continue
    if (open) all.push(open)
    open = undefined
    while (next < edits.length && edits[next]!.start < line.end) all.push(edits[next++]!)
    const start = trimmedEnd(text, line.start, line.end)
    // A title of several lines became one.
    const isReplaced = all.length > 0 && all[all.length - 1]!.end > start
    if (!isReplaced && text.slice(start, line.end) !== '  ') open = {start, end: line.end, text: '  '}
  }
  return all
}
