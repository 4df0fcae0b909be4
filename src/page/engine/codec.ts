import {checkFigures, checkWhole, leftOver, longer, shorter, unreadable} from '../../zip/check.ts'
import {
  type Codec,
  Damage,
  type Figures,
  type NewFile,
  PACKED_HEAD,
  type PackedFile,
} from '../../zip/codec.ts'
import {crc32} from '../../zip/crc.ts'
import {joinChunks} from '../../zip/join.ts'
import {deflateSmall, inflateHead, inflateSmall, SMALL} from './small.ts'
import {deflateStream, explain, inflateStream, inflateWhole} from './streams.ts'

/** No deflated bytes become more than this many times as many: 258 for two bits (RFC 1951, 3.2.5). */
const MOST_INFLATED = 1032

/**
 * Inflating and deflating without Node. One entry after the other, for the browser's streams work in the thread
 * that reads them: nothing would be gained by having several at once but memory in use.
 */
export const browserCodec: Codec = {
  async unpack(bytes, slices) {
    const results = []
    for (const slice of slices) {
      const {start, length, want} = slice
      const packed = bytes.subarray(start, start + length)
      try {
        if (want === 'head') results.push({bytes: unpackHead(packed, slice)})
        else
          results.push(
            want === 'bytes' ? {bytes: await unpackWhole(packed, slice)} : await check(packed, slice),
          )
      } catch (error) {
        if (!(error instanceof Damage)) throw error
        results.push({damage: error.message})
      }
    }
    return {bytes, results}
  },
  async pack(files) {
    const packed = []
    for (const file of files) packed.push(await packWhole(file))
    return packed
  },
  inflate: inflateStream,
  deflate: deflateStream,
}

function unpackHead(packed: Uint8Array, {method}: Figures): Uint8Array {
  const first = packed.subarray(0, PACKED_HEAD)
  return method === 0 || first.length === 0 ? first.slice() : inflateHead(first)
}

async function unpackWhole(packed: Uint8Array, entry: Figures): Promise<Uint8Array> {
  if (isPlain(packed, entry)) {
    checkWhole(packed, entry)
    return packed
  }
  refuseBomb(packed, entry)
  if (entry.size <= SMALL) {
    const bytes = inflateSmall(packed, entry, true)
    checkWhole(bytes, entry)
    return bytes
  }
  const bytes = new Uint8Array(entry.size)
  let filled = 0
  await inflated(packed, entry, chunk => {
    bytes.set(chunk, filled)
    filled += chunk.length
  })
  checkWhole(bytes.subarray(0, filled), entry)
  return bytes
}

/** Most entries are only copied: their bytes need not stay. */
async function check(packed: Uint8Array, entry: Figures): Promise<Record<string, never>> {
  if (isPlain(packed, entry)) {
    checkWhole(packed, entry)
    return {}
  }
  refuseBomb(packed, entry)
  if (entry.size <= SMALL) {
    checkWhole(inflateSmall(packed, entry, false), entry)
    return {}
  }
  let size = 0
  let crc = 0
  await inflated(packed, entry, chunk => {
    size += chunk.length
    crc = crc32(chunk, crc)
  })
  checkFigures(entry, size, crc)
  return {}
}

/** Some writers call an empty file deflated and write not even the end of a deflate stream. */
function isPlain(packed: Uint8Array, {method, size}: Figures): boolean {
  return method === 0 || (packed.length === 0 && size === 0)
}

/** Nothing is reserved on the mere word of an archive. */
function refuseBomb(packed: Uint8Array, entry: Figures): void {
  if (entry.size > packed.length * MOST_INFLATED) throw new Damage(shorter(entry))
}

/** Gives what comes out, and never more than the archive says. */
async function inflated(
  packed: Uint8Array,
  entry: Figures,
  take: (chunk: Uint8Array) => void,
): Promise<void> {
  let size = 0
  try {
    await inflateWhole(packed, chunk => {
      size += chunk.length
      if (size > entry.size) throw new Damage(longer(entry))
      take(chunk)
    })
  } catch (error) {
    if (error instanceof Damage) throw error
    const {rest, cause} = await explain(packed, error)
    if (rest !== undefined) throw new Damage(leftOver(rest))
    throw new Damage(unreadable(cause), {cause})
  }
}

async function packWhole({bytes}: NewFile): Promise<PackedFile> {
  const deflated = bytes.length <= SMALL ? deflateSmall(bytes) : await deflateWhole(bytes)
  const isShorter = deflated.length < bytes.length
  const data = isShorter ? deflated : bytes
  return {method: isShorter ? 8 : 0, size: bytes.length, crc32: crc32(bytes), data}
}

async function deflateWhole(bytes: Uint8Array): Promise<Uint8Array> {
  const one = (async function* () {
    yield bytes
  })()
  return joinChunks(deflateStream(one))
}
