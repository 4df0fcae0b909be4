import {createHash} from 'node:crypto'
import {ExportError} from '../core/error.ts'
import type {Entry} from '../core/model.ts'
import type {Source} from '../io.ts'
import {crc32} from '../zip/crc.ts'
import type {Sums} from './manifest.ts'

/** What all reading shares: it can be stopped, and somebody may watch. */
export interface Watch {
  readonly signal?: AbortSignal | undefined
  /** Told of every piece that was read, in uncompressed bytes. */
  readonly advance: (bytes: number) => void
}

/** Sums, and a hash where two files must be shown to be one: checksums can be made to agree. */
export interface Seen extends Sums {
  /** SHA-256, hex. */
  readonly sha256: string
}

/** Reads an entry in pieces. Rejects with `damaged-entry` where the archive's own checksum does not fit. */
export async function sumEntry(source: Source, entry: Entry, {signal, advance}: Watch): Promise<Seen> {
  const hash = createHash('sha256')
  let size = 0
  let crc = 0
  for await (const chunk of source.stream(entry)) {
    signal?.throwIfAborted()
    hash.update(chunk)
    crc = crc32(chunk, crc)
    size += chunk.length
    advance(chunk.length)
  }
  return {size, crc32: hex(crc), sha256: hash.digest('hex')}
}

export function sumBytes(bytes: Uint8Array): Sums {
  return {size: bytes.length, crc32: hex(crc32(bytes))}
}

/** Larger documents are copied as they are, and so are those that are not UTF-8: their links are not ours. */
export const MOST_READ = 64 * 1024 * 1024

const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})

/** Undefined when the bytes are not UTF-8, or more than a string can hold. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** Why an entry could not be read, if the entry is at fault; all other errors pass. */
export function damageOf(error: unknown): string {
  if (error instanceof ExportError && (error.code === 'damaged-entry' || error.code === 'bad-zip')) {
    return error.message
  }
  throw error
}

export function isSame(a: Sums, b: Sums): boolean {
  return a.size === b.size && a.crc32 === b.crc32
}

/** As `unzip -v` shows them. */
export function sumText({size, crc32}: Sums): string {
  return `${size} bytes, ${crc32}`
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, '0')
}
