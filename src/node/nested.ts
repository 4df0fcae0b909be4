import type {Codec} from '../zip/codec.ts'
import {packedChunks, unpack} from '../zip/data.ts'
import type {RandomAccess, ZipEntry} from '../zip/model.ts'
import type {ZipReader} from '../zip/read.ts'
import {spool} from './spool.ts'

/** An archive and the parts in it. */
export interface Outer {
  readonly access: RandomAccess
  readonly zip: ZipReader
  readonly nested: readonly ZipEntry[]
}

export interface Unpacking {
  readonly spoolFolder: string
  readonly signal: AbortSignal | undefined
  readonly advance: (bytes: number) => void
  readonly codec: Codec
}

/** A part inside an archive as something that can be read anywhere; its checksum has been proved. */
export async function openNested(
  {access, zip}: Outer,
  entry: ZipEntry,
  unpacking: Unpacking,
): Promise<RandomAccess> {
  const {start, length, method} = await zip.locate(entry)
  const chunks = watched(
    unpack(packedChunks(access, {start, length, method}), entry, unpacking.codec),
    unpacking,
  )
  if (entry.method === 8) return spool(unpacking.spoolFolder, entry.path, chunks)
  // A stored part is read where it lies; once through first, since its checksum is the outer archive's.
  for await (const _ of chunks);
  return {
    size: entry.size,
    read(position, wanted) {
      if (position < 0 || position + wanted > entry.size) throw new RangeError('a read outside the part')
      return access.read(start + position, wanted)
    },
    close: async () => {},
  }
}

/** Parts have gigabytes: a person must be able to see that it goes on, and to stop it. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  {signal, advance}: Unpacking,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    yield chunk
    advance(chunk.length)
  }
}
