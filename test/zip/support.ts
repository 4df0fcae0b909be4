import {execFile} from 'node:child_process'
import {mkdtemp, open, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {deflateRawSync} from 'node:zlib'
import {expect} from 'vitest'
import {ExportError} from '../../src/core/error.ts'
import {nodeCodec} from '../../src/node/codec.ts'
import {crc32} from '../../src/zip/crc.ts'
import {packedChunks, unpack} from '../../src/zip/data.ts'
import type {RandomAccess} from '../../src/zip/model.ts'
import {type OpenZipOptions, openZip, type ZipReader} from '../../src/zip/read.ts'
import {zipSource} from '../../src/zip/source.ts'
import {dosTime} from '../../src/zip/time.ts'
import {type ByteSink, type NewEntry, ZipWriter} from '../../src/zip/write.ts'

export const run = promisify(execFile)

/** Without threads: what these tests are about happens in place. */
export const codec = nodeCodec(0)

export const TIME = dosTime(2025, 11, 18, 9, 41, 22)

export const utf8 = (text: string) => new TextEncoder().encode(text)
export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Runs `use` with a folder that is gone afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'nef-zip-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, {recursive: true})
  }
}

/** Counts its reads, so that tests can see how many there are. */
export function memory(bytes: Uint8Array): RandomAccess & {reads: number; closed: boolean} {
  return {
    size: bytes.length,
    reads: 0,
    closed: false,
    async read(position, length) {
      this.reads++
      if (position < 0 || position + length > bytes.length) throw new RangeError('read outside the bytes')
      return new Uint8Array(bytes.subarray(position, position + length))
    },
    async close() {
      this.closed = true
    },
  }
}

export async function file(path: string): Promise<RandomAccess> {
  const handle = await open(path)
  const {size} = await handle.stat()
  return {
    size,
    async read(position, length) {
      const bytes = new Uint8Array(length)
      const {bytesRead} = await handle.read(bytes, 0, length, position)
      if (bytesRead < length) throw new Error(`only ${bytesRead} bytes of ${length}`)
      return bytes
    },
    close: () => handle.close(),
  }
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return new Uint8Array(Buffer.concat(all))
}

/** Path → content of every file, each read in both ways, which must agree. */
export async function contents(access: RandomAccess, zip: ZipReader): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const entry of zip.entries) {
    const at = await zip.locate(entry)
    const whole = await zipSource('export.zip', access, zip, codec).read(entry)
    const streamed = await collect(unpack(packedChunks(access, at), entry, codec))
    if (Buffer.compare(whole, streamed) !== 0) throw new Error(`two readings of ${entry.path}`)
    files.set(entry.path, whole)
  }
  return files
}

export async function readAll(bytes: Uint8Array, options: Partial<OpenZipOptions> = {}) {
  const access = memory(bytes)
  return contents(access, await openZip(access, {name: 'export.zip', ...options}))
}

/** The {@link ExportError} that `work` ends with; anything else fails the test. */
export async function refusal(work: Promise<unknown>): Promise<ExportError> {
  const error = await work.then(
    () => new Error('it was accepted'),
    thrown => thrown,
  )
  if (!(error instanceof ExportError)) throw error
  expect(error.message).toMatch(/^cannot /)
  expect(error.hint).toMatch(/^[a-z]/)
  expect(error.path).toBeDefined()
  return error
}

/** As `code: message`. */
export async function refusalOf(bytes: Uint8Array): Promise<string> {
  const {code, message} = await refusal(readAll(bytes))
  return `${code}: ${message}`
}

export function memorySink(): ByteSink & {bytes(): Uint8Array; writes: number} {
  const pieces: Uint8Array[] = []
  return {
    writes: 0,
    async write(bytes) {
      this.writes++
      pieces.push(bytes.slice())
    },
    bytes: () => new Uint8Array(Buffer.concat(pieces)),
  }
}

export function deflated(path: string, content: Uint8Array | string): NewEntry {
  const bytes = typeof content === 'string' ? utf8(content) : content
  const data = deflateRawSync(bytes)
  const known = {size: bytes.length, packedSize: data.length, crc32: crc32(bytes)}
  return {path, time: TIME, method: 8, known, data}
}

export function stored(path: string, content: Uint8Array | string): NewEntry {
  const data = typeof content === 'string' ? utf8(content) : content
  const known = {size: data.length, packedSize: data.length, crc32: crc32(data)}
  return {path, time: TIME, method: 0, known, data}
}

/** An archive of our own. */
export async function written(entries: Iterable<NewEntry>): Promise<Uint8Array> {
  const sink = memorySink()
  const zip = new ZipWriter(sink)
  for (const entry of entries) await zip.add(entry)
  await zip.end()
  return sink.bytes()
}

/** Python's view of an archive or its making, as an independent opinion; gives what it prints. */
export async function python(script: string, ...args: string[]): Promise<string> {
  const {stdout} = await run('python3', ['-c', script, ...args], {maxBuffer: 1 << 26})
  return stdout
}
