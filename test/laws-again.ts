import type {Column, ColumnKind} from '../src/core/database.ts'
import type {CellLinks} from '../src/core/document-links.ts'
import type {Edit} from '../src/core/model.ts'
import {type PropertyLinks, propertyLineEdits} from '../src/core/property.ts'
import {csvEdits} from '../src/core/rewrite/csv.ts'
import {htmlEdits} from '../src/core/rewrite/html.ts'
import {markdownEdits} from '../src/core/rewrite/markdown.ts'
import {openLink, plainText, writtenLink} from './laws-output.ts'
import {CELL, type Doc, RECORD} from './laws-pieces.ts'
import type {ManifestItem, Run} from './laws-run.ts'

/** What a run did to its documents, done once more to what it wrote. */

const KINDS: Readonly<Record<string, ColumnKind>> = {
  Name: 'title',
  Done: 'checkbox',
  Files: 'files',
  Related: 'relation',
  Text: 'text',
  Events: 'relation',
  Place: 'text',
}

const COLUMNS: readonly Column[] = Object.entries(KINDS).map(([name, kind]) => ({name, kind}))

export function editsAgain(run: Run, doc: Doc, item: ManifestItem, text: string): Edit[] {
  const links = linksWithin(run, item.path)
  if (doc.format === 'html') return htmlEdits(text, links, item.kind === 'index' ? 'index' : 'html')
  const style = run.options.relations ?? 'titles'
  if (doc.format === 'csv') return csvEdits(text, column => KINDS[column] ?? 'text', links, style)
  const edits = markdownEdits(text, links)
  if (item.kind !== 'row') return edits
  const again = [recordOf(run, doc), undefined].map(cells => propertyLineEdits(text, COLUMNS, cells, links))
  return [...edits, ...again.flat()]
}

/** The cells of a page's own record, as exported. */
function recordOf({made}: Run, {thing}: Doc): string[] | undefined {
  const at = made.records.get(thing!.of!)?.rows.findIndex(({page}) => page === thing) ?? -1
  const csv = made.docs.find(({path}) => path === thing!.of!.files.find(file => file.endsWith('.csv')))!
  return at < 0 ? undefined : plainText('csv', csv.text).split(RECORD)[at + 1]!.split(CELL)
}

/** Links to files of the output are written anew, all others are not ours. */
function linksWithin({out, manifest}: Run, from: string): CellLinks & PropertyLinks {
  const itemAt = new Map(manifest.items.map(item => [item.path, item]))
  const find = (href: string) => {
    if (/^#|^[a-z]+:|%(?![0-9A-F]{2})/.test(href)) return undefined
    const place = openLink(from, href)
    return place && out.has(place.path) ? place : undefined
  }
  const relink = (href: string) => {
    const place = find(href)
    if (!place) return undefined
    const made = writtenLink(from, place.path) + (place.block && `#${place.block}`)
    return {href: made, name: place.path.split('/').pop()!}
  }
  const goal = (href: string, label: string | undefined) => {
    const title = itemAt.get(find(href)?.path ?? '')?.title
    return {title: title ?? label, href: relink(href)?.href ?? href, entry: undefined}
  }
  return {
    has: href => find(href) !== undefined,
    relink,
    hasFile: href => itemAt.get(find(href)?.path ?? '')?.kind === 'attachment',
    isFile: href => itemAt.get(find(href)?.path ?? '')?.kind === 'attachment',
    goal,
    file: href => relink(href) ?? {href, name: href},
    target: (href, label) => {
      const {title, href: made} = goal(href, label)
      return title === undefined ? undefined : {title, href: made}
    },
  }
}
