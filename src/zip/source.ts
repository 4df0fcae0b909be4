import {ExportError} from '../core/error.ts'
import type {Entry} from '../core/model.ts'
import type {Contents, Packed, Source, Want} from '../io.ts'
import {damagedEntry} from './check.ts'
import {type Codec, MOST_HEAD, MOST_RESERVED, type Slice, type Unpacked} from './codec.ts'
import {packedChunks, unpack} from './data.ts'
import {joinChunks} from './join.ts'
import type {RandomAccess, ZipEntry} from './model.ts'
import type {Extent, ZipReader} from './read.ts'
import {rescue} from './rescue.ts'
import {type Span, spansOf} from './spans.ts'

/** Up to this many bytes, packed or not, are read and inflated at once. */
const AT_ONCE = 8 * 1024 * 1024

/** An opened archive as a source of the pipeline. `entries` may leave some out, such as nested parts. */
export function zipSource(
  name: string,
  access: RandomAccess,
  zip: ZipReader,
  codec: Codec,
  entries: readonly ZipEntry[] = zip.entries,
): Source {
  const reader = new Entries(access, zip, codec)
  return {
    name,
    size: access.size,
    entries,
    read: entry => reader.read(own(entry)),
    stream: entry => reader.stream(own(entry)),
    packed: entry => reader.packed(own(entry)),
    readMany: (entries, want) => reader.readMany(entries.map(own), want),
    release: read => reader.release(read),
    rescue: entry => rescue(access, own(entry), zip.extentOf(own(entry)), codec),
    close: () => zip.close(),
  }
}

/** The pipeline gives back the entries that it was given. */
function own(entry: Entry): ZipEntry {
  return entry as ZipEntry
}

interface Member {
  readonly entry: ZipEntry
  readonly want: Want
  readonly extent: Extent
}

interface ReadSpan {
  readonly unpacked: Unpacked
  readonly found: readonly (readonly [ZipEntry, Contents | ExportError])[]
}

class Entries {
  readonly #access: RandomAccess
  readonly #zip: ZipReader
  readonly #codec: Codec
  /** What somebody may say is not needed any more, by what it was given for. */
  readonly #lent = new WeakMap<readonly (Contents | ExportError)[], readonly Unpacked[]>()

  constructor(access: RandomAccess, zip: ZipReader, codec: Codec) {
    this.#access = access
    this.#zip = zip
    this.#codec = codec
  }

