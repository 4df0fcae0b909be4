import {readFile} from 'node:fs/promises'
import {basename, join, resolve} from 'node:path'
import {ExportError} from '../core/error.ts'
import type {Entry} from '../core/model.ts'
import type {Source} from '../io.ts'
import {dosTimeFromDate} from '../zip/time.ts'
import {readError} from './file.ts'
import {type Listed, listFiles} from './folder-list.ts'
import {Gate, openPatiently, patiently} from './patience.ts'

/** How many files are open at once: a batch can have a thousand, and some systems allow no more than 256. */
const WIDTH = 8

/** An extracted export: these files of it, in their order, their times in UTC. */
export function folderSource(folder: string, files: readonly Listed[]): Source {
  const known = new Map<Entry, Listed>(
    files.map(file => [
      {path: file.path, size: file.stats.size, time: dosTimeFromDate(file.stats.mtime)},
      file,
    ]),
  )
  const gate = new Gate(WIDTH)
  const rawOf = (entry: Entry): Buffer => known.get(entry)!.raw
  const fail = (entry: Entry) => (cause: unknown) => {
    throw readError(join(folder, entry.path), cause)
  }
  const stream = async function* (entry: Entry): AsyncGenerator<Uint8Array> {
    let size = 0
    try {
      const file = await openPatiently(rawOf(entry))
      for await (const chunk of file.createReadStream({highWaterMark: 1 << 20})) {
        size += (chunk as Buffer).length
        yield chunk as Buffer
      }
    } catch (cause) {
      fail(entry)(cause)
    }
    if (size !== entry.size) throw changed(join(folder, entry.path))
  }
  const entries = [...known.keys()]
  return {
    name: folderName(folder),
    size: entries.reduce((sum, entry) => sum + entry.size, 0),
    entries,
    async read(entry) {
      const read = () => patiently(() => readFile(rawOf(entry)))
      const bytes = await gate.run(read).catch(fail(entry))
      if (bytes.length !== entry.size) throw changed(join(folder, entry.path))
      return bytes
    },
    stream,
    close: async () => {},
  }
}

/** What a person calls the folder, also when they give it as `.` or with a slash behind it. */
export function folderName(folder: string): string {
  return basename(resolve(folder))
}

/** Rejects when the folder no longer holds what it held: other files, or files written to meanwhile. */
export async function checkSameFiles(folder: string, before: readonly Listed[]): Promise<void> {
  const now = await listFiles(folder)
  const known = new Map(now.map(file => [file.path, file]))
  for (const {path, stats} of before) {
    const other = known.get(path)?.stats
    if (!other || other.size !== stats.size || other.mtimeMs !== stats.mtimeMs || other.ino !== stats.ino) {
      throw changed(join(folder, path))
    }
  }
  if (now.length !== before.length) throw changed(folder)
}

function changed(path: string): ExportError {
  return new ExportError('damaged-entry', `cannot read "${path}": it changed while it was read`, {
    path,
    hint: 'close the programs that write to this folder, then run this again',
  })
}
