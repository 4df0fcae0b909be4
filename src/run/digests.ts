import {columnNames} from '../core/database.ts'
import {
  type Ask,
  digest,
  digestOfBeginning,
  type HeadAsk,
  HTML_TITLE_BYTES,
  ROW_BYTES,
  TITLE_BYTES,
} from '../core/digest.ts'
import {ExportError} from '../core/error.ts'
import type {Digest, Entry} from '../core/model.ts'
import {whenLoaded} from '../core/on-demand.ts'
import type {Source} from '../io.ts'
import {crc32} from '../zip/crc.ts'
import {readContents} from './contents.ts'
import type {Advance, Gathered} from './gather.ts'
import {batches, inOrder} from './in-order.ts'
import {BATCH, UNDER_WAY} from './limits.ts'
import {findStyle} from './page-style.ts'
import {decodeText, MOST_REWRITTEN} from './text.ts'

interface Reading {
  readonly advance: Advance
  readonly signal: AbortSignal | undefined
  /** Takes the checksums of CSVs whose source knew none. */
  readonly checksums: Map<number, number>
}

/**
 * What the documents say that somebody asked about. They are read in batches, many at once; CSVs before pages,
 * since their columns tell how much of a page is worth keeping.
 */
export async function readDigests(
  all: Gathered,
  asked: ReadonlyMap<number, Ask>,
  {advance, signal, checksums}: Reading,
): Promise<Map<number, Digest>> {
  const sizeOf = (entry: number) => all.entries[entry]!.size
  const digests = new Map<number, Digest>()
  let total = 0
  for (const entry of asked.keys()) total += sizeOf(entry)
  let done = 0
  const columns = new Set<string>()
  const read = async (batch: readonly number[]) => {
    signal?.throwIfAborted()
    return digestsOf(all, batch, {asked, columns, checksums})
  }
  for (const isOfPages of [false, true]) {
    const wanted = [...asked.keys()].filter(entry => isPage(asked.get(entry)!) === isOfPages)
    const readings = batches(wanted, BATCH, sizeOf)
    for await (const batch of inOrder(readings, UNDER_WAY, batch => sum(batch.map(sizeOf)), read)) {
      for (const [entry, digest] of batch) {
        digests.set(entry, digest)
        for (const name of columnNames(digest.records?.at(0) ?? [])) columns.add(name)
        done += sizeOf(entry)
        advance(done, total)
      }
    }
  }
  return digests
}

/** Whether it can begin with properties. */
function isPage(ask: Ask): boolean {
  return ask === 'title' || ask === 'row' || ask === 'links'
}

interface Asked {
  readonly asked: ReadonlyMap<number, Ask>
  readonly columns: ReadonlySet<string>
  readonly checksums: Map<number, number>
}

async function digestsOf(
  all: Gathered,
  batch: readonly number[],
  {asked, columns, checksums}: Asked,
): Promise<[number, Digest][]> {
  const askOf = (entry: number): Ask => {
    const ask = asked.get(entry)!
    return ask === 'links' && all.entries[entry]!.size > MOST_REWRITTEN ? 'row' : ask
  }
  const found = new Map<number, Digest>()
  const [pages, documents] = divide(batch, entry => isHead(askOf(entry)))
  const heads = await read(all, pages, 'head')
  for (const entry of pages) {
    const {size} = all.entries[entry]!
    const digest = await whenLoaded(() => digestOfHead(askOf(entry), heads.of.get(entry), size, columns))
    if (digest) found.set(entry, digest)
  }
  heads.release()
  const most = (entry: number) => (isMarkdownHead(askOf(entry)) ? ROW_BYTES : MOST_REWRITTEN)
  const rest = [...documents, ...pages.filter(entry => !found.has(entry))]
  const [whole, large] = divide(rest, entry => all.entries[entry]!.size <= most(entry))
  const contents = await read(all, whole, 'bytes')
  for (const entry of [...whole, ...large]) {
    const ask = askOf(entry)
    const {size, crc32: known} = all.entries[entry]!
    const bytes =
      contents.of.get(entry) ??
      (isMarkdownHead(ask) ? await readBeginning(all.sourceOf[entry]!, all.entries[entry]!) : undefined)
    if (bytes && ask === 'records' && known === undefined) checksums.set(entry, crc32(bytes))
    found.set(entry, bytes ? await whenLoaded(() => digestOf(ask, bytes, size, columns)) : {})
  }
  contents.release()
  return batch.map(entry => [entry, found.get(entry)!])
}

