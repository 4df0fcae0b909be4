import type {Entry, Problem} from '../core/model.ts'
import {comparePartNames, isPartZip, type Part, partOf, partsAmong} from '../core/parts.ts'
import type {Source} from '../io.ts'
import type {Budget} from '../zip/budget.ts'
import type {Codec} from '../zip/codec.ts'
import type {RandomAccess, ZipEntry} from '../zip/model.ts'
import {openZip, type ZipReader} from '../zip/read.ts'
import {zipSource} from '../zip/source.ts'
import type {DamagedParts} from './damaged-parts.ts'
import type {Progress} from './fix.ts'
import {type Nested, type Outer, openNested, type Spool, type Unpacking} from './nested.ts'

export interface Opening {
  readonly nameEncoding?: string | undefined
  /** What inflates. */
  readonly codec: Codec
  /** Where deflated parts are inflated to. */
  readonly spool: Spool
  /** Rejects when so many bytes will not fit where parts are inflated to. */
  readonly makeRoom?: (bytes: number) => Promise<void>
  /** One for all archives, however they lie in each other. */
  readonly budget: Budget
  /** Takes what is damaged, where that is no reason to stop. */
  readonly damaged?: DamagedParts | undefined
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Hears what is in an archive or a part as soon as it is known. */
  readonly onListed?: ((entries: readonly Entry[]) => void) | undefined
}

/** One archive that a person named: what it holds besides its parts, and each of these. */
export interface OpenArchive {
  readonly sources: readonly Source[]
  /** Those that it is, by its own name, or holds. */
  readonly parts: readonly Part[]
  /** The archive and its parts, for what is odd in them. */
  readonly zips: readonly NamedZip[]
  /** Forgets the parts that were unpacked. `access` stays open. */
  close(): Promise<void>
}

export interface NamedZip {
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly zip: ZipReader
}

/** On failure nothing of ours stays open. */
export async function openArchive(
  access: RandomAccess,
  name: string,
  opening: Opening,
): Promise<OpenArchive> {
  const {codec, nameEncoding, budget, damaged, onListed = () => {}} = opening
  const zips: NamedZip[] = []
  const open = async (name: string, access: RandomAccess) => {
    const zip = await openZip(access, {name, nameEncoding, budget})
    zips.push({name, size: access.size, zip})
    return zip
  }
  const zip = await open(name, access)
  const nested = zip.entries.filter(entry => isPartZip(entry.path))
  if (nested.length === 0) onListed(zip.entries)
  const opened: Nested[] = []
  const close = async () => {
    for (const part of opened.reverse()) await part.access.close().catch(() => {})
  }
  const parts = new Map<ZipEntry, Source>()
  try {
    await makeRoom(nested, opening)
    const outer: Outer = {access, zip, ...unpackingOf(nested, opening)}
    const openPart = async (entry: ZipEntry) => {
      const part = await openNested(outer, entry)
      opened.push(part)
      // Whether a part that cannot be opened is told as one, or as a damaged file, depends on its bytes.
      if (damaged) await part.prove()
      // Its own parts stay files: Notion packs them one deep, and only bombs go on.
      return zipSource(entry.path, part.access, await open(entry.path, part.access), codec)
    }
    for (const entry of nested) {
      const part = await openPart(entry).catch(keptIn(damaged, entry.path))
      if (!part) continue
      parts.set(entry, part)
      onListed(part.entries)
    }
    for (const part of opened) await part.prove()
  } catch (error) {
    await close()
    throw error
  }
  const rest = parts.size === 0 ? zip.entries : zip.entries.filter(entry => !parts.has(entry))
  damaged?.note(rest)
  const sources = [...parts.values()]
  if (rest.length > 0 || nested.length === 0) sources.push(zipSource(name, access, zip, codec, rest))
  if (nested.length > 0) onListed(rest)
  return {sources, parts: partsOf(name, zip.entries), zips, close}
}

/** What becomes of a part that cannot be opened: a file like any other, if damage is no reason to stop. */
export function keptIn(damaged: DamagedParts | undefined, path: string): (error: unknown) => undefined {
  return error => {
    if (!damaged) throw error
    damaged.keep(path, error)
  }
}

/** Only deflated parts are unpacked. */
async function makeRoom(nested: readonly ZipEntry[], opening: Opening): Promise<void> {
  const bytes = nested.reduce((sum, {method, size}) => sum + (method === 8 ? size : 0), 0)
  if (bytes > 0) await opening.makeRoom?.(bytes)
}

function unpackingOf(
  nested: readonly ZipEntry[],
  {spool, signal, codec, damaged, onProgress}: Opening,
): Unpacking {
  const total = nested.reduce((sum, entry) => sum + entry.size, 0)
  let done = 0
  return {
    spool,
    signal,
    codec,
    ...(damaged && {onDamage: error => damaged.tell(error)}),
    advance(bytes) {
      done += bytes
      onProgress?.({phase: 'unpack', done, total})
    },
  }
}

/** What was odd and did not stop us; asked last, since much of it is seen only on reading. */
export async function oddities(zips: readonly NamedZip[]): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const {zip} of [...zips].sort(bySourceName)) {
    await zip.locateRest()
    // A loop: an archive can have more than a call can have arguments.
    for (const problem of zip.problems()) problems.push(problem)
  }
  return problems
}

/** The parts that an input is, by its own name, or holds at its root, packed or not. */
export function partsOf(name: string, files: readonly {readonly path: string}[]): Part[] {
  const own = partOf(name)
  return [...(own ? [own] : []), ...partsAmong(files.map(({path}) => path))]
}

type Named = Pick<Source, 'name' | 'size'>

/** Two of one name differ in size, or it does not matter. */
export function bySourceName(a: Named, b: Named): number {
  return comparePartNames(a.name, b.name) || a.size - b.size
}
