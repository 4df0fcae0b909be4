import type {Entry} from '../core/model.ts'
import type {Packed, Source} from '../io.ts'
import {packedChunks, unpack, unpackWhole} from './data.ts'
import type {RandomAccess, ZipEntry} from './model.ts'
import type {ZipReader} from './read.ts'

/** Up to this many bytes, packed or not, are read and inflated at once. */
const AT_ONCE = 8 * 1024 * 1024

/** An opened archive as a source of the pipeline. `entries` may leave some out, such as nested parts. */
export function zipSource(
  name: string,
  access: RandomAccess,
  zip: ZipReader,
  entries: readonly ZipEntry[] = zip.entries,
): Source {
  const streamed = async function* (entry: ZipEntry) {
    yield* unpack(packedChunks(access, await zip.locate(entry)), entry)
  }
  return {
    name,
    size: access.size,
    entries,
    async read(entry) {
      const known = own(entry)
      const at = await zip.locate(known)
      if (Math.max(at.length, known.size) > AT_ONCE) return joined(streamed(known))
      return unpackWhole(await access.read(at.start, at.length), known)
    },
    stream: entry => streamed(own(entry)),
    async packed(entry) {
      const known = own(entry)
      const at = await zip.locate(known)
      const {size, crc32, method, packedSize} = known
      const chunks =
        Math.max(at.length, size) > AT_ONCE
          ? checkedChunks(packedChunks(access, at), known)
          : checkedAtOnce(await access.read(at.start, at.length), known)
      return {method, packedSize, size, crc32, chunks} satisfies Packed
    },
    close: () => zip.close(),
  }
}

/** The pipeline gives back the entries that it was given. */
function own(entry: Entry): ZipEntry {
  return entry as ZipEntry
}

/** Collected, not reserved beforehand: the size is only what the archive says. */
async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const list: Uint8Array[] = []
  for await (const chunk of chunks) list.push(chunk)
  return Buffer.concat(list)
}

/** A raw copy would pass a damaged entry on, so it is inflated beside, only to be checked. */
async function* checkedAtOnce(packed: Uint8Array, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  unpackWhole(packed, entry)
  yield packed
}

/** The same for entries that do not fit in memory: each chunk goes two ways. */
async function* checkedChunks(
  chunks: AsyncGenerator<Uint8Array>,
  entry: ZipEntry,
): AsyncGenerator<Uint8Array> {
  let give: Uint8Array | undefined
  const passed: Uint8Array[] = []
  const tee = (async function* () {
    for await (const chunk of chunks) {
      passed.push(chunk)
      yield chunk
    }
  })()
  for await (const _ of unpack(tee, entry)) {
    for (give = passed.shift(); give; give = passed.shift()) yield give
  }
  for (give = passed.shift(); give; give = passed.shift()) yield give
}
