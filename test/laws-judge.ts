import {linksBetween, openLink, plainText, type ReadLink, readLink, writtenLink} from './laws-output.ts'
import {BREAK, type Doc, type Link, type Piece, type Value} from './laws-pieces.ts'
import type {ManifestItem, Run} from './laws-run.ts'
import {goalsOf, isShared, valueFault} from './laws-values.ts'

/** What is wrong with a document that was written. */

interface Read {
  readonly doc: Doc
  readonly item: ManifestItem
  readonly text: string
}

/** What is wrong with the text of a page outside its links. */
export function textFaults({doc, item, text}: Read): string[] {
  const found = linksBetween(withBreaks(doc, item), plainText(doc.format, text))
  if (typeof found === 'string') return [`${doc.path}: ${found}`]
  const faults: string[] = []
  for (const [i, link] of linksOf(doc.pieces).entries()) {
    if (link.form === 'value') continue
    const before = readLink(link.form, link.written)!
    const after = readLink(link.form, found[i]!)
    const isSame = after && after.frame === before.frame
    const kept = isSame && (link.repeats || link.form === 'index' || after.label === before.label)
    if (!kept) faults.push(`${doc.path}: ${link.written} became ${found[i]}`)
  }
  // Not one byte of a table without links.
  const isPlain = doc.format === 'csv' && linksOf(doc.pieces).length === 0
  if (isPlain && text !== doc.text) faults.push(`${doc.path} changed`)
  return faults
}

/** What is wrong with the links of a page. Links that may lead nowhere are put into `missing`. */
export function linkFaults(
  run: Run,
  {doc, item, text}: Read,
  missing: {in: string; href: string}[],
): string[] {
  const found = linksBetween(withBreaks(doc, item), plainText(doc.format, text))
  if (typeof found === 'string') return []
  return linksOf(doc.pieces).flatMap((link, i) => {
    if (link.form === 'value') {
      // Nobody knows the columns of a page that lies in a folder of several databases.
      const isOpen = doc.thing?.kind === 'page' && item.database !== doc.thing.of?.id
      if (isOpen && isShared(run.made, doc.thing!.of!)) return []
      const fault = valueFault(run, item, doc.format, link, found[i]!)
      return fault === undefined ? [] : [`${doc.path}: ${link.written} became ${found[i]}: ${fault}`]
    }
    const after = readLink(link.form, found[i]!)
    const fault = after ? linkFault(run, item, link, after, missing) : 'cannot be read'
    return fault === undefined ? [] : [`${doc.path}: ${link.written} became ${found[i]}: ${fault}`]
  })
}

function linkFault(
  run: Run,
  item: ManifestItem,
  link: Link,
  {hrefs, label}: ReadLink,
  missing: {in: string; href: string}[],
): string | undefined {
  const {means} = link
  if (new Set(hrefs).size > 1) return 'its hrefs differ'
  const href = hrefs[0]
  if (means.to === 'url') return href === means.url ? undefined : 'is another URL'
  if (means.to === 'outside') {
    return href === `https://www.notion.so/${means.id}` ? undefined : 'does not lead to notion.so'
  }
  if (means.to === 'missing') {
    for (const each of hrefs) missing.push({in: item.path, href: each})
    const place = openLink(item.path, href!)?.path
    if (place === undefined) return 'leads out of the archive'
    return run.out.has(place) ? 'leads to another file' : undefined
  }
  const goals = goalsOf(run, means.thing)
  if (href === undefined || href === '') {
    const names = goals.map(goal =>
      goal
        .split('/')
        .pop()!
        .replace(/\.\w+$/, ''),
    )
    return names.includes(label) ? undefined : `not named as ${names}`
  }
  const place = openLink(item.path, href)
  if (!place || !goals.includes(place.path)) return `does not lead to ${goals.join(' or ')}`
  if (place.block !== means.block) return `the block should be ${means.block}`
  const plain = writtenLink(item.path, place.path) + (means.block && `#${means.block}`)
  // In an attribute of Markdown's HTML an apostrophe may be encoded too.
  if (href.replaceAll('%27', "'") !== plain) return `should be written ${plain}`
  const name = place.path.split('/').pop()!
  if (link.form === 'index' && label !== name) return `not named as ${name}`
  const hasMoved = href !== readLink(link.form, link.written)!.hrefs[0]
  if (link.repeats && hasMoved && label.replace(/\\(?=[!-/:-@[-`{-~])/g, '') !== name)
    return `not named as ${name}`
  return undefined
}

/** Properties are lines that stay lines; in a page that is no row's they are text. */
function withBreaks({pieces}: Doc, {kind}: ManifestItem): Piece[] {
  const end = kind === 'row' ? '  \n' : '\n'
  return pieces.map(piece => (typeof piece === 'string' ? piece.replaceAll(BREAK, end) : piece))
}

function linksOf(pieces: readonly Piece[]): (Link | Value)[] {
  return pieces.filter(piece => typeof piece !== 'string')
}