  async read(entry: ZipEntry): Promise<Uint8Array> {
    if (!this.#isSmall(entry)) return this.#whole(entry)
    return (await this.#one(entry, 'bytes')).bytes!
  }

  /** Into memory that is reserved beforehand: pieces that are joined at the end take twice as much. */
  async #whole(entry: ZipEntry): Promise<Uint8Array> {
    if (entry.size > MOST_RESERVED) return joinChunks(this.stream(entry))
    const whole = new Uint8Array(entry.size)
    let filled = 0
    // There are exactly as many bytes, or the stream throws before it gives one too many.
    for await (const bytes of this.stream(entry)) {
      whole.set(bytes, filled)
      filled += bytes.length
    }
    return whole
  }

  async *stream(entry: ZipEntry): AsyncGenerator<Uint8Array> {
    yield* unpack(packedChunks(this.#access, await this.#zip.locate(entry)), entry, this.#codec)
  }

  async packed(entry: ZipEntry): Promise<Packed> {
    if (this.#isSmall(entry)) return (await this.#one(entry, 'check')).packed!
    const chunks = packedChunks(this.#access, await this.#zip.locate(entry))
    return {...figuresOf(entry), data: checkedChunks(chunks, entry, this.#codec)}
  }

  async readMany(
    entries: readonly ZipEntry[],
    want: (entry: ZipEntry) => Want,
  ): Promise<readonly (Contents | ExportError)[]> {
    const small: Member[] = []
    const results = new Map<ZipEntry, Contents | ExportError>()
    for (const entry of entries) {
      if (this.#isSmall(entry)) {
        small.push({entry, want: want(entry), extent: this.#zip.extentOf(entry)})
      } else results.set(entry, await this.#large(entry, want(entry)).catch(orDamage))
    }
    const spans = await Promise.all(spansOf(small).map(span => this.#readSpan(span)))
    for (const {found} of spans) for (const [entry, result] of found) results.set(entry, result)
    const read = entries.map(entry => results.get(entry)!)
    this.#lent.set(
      read,
      spans.map(({unpacked}) => unpacked),
    )
    return read
  }

  release(read: readonly (Contents | ExportError)[]): void {
    for (const unpacked of this.#lent.get(read) ?? []) unpacked.release?.()
    this.#lent.delete(read)
  }

  /** Only what lies in the archive as compactly as archives do is read together with its surroundings. */
  #isSmall(entry: ZipEntry): boolean {
    const {start, end} = this.#zip.extentOf(entry)
    return Math.max(end - start, entry.size) <= AT_ONCE
  }

  async #one(entry: ZipEntry, want: Want): Promise<Contents> {
    const [result] = await this.readMany([entry], () => want)
    if (result instanceof ExportError) throw result
    return result!
  }

  async #large(entry: ZipEntry, want: Want): Promise<Contents> {
    if (want === 'head') return {head: await this.#head(entry)}
    return want === 'bytes'
      ? {bytes: await this.read(entry), packed: await this.packed(entry)}
      : {packed: await this.packed(entry)}
  }

  async #head(entry: ZipEntry): Promise<Uint8Array> {
    for await (const chunk of this.stream(entry)) return chunk.slice(0, MOST_HEAD)
    return new Uint8Array(0)
  }

  async #readSpan({start, end, members}: Span<Member>): Promise<ReadSpan> {
    const length = end - start
    const read = await this.#access.read(start, length, this.#codec.take?.(length))
    const window = windowOn(read, start)
    const slices: Slice[] = []
    for (const {entry, want} of members) {
      const found = this.#zip.locate(entry, window)
      const at = found instanceof Promise ? await found : found
      const {path, size, crc32, method} = entry
      slices.push({path, size, crc32, method, start: at.start - start, length: at.length, want})
    }
    const unpacked = await this.#codec.unpack(read, slices)
    const {bytes, results} = unpacked
    const contentsOf = ({entry, want}: Member, index: number): Contents | ExportError => {
      const result = results[index]!
      if (result.damage !== undefined) return damagedEntry(entry.path, result.damage)
      if (want === 'head') return {head: result.bytes!}
      const {start, length} = slices[index]!
      const packed: Packed = {...figuresOf(entry), data: bytes.subarray(start, start + length)}
      return {packed, ...(result.bytes && {bytes: result.bytes})}
    }
    return {unpacked, found: members.map((member, index) => [member.entry, contentsOf(member, index)])}
  }
}

function figuresOf({method, packedSize, size, crc32}: ZipEntry): Omit<Packed, 'data'> {
  return {method, packedSize, size, crc32}
}

/** Reads headers from bytes that have been read already. */
function windowOn(bytes: Uint8Array, start: number) {
  return {
    read(position: number, length: number): Uint8Array {
      const from = position - start
      if (from < 0 || from + length > bytes.length) throw new RangeError('a header outside of its extent')
      return bytes.subarray(from, from + length)
    },
  }
}

function orDamage(error: unknown): ExportError {
  if (error instanceof ExportError && error.code === 'damaged-entry') return error
  throw error
}

/** A raw copy would pass a damaged entry on, so each chunk goes two ways: out, and to be checked. */
async function* checkedChunks(
  chunks: AsyncGenerator<Uint8Array>,
  entry: ZipEntry,
  codec: Codec,
): AsyncGenerator<Uint8Array> {
  let give: Uint8Array | undefined
  const passed: Uint8Array[] = []
  const tee = (async function* () {
    for await (const chunk of chunks) {
      passed.push(chunk)
      yield chunk
    }
  })()
  for await (const _ of unpack(tee, entry, codec)) {
    for (give = passed.shift(); give; give = passed.shift()) yield give
  }
  for (give = passed.shift(); give; give = passed.shift()) yield give
}
