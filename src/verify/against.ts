import type {Source} from '../io.ts'
import {Accounts, type Found, placeIn} from './accounts.ts'
import type {Item, Path} from './manifest.ts'
import {checkMissingInExport} from './missing.ts'
import {checkPair} from './originals.ts'
import {damageOf, MOST_READ, type Seen, textOf} from './read.ts'
import {relatedColumns, type Scene} from './scene.ts'
import {type Counts, noFiles} from './verification.ts'

/**
 * Holds the archive against the export that it was made from; gives how many files of the export are accounted
 * for. `seen` are the attachments of the archive. Rejects when the export itself is damaged.
 */
export async function checkAgainst(
  sources: readonly Source[],
  seen: ReadonlyMap<Path, Seen>,
  scene: Scene,
): Promise<Counts> {
  const {manifest, places, faults, watch} = scene
  const accounts = new Accounts(manifest, faults)
  for (const source of sources) await accounts.check(source, path => seen.get(path), watch)
  accounts.finish()
  checkMissingInExport(manifest, accounts.found, places, faults)
  const originals = new Map<Path, Item>()
  for (const {entry, item} of accounts.found) {
    const place = placeIn(entry.path)
    // What stands in two parts is meant by the first.
    if (!originals.has(place)) originals.set(place, item)
  }
  for (const each of accounts.found) {
    watch.signal?.throwIfAborted()
    await checkTable(each, originals, scene)
  }
  const counts = noFiles()
  for (const [kind, count] of accounts.before) counts[kind] = count
  return counts
}

/** A CSV of the export beside what it became. The bytes of both have been compared before. */
async function checkTable(
  {source, entry: original, item}: Found,
  originals: ReadonlyMap<Path, Item>,
  scene: Scene,
): Promise<void> {
  const {archive, relations, places, faults} = scene
  const entry = archive.files.get(item.path)
  if (!item.path.endsWith('.csv') || item.kind === 'attachment' || !entry) return
  if (original.size > MOST_READ || entry.size > MOST_READ) return
  const now = await archive.source.read(entry).catch(error => {
    // It was told when the archive was read.
    damageOf(error)
    return undefined
  })
  const after = now && textOf(now)
  const before = textOf(await source.read(original))
  if (before === undefined || after === undefined) return
  const isDatabase = item.kind === 'database' && original.path === item.from[0]
  const known = isDatabase ? (relations.get(item.path) ?? []) : undefined
  const related = relatedColumns(item, scene)
  const pair = {
    item,
    path: original.path,
    before,
    after,
    relations: known,
    related,
    csvSafe: scene.manifest.csvSafe,
  }
  checkPair(pair, originals, places, faults)
}
