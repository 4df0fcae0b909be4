import {inflateRawSync} from 'node:zlib'
import type {Entry} from './core/model.ts'
import type {OutFile, Packed, Sink, Source} from './io.ts'
import {crc32} from './zip/crc.ts'

/** An export as a map of paths to text or bytes; for tests, and for programs that have one. */
export function memorySource(
  files: ReadonlyMap<string, string | Uint8Array>,
  {name = 'memory', time = 0x5b720000}: {name?: string; time?: number} = {},
): Source {
  const bytes = new Map(
    [...files].map(([path, data]) => [
      path,
      typeof data === 'string' ? new TextEncoder().encode(data) : data,
    ]),
  )
  const entries: Entry[] = [...bytes].map(([path, data]) => ({
    path,
    size: data.length,
    crc32: crc32(data),
    time,
  }))
  const read = async (entry: Entry) => bytes.get(entry.path)!
  return {
    name,
    size: entries.reduce((sum, entry) => sum + entry.size, 0),
    entries,
    read,
    async *stream(entry) {
      yield await read(entry)
    },
    close: async () => {},
  }
}

/** Puts the clean export into a map, in its order. Empty until it is whole. */
export function memorySink(out: Map<string, Uint8Array>): Sink {
  const files = new Map<string, Uint8Array>()
  return {
    takesPacked: false,
    async write({path, data}: OutFile) {
      const bytes = await wholeOf(data)
      files.set(path, bytes)
      return {size: bytes.length, crc32: crc32(bytes)}
    },
    async finish() {
      for (const [path, bytes] of files) out.set(path, bytes)
      return {}
    },
    async abort() {
      files.clear()
    },
  }
}

/** Takes everything and keeps nothing: what a dry run writes to. */
export function nowhere(): Sink {
  return {
    takesPacked: true,
    keepsNothing: true,
    async write({data}: OutFile) {
      if ('packed' in data) {
        if (!(data.packed.data instanceof Uint8Array)) for await (const _ of data.packed.data);
        return {size: data.packed.size, crc32: data.packed.crc32}
      }
      let size = 0
      let crc = 0
      for await (const chunk of 'whole' in data ? [data.whole] : data.stream()) {
        size += chunk.length
        crc = crc32(chunk, crc)
      }
      return {size, crc32: crc}
    },
    finish: async () => ({}),
    abort: async () => {},
  }
}

async function wholeOf(data: OutFile['data']): Promise<Uint8Array> {
  if ('whole' in data) return data.whole
  const list: Uint8Array[] = []
  for await (const chunk of 'stream' in data ? data.stream() : chunksOf(data.packed)) list.push(chunk)
  const bytes = Buffer.concat(list)
  return 'packed' in data && data.packed.method === 8 ? inflateRawSync(bytes) : bytes
}

async function* chunksOf({data}: Packed): AsyncGenerator<Uint8Array> {
  if (data instanceof Uint8Array) yield data
  else yield* data
}
