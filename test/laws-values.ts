import type {PhrasingContent} from 'mdast'
import {fromMarkdown} from 'mdast-util-from-markdown'
import {openLink, relativePath} from './laws-output.ts'
import type {Doc, Target, Value} from './laws-pieces.ts'
import type {ManifestItem, Run} from './laws-run.ts'
import {join} from './laws-words.ts'
import type {RandomExport, Thing} from './random-export.ts'

/** Reading what became of relations, files and boxes, in cells and in property lines. */

/** What a written value names. */
export interface Named {
  readonly label?: string
  readonly href: string
}

/** `Title (target), Title (target), URL`: anchored on the targets, since titles hold commas and brackets. */
export function readCell(cell: string): Named[] {
  const named: Named[] = []
  const item =
    /(?:(https:\/\/www\.notion\.so\/\S+?)|(.*?) \(((?:https:\/\/\S+?[0-9a-f]{32}(?:\?pvs=\d+)?)|[^\s()]+\.(?:md|csv|html))\))(?:, |$)/sy
  while (item.lastIndex < cell.length) {
    const match = item.exec(cell)
    if (!match) return [{href: `cannot read ${cell}`}]
    named.push(match[1] !== undefined ? {href: match[1]} : {label: match[2]!, href: match[3]!})
  }
  return named
}

/** Links and bare URLs, as CommonMark reads them. */
export function readLine(value: string): Named[] {
  const paragraph = fromMarkdown(`Name: ${value}`).children[0]
  if (paragraph?.type !== 'paragraph') return [{href: `cannot read ${value}`}]
  const [, ...nodes] = [...paragraph.children]
  const first = paragraph.children[0]
  const rest = first?.type === 'text' ? first.value.slice('Name: '.length) : ''
  return [...bareUrls(rest), ...nodes.flatMap(readNode)]
}

function readNode(node: PhrasingContent): Named[] {
  if (node.type === 'link') return [{label: node.children.map(textIn).join(''), href: node.url}]
  if (node.type === 'image') return [{label: node.alt ?? '', href: node.url}]
  return node.type === 'text' ? bareUrls(node.value) : [{href: `a ${node.type}`}]
}

function textIn(node: PhrasingContent): string {
  return node.type === 'text' ? node.value : `a ${node.type}`
}

function bareUrls(text: string): Named[] {
  return text.split(', ').flatMap(href => (href === '' ? [] : [{href}]))
}

/** What is wrong with a value of a cell or of a property line. */
export function valueFault(
  run: Run,
  item: ManifestItem,
  format: Doc['format'],
  value: Value,
  found: string,
): string | undefined {
  const {targets, kind} = value
  if (kind === 'checkbox') {
    const wanted = value.written === 'Yes' ? '[x]' : '[ ]'
    return found === wanted ? undefined : `should be ${wanted}`
  }
  if (format === 'csv' && kind === 'files') {
    const paths = targets.map(({means}) => {
      const place = means.to === 'thing' ? goalsOf(run, means.thing)[0]! : ''
      return relativePath(item.path, place).replaceAll(', ', ',%20')
    })
    return found === paths.join(', ') ? undefined : `should be ${paths.join(', ')}`
  }
  if (format === 'csv' && run.options.relations !== 'links') {
    const titles = targets.map(target => titleOf(run, target) ?? urlOf(target)).join(', ')
    return found === titles ? undefined : `should be ${titles}`
  }
  const named = format === 'csv' ? readCell(found) : readLine(found)
  if (named.length !== targets.length) return `names ${named.length}, not ${targets.length}`
  const faults = targets.flatMap((target, i) =>
    kind === 'files' ? fileFault(run, item, target, named[i]!) : targetFault(run, item, target, named[i]!),
  )
  return faults[0]
}

function targetFault(run: Run, item: ManifestItem, target: Target, {label, href}: Named): string[] {
  const {means} = target
  const title = titleOf(run, target)?.replace(/[\n\r]+/g, ' ')
  // A bare path to a page that is not here may be named by its path.
  if (label !== title && !(title === undefined && means.to === 'outside'))
    return [`is called ${label}, not ${title}`]
  if (means.to === 'thing') return leadsTo(run, item, means.thing, href)
  return href === urlOf(target) ? [] : [`should lead to ${urlOf(target)}`]
}

function fileFault(run: Run, item: ManifestItem, {means}: Target, {label, href}: Named): string[] {
  if (means.to !== 'thing') return []
  const name = goalsOf(run, means.thing)[0]!.split('/').pop()!
  if (label !== name) return [`is called ${label}, not ${name}`]
  return leadsTo(run, item, means.thing, href)
}

function leadsTo(run: Run, item: ManifestItem, thing: Thing, href: string): string[] {
  const place = openLink(item.path, href)?.path
  const goals = goalsOf(run, thing)
  return place !== undefined && goals.includes(place) ? [] : [`leads to ${place}, not to ${goals}`]
}

/** The page's own title, else the cell's label; undefined where a bare target has none. */
export function titleOf(run: Run, {means, label}: Target): string | undefined {
  if (means.to !== 'thing') return label
  return run.itemAt.get(mainFile(means.thing))!.title || label
}

/** Where a target leads that is not in the export. */
export function urlOf({means}: Target): string {
  if (means.to === 'outside') return `https://www.notion.so/${means.id}`
  return means.to === 'url' ? means.url : ''
}

/** The file of a thing that shows it: a database's page, else its CSV of all rows; a view itself. */
export function mainFile({files}: Thing): string {
  const page = files.find(file => /\.(?:html|md)$/.test(file))
  return page ?? files.find(file => file.endsWith('_all.csv')) ?? files[0]!
}

/** Where a link to a thing may lead: a database is shown on its table page, if there is one. */
export function goalsOf({itemAt, tables}: Run, thing: Thing): string[] {
  const table = thing.kind === 'database' ? tables.get(thing.id!) : undefined
  return [table ?? itemAt.get(mainFile(thing))!.path]
}

/** Whether things of one name share the folder of a database: then its rows can be taken for another's. */
export function isShared({things}: RandomExport, database: Thing): boolean {
  const fold = (path: string) => path.normalize('NFC').trim()
  const foldersOf = ({folder, otherFolder, dir, name}: Thing) =>
    [folder, otherFolder, join(dir, name)].flatMap(path => (path === undefined ? [] : fold(path)))
  const own = new Set(foldersOf(database))
  return things.some(other => other !== database && foldersOf(other).some(path => own.has(path)))
}
