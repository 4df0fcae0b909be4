import {createReadStream} from 'node:fs'
import {readFile} from 'node:fs/promises'
import {basename, join, resolve} from 'node:path'
import glob from 'fast-glob'
import {ExportError} from '../core/error.ts'
import type {Entry} from '../core/model.ts'
import {compareCodePoints} from '../core/name.ts'
import type {Source} from '../io.ts'
import {dosTimeFromDate} from '../zip/time.ts'
import {readError} from './file.ts'

/** An extracted export: its files in code-point order, their times in UTC. `skip` are paths below it. */
export async function folderSource(folder: string, skip: ReadonlySet<string>): Promise<Source> {
  const entries = await listFolder(folder, skip)
  const fail = (entry: Entry) => (cause: unknown) => {
    throw readError(join(folder, entry.path), cause)
  }
  const stream = async function* (entry: Entry): AsyncGenerator<Uint8Array> {
    let size = 0
    try {
      for await (const chunk of createReadStream(join(folder, entry.path), {highWaterMark: 1 << 20})) {
        size += (chunk as Buffer).length
        yield chunk as Buffer
      }
    } catch (cause) {
      fail(entry)(cause)
    }
    if (size !== entry.size) throw changed(folder, entry)
  }
  return {
    name: basename(resolve(folder)),
    size: entries.reduce((sum, entry) => sum + entry.size, 0),
    entries,
    async read(entry) {
      const bytes = await readFile(join(folder, entry.path)).catch(fail(entry))
      if (bytes.length !== entry.size) throw changed(folder, entry)
      return bytes
    },
    stream,
    close: async () => {},
  }
}

async function listFolder(folder: string, skip: ReadonlySet<string>): Promise<Entry[]> {
  const found = await glob('**', {
    cwd: folder,
    dot: true,
    onlyFiles: false,
    followSymbolicLinks: false,
    stats: true,
  }).catch(cause => {
    throw readError(folder, cause)
  })
  const entries: Entry[] = []
  for (const {path, stats} of found) {
    if (!stats || stats.isDirectory() || skip.has(path)) continue
    if (!stats.isFile()) {
      throw new ExportError(
        'unsupported',
        `cannot read "${path}": it is not a plain file (a link or a device)`,
        {
          path,
          hint: 'remove it, or give the ZIP that Notion sent',
        },
      )
    }
    entries.push({path, size: stats.size, time: dosTimeFromDate(stats.mtime)})
  }
  return entries.sort((a, b) => compareCodePoints(a.path, b.path))
}

function changed(folder: string, entry: Entry): ExportError {
  const path = join(folder, entry.path)
  return new ExportError('damaged-entry', `cannot read "${path}": it changed while it was read`, {
    path,
    hint: 'close the programs that write to this folder, then run this again',
  })
}
