import type {Found} from './accounts.ts'
import type {Faults} from './faults.ts'
import {groupBy} from './group.ts'
import type {Manifest, Path} from './manifest.ts'
import {decoded, folderOf, nameOf, placeOf} from './place.ts'
import type {Places} from './places.ts'

/** What the manifest calls missing is a link of a document of this archive, and leads to nothing in it. */
export function checkMissing({missing}: Manifest, places: Places, faults: Faults): void {
  for (const {in: path, href} of missing) {
    const place = placeOf(path, href)
    const blame = (why: string) => faults.add('missing-wrong', path, `${href} ${why}`)
    if (!places.byPath.has(path)) blame('is said to be in a file that is not here')
    else if (place === undefined) blame('is no relative link')
    else if (places.has(place)) blame('leads to a file that is here')
  }
}

/**
 * Nothing that is called missing is in the export. What can be proved without knowing how links are resolved: no
 * file of that name lay in the folder where the link leads, whatever it is called now; and no attachment of the
 * whole export is the only one of that name.
 */
export function checkMissingInExport(
  {missing}: Manifest,
  found: readonly Found[],
  places: Places,
  faults: Faults,
): void {
  const named = found.flatMap(({entry, item}) => spellings(nameOf(entry.path)).map(name => ({name, item})))
  const byName = groupBy(named, ({name}) => name)
  for (const {in: from, href} of missing) {
    const place = placeOf(from, href)
    if (place === undefined) continue
    const items = [...new Set((byName.get(nameOf(place)) ?? []).map(({item}) => item))]
    const beside = items.find(({path}) => folderOf(path) === folderOf(place))
    const only =
      items.length === 1 && !isCommon(nameOf(place)) && !isNumbered(place, places) ? items[0] : undefined
    const here = beside ?? (only?.kind === 'attachment' ? only : undefined)
    if (here)
      faults.add(
        'missing-wrong',
        from,
        `${href} is in the export, as ${here.from[0]}; here it is ${here.path}`,
      )
  }
}

/** A name as it is, and as it reads decoded: Notion encodes some names on disk, and twice in links. */
function spellings(name: string): string[] {
  const once = decoded(name) ?? name
  return [...new Set([name, once, decoded(once) ?? once].map(each => each.normalize('NFC')))]
}

/** Names that Notion gives to any upload say nothing about which one is meant. */
function isCommon(name: string): boolean {
  return /^(?:image|untitled)(?: \d+| \(\d+\))?(?:\.[^.]*)?$/i.test(name)
}

/** `x (2).png`, because what is missing must not lead to another `x.png`: its own name is without the number. */
function isNumbered(place: Path, places: Places): boolean {
  const plain = place.replace(/ \(\d+\)(?=\.[^./]*$|$)/, '')
  return plain !== place && places.has(plain)
}
