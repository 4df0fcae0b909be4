import type {Faults} from './faults.ts'
import {rowLinks} from './front-matter.ts'
import {htmlLinks} from './html.ts'
import type {Item, Path} from './manifest.ts'
import {markdownLinks} from './markdown.ts'
import type {PageLinks} from './page-links.ts'
import {idOfAddress, isMeantForFile, notionsId, placeOf} from './place.ts'
import type {Places} from './places.ts'

/** Every link of one document of the archive leads where it can lead. */
export function checkLinks(item: Item, text: string, places: Places, faults: Faults): void {
  const {links, definitions, unsure} = linksOf(item, text)
  for (const href of links) checkLink(item.path, href, places, faults)
  for (const href of definitions) {
    // Of a sentence that happens to be a definition, nobody says that it leads anywhere.
    if (notionsId(href) !== undefined) checkLink(item.path, href, places, faults)
  }
  for (const href of unsure) {
    if (!isDead(item.path, href, places)) continue
    faults.add(
      'document-unclear',
      item.path,
      `too large or too tangled to tell whether this is a link: ${href}`,
    )
  }
}

function linksOf(item: Item, text: string): PageLinks {
  if (item.path.endsWith('.html')) return htmlLinks(text)
  if (item.kind === 'row' && item.id !== undefined) return rowLinks(text, item.id)
  return markdownLinks(text, item.kind === 'table')
}

function checkLink(path: Path, href: string, places: Places, faults: Faults): void {
  const id = idOfAddress(href)
  if (id !== undefined && places.byId.has(id)) faults.add('link-away', path, href)
  if (isDead(path, href, places)) faults.add('link-dead', path, href)
}

function isDead(path: Path, href: string, places: Places): boolean {
  const place = placeOf(path, href)
  if (place === undefined) return false
  places.links++
  return !places.leads(place) && !places.isMissing(path, place) && isMeantForFile(href)
}
