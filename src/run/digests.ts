import {type Ask, digest, ROW_BYTES, TITLE_BYTES} from '../core/digest.ts'
import {ExportError} from '../core/error.ts'
import type {Digest, Entry} from '../core/model.ts'
import type {Source} from '../io.ts'
import {crc32} from '../zip/crc.ts'
import {readContents} from './contents.ts'
import type {Advance, Gathered} from './gather.ts'
import {batches, inOrder} from './in-order.ts'
import {BATCH, UNDER_WAY} from './limits.ts'
import {decodeText, MOST_REWRITTEN} from './text.ts'

interface Reading {
  readonly advance: Advance
  readonly signal: AbortSignal | undefined
  /** Takes the checksums of CSVs whose source knew none. */
  readonly checksums: Map<number, number>
}

/** What the documents say that somebody asked about. They are read in batches, many at once. */
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
  const wanted = batches(asked.keys(), BATCH, sizeOf)
  const read = async (batch: readonly number[]) => {
    signal?.throwIfAborted()
    return digestsOf(all, batch, asked, checksums)
  }
  for await (const batch of inOrder(wanted, UNDER_WAY, batch => sum(batch.map(sizeOf)), read)) {
    for (const [entry, digest] of batch) {
      digests.set(entry, digest)
      done += sizeOf(entry)
      advance(done, total)
    }
  }
  return digests
}

async function digestsOf(
  all: Gathered,
  batch: readonly number[],
  asked: ReadonlyMap<number, Ask>,
  checksums: Map<number, number>,
): Promise<[number, Digest][]> {
  const askOf = (entry: number): Ask => {
    const ask = asked.get(entry)!
    return ask === 'links' && all.entries[entry]!.size > MOST_REWRITTEN ? 'row' : ask
  }
  const whole = batch.filter(entry => all.entries[entry]!.size <= MOST_READ[askOf(entry)])
  const contents = new Map<number, Uint8Array>()
  for (const [at, result] of (await readContents(all, whole, () => true)).entries()) {
    if (result instanceof ExportError) throw result
    contents.set(whole[at]!, result.bytes!)
  }
  const found: [number, Digest][] = []
  for (const entry of batch) {
    const ask = askOf(entry)
    const {size, crc32: known} = all.entries[entry]!
    const isHead = ask === 'title' || ask === 'row'
    const bytes =
      contents.get(entry) ?? (isHead ? await readHead(all.sourceOf[entry]!, all.entries[entry]!) : undefined)
    if (bytes && ask === 'records' && known === undefined) checksums.set(entry, crc32(bytes))
    found.push([entry, bytes ? digestOf(ask, bytes, size) : {}])
  }
  return found
}

/**
 * Documents up to this many bytes are read whole. Of a larger page only the head counts; what is too large
 * to be rewritten is copied as it is, and nothing in it decides anything.
 */
const MOST_READ: Record<Ask, number> = {
  title: ROW_BYTES,
  row: ROW_BYTES,
  links: MOST_REWRITTEN,
  html: MOST_REWRITTEN,
  'html-links': MOST_REWRITTEN,
  records: MOST_REWRITTEN,
  anchors: MOST_REWRITTEN,
}

function digestOf(ask: Ask, bytes: Uint8Array, size: number): Digest {
  const read = partFor(ask, bytes)
  // What is not UTF-8 has no title that could be trusted; it is copied.
  const text = decodeText(read, read.length < size)
  return text === undefined ? {} : digest(ask, text)
}

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

async function readHead(source: Source, entry: Entry): Promise<Uint8Array> {
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
