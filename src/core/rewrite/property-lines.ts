import type {Edit, Links} from '../model.ts'
import {targetEdits} from './targets.ts'

/**
 * Edits for the property lines of a row's page: `Name: value`, one a line, between the title and the body
 * (format notes, 3.2). Their targets are not Markdown links, so `markdownEdits` does not see them. `columns`
 * are those of the row's database: what only looks like a property is left alone.
 */
export function propertyEdits(text: string, columns: ReadonlySet<string>, links: Links): Edit[] {
  const edits: Edit[] = []
  for (const {start, end} of propertyLines(text, columns)) {
    const line = text.slice(start, end)
    // A Markdown link or a tag in a value is found as such, and code stays as it is.
    if (line.includes('](') || line.includes('`') || line.includes('<')) continue
    for (const edit of targetEdits(line, links)) {
      edits.push({start: start + edit.start, end: start + edit.end, text: edit.text})
    }
  }
  return edits
}

/** UTF-16 positions of a line without its newline. */
interface Line {
  readonly start: number
  readonly end: number
}

/**
 * The lines of the property block: the first paragraph behind the title, if it begins with a property. A
 * value may run over lines, so the lines behind the first are taken as they come.
 */
function propertyLines(text: string, columns: ReadonlySet<string>): Line[] {
  const title = /^\ufeff?# [^\n]*\n\n/.exec(text)
  if (!title) return []
  const lines: Line[] = []
  for (let start = title[0].length; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    if (end === start) break
    if (lines.length === 0 && !startsWithProperty(text.slice(start, end), columns)) break
    lines.push({start, end})
    start = end + 1
  }
  return lines
}

/** Names can hold `: ` themselves, so each place where the name could end is tried. */
export function startsWithProperty(line: string, columns: ReadonlySet<string>): boolean {
  for (let colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', colon + 1)) {
    const isEnd = colon + 1 === line.length || line[colon + 1] === ' '
    if (isEnd && columns.has(line.slice(0, colon))) return true
  }
  return false
}
