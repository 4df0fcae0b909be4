import {ExportError} from '../core/error.ts'
import type {Codec} from '../zip/codec.ts'
import {packedChunks, unpack} from '../zip/data.ts'
import type {Locator, RandomAccess, ZipEntry} from '../zip/model.ts'
import type {ZipReader} from '../zip/read.ts'

/** Puts bytes where they can be read anywhere, and away when that is closed; nothing stays of a failure. */
export type Spool = (name: string, chunks: AsyncIterable<Uint8Array>) => Promise<RandomAccess>

export interface Unpacking {
  readonly spool: Spool
  readonly signal: AbortSignal | undefined
  readonly advance: (bytes: number) => void
  readonly codec: Codec
  /** Takes what is wrong with a part's bytes, and lets them be used: its own entries have checksums too. */
  readonly onDamage?: ((error: ExportError) => void) | undefined
}

/** The archive that parts lie in. */
export interface Outer extends Unpacking {
  readonly access: RandomAccess
  readonly zip: ZipReader
}

export interface Nested {
  readonly access: RandomAccess
  /** Rejects when its bytes do not fit the outer archive's checksum, or tells that. */
  prove(): Promise<void>
}

/** A part inside an archive as something that can be read anywhere. */
export async function openNested(outer: Outer, entry: ZipEntry): Promise<Nested> {
  const {access, zip, spool, codec, onDamage} = outer
  const at = await zip.locate(entry)
  const bytes = unpack(packedChunks(access, at), entry, codec)
  const chunks = watched(onDamage ? untilDamage(bytes, onDamage) : bytes, outer)
  if (entry.method === 8) return {access: await spool(entry.path, chunks), prove: async () => {}}
  // A stored part is read where it lies, and can be listed before all of it has been read.
  return {
    access: inPlace(access, at),
    async prove() {
      for await (const _ of chunks);
    },
  }
}

/** What is stored in an archive, read where it lies. */
function inPlace(access: RandomAccess, {start, length}: Locator): RandomAccess {
  return {
    size: length,
    read(position, wanted, into) {
      if (position < 0 || position + wanted > length) throw new RangeError('a read outside the part')
      return access.read(start + position, wanted, into)
    },
    close: async () => {},
  }
}

async function* untilDamage(
  chunks: AsyncIterable<Uint8Array>,
  onDamage: (error: ExportError) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    if (!(error instanceof ExportError && error.code === 'damaged-entry')) throw error
    onDamage(error)
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
