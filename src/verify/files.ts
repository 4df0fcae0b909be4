import type {Entry} from '../core/model.ts'
import {checkKept} from './accounts.ts'
import {checkCells} from './cells.ts'
import {checkLinks} from './links.ts'
import {type Item, isSalvaged, type Path, type Sums} from './manifest.ts'
import {damageOf, isSame, MOST_READ, type Seen, sumBytes, sumEntry, sumText, textOf} from './read.ts'
import type {CellScene} from './relation-cells.ts'
import {relatedColumns, type Scene} from './scene.ts'
import type {Unchecked} from './verification.ts'

/** What came of reading all files of the archive. */
export interface FilesRead {
  readonly count: number
  readonly unchecked: readonly Unchecked[]
  /** Of attachments, for the comparison with the export. */
  readonly seen: ReadonlyMap<Path, Seen>
}

/** Reads every item of the archive once: it has its bytes, and what it names is here. */
export async function checkFiles(scene: Scene): Promise<FilesRead> {
  const {archive, places, faults, watch} = scene
  const unchecked: Unchecked[] = []
  const seen = new Map<Path, Seen>()
  let count = 0
  for (const [path, entry] of archive.files) {
    watch.signal?.throwIfAborted()
    const item = places.byPath.get(path)
    if (!item) continue
    try {
      if (isSalvaged(item)) unchecked.push({path, why: 'damaged'})
      if (item.kind === 'attachment') seen.set(path, await checkAttachment(item, entry, scene))
      else unchecked.push(...(await checkDocument(item, entry, scene)))
    } catch (error) {
      faults.add('file-changed', path, damageOf(error))
    }
    count++
  }
  return {count, unchecked, seen}
}

async function checkAttachment(item: Item, entry: Entry, {archive, faults, watch}: Scene): Promise<Seen> {
  const seen = await sumEntry(archive.source, entry, watch)
  compare(item, seen, faults)
  checkKept(item, faults)
  return seen
}

/** Tells why its links were not looked at, if they were not. */
async function checkDocument(item: Item, entry: Entry, scene: Scene): Promise<Unchecked[]> {
  const {archive, places, faults, watch} = scene
  const {path} = item
  const left = (why: 'too-large' | 'not-utf8') => {
    checkKept(item, faults)
    return [{path, why}]
  }
  if (entry.size > MOST_READ) {
    compare(item, await sumEntry(archive.source, entry, watch), faults)
    return left('too-large')
  }
  const bytes = await archive.source.read(entry)
  watch.advance(bytes.length)
  compare(item, sumBytes(bytes), faults)
  const text = textOf(bytes)
  if (text === undefined) return left('not-utf8')
  if (!path.endsWith('.csv')) checkLinks(item, text, places, faults)
  else if (!checkCells(item, text, cellScene(item, scene))) return [{path, why: 'not-csv'}]
  return []
}

function compare({path, after}: Item, sums: Sums, faults: Scene['faults']): void {
  if (!isSame(sums, after)) faults.add('file-changed', path, `${sumText(sums)}, not ${sumText(after)}`)
}

function cellScene(item: Item, scene: Scene): CellScene {
  const {places, manifest, relations, faults} = scene
  const isDatabase = item.kind === 'database'
  return {
    places,
    style: manifest.relations,
    relations: isDatabase ? (relations.get(item.path) ?? []) : [],
    related: relatedColumns(item, scene),
    csvSafe: scene.manifest.csvSafe,
    faults,
  }
}
