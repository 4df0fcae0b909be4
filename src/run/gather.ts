import {ExportError} from '../core/error.ts'
import {basename} from '../core/href.ts'
import type {Entry, Survey} from '../core/model.ts'
import {parseFileName} from '../core/name.ts'
import {sharedPlaces} from '../core/shared-places.ts'
import {asks, survey} from '../core/survey.ts'
import {growTree, type Tree} from '../core/tree.ts'
import type {Source} from '../io.ts'
import {crc32} from '../zip/crc.ts'
import {readDigests} from './digests.ts'

/** All entries of all parts as one list, and where each comes from. */
export interface Gathered {
  readonly entries: readonly Entry[]
  readonly sourceOf: readonly Source[]
}

/** Bytes done, of how many. */
export type Advance = (done: number, total: number) => void

export function gather(sources: readonly Source[]): Gathered {
  const entries: Entry[] = []
  const sourceOf: Source[] = []
  for (const source of sources) {
    for (const entry of source.entries) {
      entries.push(entry)
      sourceOf.push(source)
    }
  }
  return {entries, sourceOf}
}

/** Reads what the survey asks for and makes it. Rejects with `not-notion` when nothing here is Notion's. */
export async function readSurvey(all: Gathered, advance: Advance, signal?: AbortSignal): Promise<Survey> {
  const tree = growTree(all.entries)
  const checksums = new Map<number, number>()
  const digests = await readDigests(all, asks(tree), {advance, signal, checksums})
  for (const entry of possibleTwins(tree)) {
    signal?.throwIfAborted()
    if (!checksums.has(entry)) checksums.set(entry, await checksum(all, entry))
  }
  const made = survey(withChecksums(tree, checksums), digests)
  if (!made.items.some((item, entry) => item && (item.kind !== 'attachment' || isDamagedPage(made, entry)))) {
    const names = [...new Set(all.sourceOf.map(source => source.name))].join(', ')
    throw new ExportError(
      'not-notion',
      `cannot repair "${names}": no page or database of Notion's is in it`,
      {
        hint: 'choose the ZIP that Notion sent (Settings → Export all workspace content)',
      },
    )
  }
  return made
}

/** Its bytes are nobody's, but its name is Notion's. */
function isDamagedPage({entries, places}: Survey, entry: number): boolean {
  return entries[entry]!.damage !== undefined && parseFileName(basename(places[entry]!)) !== undefined
}

/** Entries without a checksum that have the place and the size of another: they may be one file. */
function possibleTwins({entries, places}: Tree): number[] {
  return [...sharedPlaces(places).values()].flatMap(list => {
    const sizes = list.map(entry => entries[entry]!.size)
    const isAlone = (size: number) => sizes.indexOf(size) === sizes.lastIndexOf(size)
    return list.filter((entry, at) => entries[entry]!.crc32 === undefined && !isAlone(sizes[at]!))
  })
}

async function checksum({entries, sourceOf}: Gathered, entry: number): Promise<number> {
  let crc = 0
  for await (const chunk of sourceOf[entry]!.stream(entries[entry]!)) crc = crc32(chunk, crc)
  return crc
}

/** CSVs of a folder have been read whole: now a view with the bytes of its database can be seen. */
function withChecksums(tree: Tree, checksums: ReadonlyMap<number, number>): Tree {
  if (checksums.size === 0) return tree
  const entries = tree.entries.map((entry, index) => {
    const crc = checksums.get(index)
    return crc === undefined ? entry : {...entry, crc32: crc}
  })
  return {...tree, entries}
}
