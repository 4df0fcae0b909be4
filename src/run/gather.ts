import {type Ask, digest, HEAD_BYTES} from '../core/digest.ts'
import {ExportError} from '../core/error.ts'
import type {Digest, Entry, Survey} from '../core/model.ts'
import {Resolver} from '../core/resolve.ts'
import {asks, survey} from '../core/survey.ts'
import {growTree} from '../core/tree.ts'
import type {Source} from '../io.ts'
import {decodeText} from './text.ts'

/** All entries of all parts as one list, and where each comes from. */
export interface Gathered {
  readonly entries: readonly Entry[]
  readonly sourceOf: readonly Source[]
}

export type Progress = (bytes: number) => void

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
export async function readSurvey(all: Gathered, advance: Progress, signal?: AbortSignal): Promise<Survey> {
  const tree = growTree(all.entries)
  const digests = new Map<number, Digest>()
  for (const [entry, ask] of asks(tree)) {
    signal?.throwIfAborted()
    digests.set(entry, await readDigest(all, entry, ask))
    advance(all.entries[entry]!.size)
  }
  const made = survey(tree, digests)
  if (!made.items.some(item => item && item.kind !== 'attachment')) {
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

/** The blocks of pages that other pages link to: only these pages have to be read once more. */
export async function readAnchors(
  all: Gathered,
  made: Survey,
  signal?: AbortSignal,
): Promise<Map<number, Digest>> {
  const resolver = new Resolver(made)
  const wanted = new Set<number>()
  for (const [entry, {blockLinks}] of made.digests) {
    for (const href of blockLinks ?? []) {
      const target = resolver.resolve(entry, href)
      if (target.kind === 'entry' && made.items[target.entry]!.format === 'html') wanted.add(target.entry)
    }
  }
  const found = new Map<number, Digest>()
  for (const entry of wanted) {
    signal?.throwIfAborted()
    found.set(entry, await readDigest(all, entry, 'anchors'))
  }
  return found
}

async function readDigest({entries, sourceOf}: Gathered, index: number, ask: Ask): Promise<Digest> {
  const entry = entries[index]!
  const source = sourceOf[index]!
  const bytes = ask === 'title' ? await readHead(source, entry) : await source.read(entry)
  // What is not UTF-8 has no title that could be trusted; it is copied as it is.
  const text = decodeText(bytes, bytes.length < entry.size)
  return text === undefined ? {} : digest(ask, text)
}

async function readHead(source: Source, entry: Entry): Promise<Uint8Array> {
  if (entry.size <= HEAD_BYTES * 4) return source.read(entry)
  for await (const chunk of source.stream(entry)) return chunk.subarray(0, HEAD_BYTES)
  return new Uint8Array()
}
