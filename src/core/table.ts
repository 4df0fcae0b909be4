import type {ColumnKind, Database, Row} from './database.ts'
import type {DocumentLinks} from './document-links.ts'
import {basename, encodePath, hasScheme} from './href.ts'
import {parseFiles} from './kinds.ts'
import {markdownFile, markdownLink} from './markdown-label.ts'
import {beforeTitle, parseRelation} from './relation.ts'
import {findMentions} from './rewrite/targets.ts'

/** Rows that a table page shows; more would make it useless in any reader. */
const MOST_ROWS = 1000

/**
 * A database as a Markdown page with a GFM table: the title column first, linked to the pages of the rows,
 * then the columns in their order. Ends without a newline, as Notion's pages do.
 */
export function tablePage(title: string, database: Database, links: DocumentLinks): string {
  const {columns, titleColumn, rows} = database
  const order = [titleColumn, ...columns.keys()].filter((column, at) => at === 0 || column !== titleColumn)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const lines = [
    `# ${title}`,
    '',
    line(order.map(column => text(columns[column]?.name ?? ''))),
    line(order.map(() => '---')),
  ]
  for (let at = 0; at < Math.min(rows.length, MOST_ROWS); at++) {
    const row = rows.at(at)
    lines.push(line(order.map(column => shown(row, column, columns[column]?.kind ?? 'text', links))))
  }
  if (rows.length > MOST_ROWS) {
    const csv = basename(links.path).replace(/\.md$/, '.csv')
    lines.push(
      '',
      `The first ${MOST_ROWS} of ${rows.length} rows. All of them are in ${markdownLink(csv, encodePath(csv))}.`,
    )
  }
  return lines.join('\n')
}

function shown(row: Row, column: number, kind: ColumnKind, links: DocumentLinks): string {
  const cell = row.cells[column] ?? ''
  switch (kind) {
    case 'title':
      return row.page === undefined
        ? text(cell)
        : link(cell === '' ? 'Untitled' : cell, links.hrefTo(row.page))
    case 'checkbox':
      return cell === 'Yes' ? '☑' : '☐'
    case 'relation':
      return relations(cell, links)
    case 'files':
      return files(cell, links)
    default:
      return prose(cell, links)
  }
}

function relations(cell: string, links: DocumentLinks): string {
  const parsed = parseRelation(cell)
  if (!parsed) return prose(cell, links)
  return parsed
    .map(({href, label: said}) => {
      const goal = links.goal(href, said)
      if (goal.title === undefined) return text(goal.href)
      const before = beforeTitle(said, goal.title)
      return inCell(escaped(before)) + (before === '' ? '' : ' ') + link(goal.title, goal.href)
    })
    .join(', ')
}

function files(cell: string, links: DocumentLinks): string {
  const parsed = parseFiles(cell, href => links.isFile(href))
  if (!parsed) return prose(cell, links)
  return parsed
    .map(file => {
      return hasScheme(file) ? text(file) : inCell(picture(file, links))
    })
    .join(', ')
}

/** Text with mentions of pages, which a cell holds as bare paths or URLs. */
function prose(cell: string, links: DocumentLinks): string {
  let at = 0
  let shown = ''
  for (const {start, end, href, names} of findMentions(cell, links)) {
    shown += escaped(cell.slice(at, start)) + (names === 'page' ? page(href, links) : picture(href, links))
    at = end
  }
  return inCell(shown + escaped(cell.slice(at)))
}

function page(href: string, links: DocumentLinks): string {
  const goal = links.goal(href, undefined)
  return goal.title === undefined ? goal.href : markdownLink(goal.title, goal.href)
}

function picture(file: string, links: DocumentLinks): string {
  const {name, href} = links.file(file)
  return markdownFile(name, href)
}

/** A pipe would end the cell, whatever stands around it. */
function link(title: string, href: string): string {
  return inCell(markdownLink(title, href))
}

const SPECIAL = /[\\`*_[\]<>~&]/

/** Text as text: what Markdown would read as more than letters is escaped; URLs stay, so that they work. */
function text(value: string): string {
  return inCell(escaped(value))
}

function escaped(value: string): string {
  if (!SPECIAL.test(value)) return value
  return value.replace(/\S+/g, word =>
    /^https?:\/\//.test(word) ? word : word.replace(/[\\`*_[\]<>~]|&(?=#?\w+;)/g, '\\$&'),
  )
}

function inCell(shown: string): string {
  return shown
    .trim()
    .replaceAll('|', '\\|')
    .replace(/\r\n|\r|\n/g, '<br>')
}
