import {applyEdits} from './edit.ts'
import type {Edit, Format, Links} from './model.ts'
import type {LinkLog, Relinker} from './relink.ts'
import {csvEdits} from './rewrite/csv.ts'
import {htmlEdits} from './rewrite/html.ts'
import {markdownEdits} from './rewrite/markdown.ts'
import {propertyEdits} from './rewrite/property-lines.ts'

/** A document with its links made new, and what was found on the way. */
export interface Rewritten extends LinkLog {
  readonly text: string
}

/** A pure function of the text and the plan, so that it can run in a worker. */
export function rewrite(relinker: Relinker, entry: number, format: Format, text: string): Rewritten {
  const log: LinkLog = {problems: [], missing: [], links: 0}
  const links = relinker.linksOf(entry, log)
  const edits = findEdits(format, text, links, relinker.columnsFor(entry))
  return {...log, text: applyEdits(text, edits)}
}

function findEdits(
  format: Format,
  text: string,
  links: Links,
  columns: ReadonlySet<string> | undefined,
): Edit[] {
  switch (format) {
    case 'markdown':
      return [...markdownEdits(text, links), ...(columns ? propertyEdits(text, columns, links) : [])]
    case 'csv':
      return csvEdits(text, links)
    case 'html':
    case 'index':
      return htmlEdits(text, links, format)
  }
}
