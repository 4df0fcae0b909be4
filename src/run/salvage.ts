import {ExportError} from '../core/error.ts'
import type {Damage, Entry} from '../core/model.ts'
import type {Source} from '../io.ts'
import {readContents} from './contents.ts'
import {type Advance, type Gathered, gather} from './gather.ts'
import {batches, inOrder} from './in-order.ts'
import {BATCH, UNDER_WAY} from './limits.ts'

/** Entries up to this many bytes are checked together; larger ones go by in pieces. */
const MOST_TOGETHER = 8 << 20

/**
 * The same sources, in which every damaged entry says so and gives what there is of it. Names depend on what
 * is damaged, so everything is read once, before there is a plan. What is wrong with a whole archive, or with
 * us, still rejects.
 */
export async function salvage(
  sources: readonly Source[],
  advance: Advance,
  signal?: AbortSignal,
): Promise<Source[]> {
  const all = gather(sources)
  const damaged = await findDamaged(all, advance, signal)
  const saved = new Map<Entry, Entry>()
  for (const [at, why] of damaged) {
    const entry = all.entries[at]!
    const damage: Damage = {size: await sizeOf(rest(all.sourceOf[at]!, entry), signal), why}
    saved.set(entry, {...entry, damage})
  }
  return sources.map(source =>
    source.entries.some(entry => saved.has(entry)) ? patched(source, saved) : source,
  )
}

/** What is wrong with each damaged entry. */
async function findDamaged(
  all: Gathered,
  advance: Advance,
  signal: AbortSignal | undefined,
): Promise<[entry: number, why: string][]> {
  const weigh = (entry: number) => all.entries[entry]!.size
  const total = all.entries.reduce((sum, {size}) => sum + size, 0)
  const check = async (batch: readonly number[]) => {
    signal?.throwIfAborted()
    return {batch, found: await checkBatch(all, batch, signal)}
  }
  const damaged: [number, string][] = []
  let done = 0
  const weighAll = (batch: readonly number[]) => batch.reduce((sum, entry) => sum + weigh(entry), 0)
  const wanted = batches(all.entries.keys(), BATCH, weigh)
  for await (const {batch, found} of inOrder(wanted, UNDER_WAY, weighAll, check)) {
    damaged.push(...found)
    done += weighAll(batch)
    advance(done, total)
  }
  return damaged
}

async function checkBatch(
  all: Gathered,
  batch: readonly number[],
  signal: AbortSignal | undefined,
): Promise<[number, string][]> {
  const small = batch.filter(entry => all.entries[entry]!.size <= MOST_TOGETHER)
  const large = batch.filter(entry => all.entries[entry]!.size > MOST_TOGETHER)
  const read = await readContents(all, small, entry =>
    all.sourceOf[entry]!.readMany ? 'check' : 'bytes',
  ).catch(orDamage)
  // One entry whose place is not certain fails all that lie beside it: then each is read by itself.
  const alone = read instanceof ExportError ? batch : large
  const found: [number, string][] = []
  if (!(read instanceof ExportError)) {
    read.contents.forEach((result, at) => {
      if (result instanceof ExportError) found.push([small[at]!, result.message])
    })
  }
  for (const entry of alone) {
    const stream = all.sourceOf[entry]!.stream(all.entries[entry]!)
    const result = await sizeOf(stream, signal).catch(orDamage)
    if (result instanceof ExportError) found.push([entry, result.message])
  }
  return found
}

/** Codes of what concerns one entry and leaves the others readable. */
const DAMAGE = new Set(['damaged-entry', 'bad-zip', 'no-access'])

function orDamage(error: unknown): ExportError {
  if (error instanceof ExportError && DAMAGE.has(error.code)) return error
  throw error
}

async function sizeOf(chunks: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<number> {
  let size = 0
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    size += chunk.length
  }
  return size
}

async function* rest(source: Source, entry: Entry): AsyncGenerator<Uint8Array> {
  try {
    yield* source.rescue ? source.rescue(entry) : source.stream(entry)
  } catch (error) {
    orDamage(error)
  }
}

/** Only streams give what is left of a damaged entry: it has no packed form, and is never read as a document. */
function patched(source: Source, saved: ReadonlyMap<Entry, Entry>): Source {
  const original = new Map(source.entries.map(entry => [saved.get(entry) ?? entry, entry]))
  const known = (entry: Entry) => original.get(entry)!
  return {
    name: source.name,
    size: source.size,
    entries: [...original.keys()],
    read: entry => source.read(known(entry)),
    stream: entry => (entry.damage ? rest(source, known(entry)) : source.stream(known(entry))),
    ...(source.packed && {packed: entry => source.packed!(known(entry))}),
    ...(source.readMany && {
      async readMany(entries, want) {
        const whole = entries.filter(({damage}) => !damage)
        const back = new Map(whole.map(entry => [known(entry), entry]))
        const results = await source.readMany!([...back.keys()], entry => want(back.get(entry)!))
        const found = new Map(whole.map((entry, at) => [entry, results[at]!]))
        return entries.map(entry => found.get(entry) ?? {})
      },
    }),
    close: () => source.close(),
  }
}
