import type {ColumnKind} from './database.ts'
import type {CellLinks} from './document-links.ts'
import {applyEdits} from './edit.ts'
import {decodeHref, hasScheme} from './href.ts'
import {parseFiles} from './kinds.ts'
import type {OutputOptions} from './options.ts'
import {beforeTitle, parseRelation, type Relation} from './relation.ts'
import {targetEdits} from './rewrite/targets.ts'

/** What a cell of a CSV becomes (design, section 7). A cell that names nothing stays as it is. */
export function newCell(
  kind: ColumnKind,
  cell: string,
  links: CellLinks,
  style: OutputOptions['relations'],
): string {
  const relations = kind === 'relation' ? parseRelation(cell) : undefined
  if (relations) return relations.map(relation => relationText(relation, links, style)).join(', ')
  const files = kind === 'files' ? parseFiles(cell, href => links.isFile(href)) : undefined
  if (files) return files.map(file => (hasScheme(file) ? file : fileText(links.file(file).href))).join(', ')
  // A list of files that is none is one that was written by us.
  return kind === 'files' ? cell : applyEdits(cell, targetEdits(cell, links))
}

/** A bare target that nobody names keeps its URL: a slug is no title. */
function relationText({href, label}: Relation, links: CellLinks, style: OutputOptions['relations']): string {
  const goal = links.goal(href, label)
  if (goal.title === undefined) return goal.href
  const title = beforeTitle(label, goal.title) + goal.title
  return style === 'titles' ? title : `${title} (${goal.href})`
}

/** Decoded, for people; a `, ` in a name stays encoded, since it separates the files of a cell. */
function fileText(href: string): string {
  return (decodeHref(href) ?? href).replaceAll(', ', ',%20')
}