/**
 * Of pages that are asked for no more, most need only their head. Without it Markdown is read whole up to
 * {@link ROW_BYTES}, and of a larger page that much. Other documents are read whole up to
 * {@link MOST_REWRITTEN}: what is too large to be rewritten is copied, and nothing in it decides anything.
 */
function isHead(ask: Ask): ask is HeadAsk {
  return ask === 'html-title' || isMarkdownHead(ask)
}

function isMarkdownHead(ask: Ask): ask is 'title' | 'row' {
  return ask === 'title' || ask === 'row'
}

/** The bytes or the heads of entries; none of one that is known to be damaged. */
async function read(
  all: Gathered,
  entries: readonly number[],
  want: 'bytes' | 'head',
): Promise<{readonly of: ReadonlyMap<number, Uint8Array>; release(): void}> {
  const of = new Map<number, Uint8Array>()
  const {contents, release} = await readContents(all, entries, () => want)
  for (const [at, result] of contents.entries()) {
    if (result instanceof ExportError) throw result
    const bytes = result[want]
    if (bytes) of.set(entries[at]!, bytes)
  }
  return {of, release}
}

/** What a page says, if its head says it all. */
function digestOfHead(
  ask: Ask,
  head: Uint8Array | undefined,
  size: number,
  columns: ReadonlySet<string>,
): Digest | undefined {
  if (head === undefined || !isHead(ask)) return undefined
  if (head.length >= size) return digestOf(ask, head, size, columns)
  const part = ask === 'html-title' ? head.subarray(0, HTML_TITLE_BYTES) : partFor(ask, head)
  const text = decodeText(part, true)
  return text === undefined ? {} : digestOfBeginning(ask, text, columns)
}

function digestOf(ask: Ask, bytes: Uint8Array, size: number, columns: ReadonlySet<string>): Digest {
  const text = textFor(ask, bytes, size)
  // What is not UTF-8 has no title that could be trusted; it is copied.
  return text === undefined ? {} : digest(ask, text, columns)
}

function textFor(ask: Ask, bytes: Uint8Array, size: number): string | undefined {
  const page = OF_HTML.has(ask) ? findStyle(bytes) : undefined
  if (!page) {
    const read = partFor(ask, bytes)
    return decodeText(read, read.length < size)
  }
  const rest = decodeText(bytes.subarray(page.end))
  return rest === undefined ? undefined : page.head + rest
}

const OF_HTML: ReadonlySet<Ask> = new Set(['html-title', 'html', 'html-links', 'anchors'])

/** Decoding takes time, and most pages are longer than their title. */
function partFor(ask: Ask, bytes: Uint8Array): Uint8Array {
  if (ask === 'title') {
    const end = bytes.indexOf(NEWLINE)
    return bytes.subarray(0, end < 0 ? TITLE_BYTES : Math.min(end + 1, TITLE_BYTES))
  }
  return bytes
}

const NEWLINE = 0x0a

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function divide<T>(things: readonly T[], test: (thing: T) => boolean): [yes: T[], no: T[]] {
  const yes: T[] = []
  const no: T[] = []
  for (const thing of things) (test(thing) ? yes : no).push(thing)
  return [yes, no]
}

async function readBeginning(source: Source, entry: Entry): Promise<Uint8Array> {
  const head = new Uint8Array(ROW_BYTES)
  let filled = 0
  for await (const chunk of source.stream(entry)) {
    const part = chunk.subarray(0, ROW_BYTES - filled)
    head.set(part, filled)
    filled += part.length
    if (filled === ROW_BYTES) break
  }
  return head.subarray(0, filled)
}
