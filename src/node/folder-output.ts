import {mkdir, rm, utimes} from 'node:fs/promises'
import {dirname, join, resolve} from 'node:path'
import type {Figures, OutFile, Sink} from '../io.ts'
import {crc32} from '../zip/crc.ts'
import {dosParts} from '../zip/time.ts'
import {readFully, writeError} from './file.ts'
import {listFiles} from './folder-list.ts'
import {checkTarget, replaceFolder} from './folder-target.ts'
import {isInside} from './inside.ts'
import {openPatiently} from './patience.ts'
import {inPool} from './pool.ts'
import {syncFolder} from './publish.ts'
import {claimTemporary} from './temporary.ts'

/** How many files are read back and synced at once: syncing waits for the disk, not for us. */
const WIDTH = 8

/**
 * Writes the clean export as a folder, under a temporary name beside it until it is whole, read back and
 * on the disk. What may stand at the target is said in {@link checkTarget}.
 */
export async function folderOutput(
  target: string,
  {force, signal}: {readonly force: boolean; readonly signal?: AbortSignal | undefined},
): Promise<Sink> {
  const fail = (cause: unknown) => {
    throw writeError(target, cause)
  }
  const temporary = await claimTemporary(target)
  const root = temporary.path
  const giveUp = (cause: unknown) => {
    temporary.release()
    return fail(cause)
  }
  const standing = await checkTarget(target, force).catch(giveUp)
  await mkdir(root).catch(giveUp)
  const folders = new Set([root])
  const expected = new Map<string, Figures>()
  const finish = async () => {
    await readBack(root, expected, signal)
    signal?.throwIfAborted()
    for (const folder of folders) await syncFolder(folder)
    await replaceFolder(root, target, standing)
    await syncFolder(dirname(target))
    temporary.release()
    return {name: target}
  }
  return {
    takesPacked: false,
    async write(file) {
      const figures = await writeFile(root, folders, file).catch(fail)
      expected.set(file.path, figures)
      return figures
    },
    finish: () => finish().catch(fail),
    async abort() {
      await rm(root, {recursive: true, force: true}).catch(() => {})
      temporary.release()
    },
  }
}

/** The paths are the plan's, made of clean segments; this is the last guard should that ever be wrong. */
function placeIn(root: string, path: string): string {
  const full = resolve(root, path)
  if (!isInside(full, root) || path.includes('\\')) {
    throw new Error(`the path "${path}" leads out of the output`)
  }
  return full
}

async function writeFile(root: string, folders: Set<string>, {path, time, data}: OutFile): Promise<Figures> {
  const full = placeIn(root, path)
  const folder = dirname(full)
  await makeFolders(folder, folders)
  // 'wx' never follows a link and never overwrites.
  const file = await openPatiently(full, 'wx')
  let size = 0
  let crc = 0
  try {
    for await (const bytes of chunksOf(data)) {
      await file.writeFile(bytes)
      size += bytes.length
      crc = crc32(bytes, crc)
    }
  } finally {
    await file.close()
  }
  const {year, month, day, hour, minute, second} = dosParts(time)
  const seconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000
  await utimes(full, seconds, seconds)
  return {size, crc32: crc}
}

/** One by one, each for the first time: what stands there already is not ours, and may be a link to elsewhere. */
async function makeFolders(folder: string, folders: Set<string>): Promise<void> {
  const missing: string[] = []
  for (let at = folder; !folders.has(at); at = dirname(at)) missing.push(at)
  for (const path of missing.reverse()) {
    await mkdir(path)
    folders.add(path)
  }
}

async function* chunksOf(data: OutFile['data']): AsyncGenerator<Uint8Array> {
  if ('whole' in data) yield data.whole
  else if ('stream' in data) yield* data.stream()
  else throw new Error('a folder takes no packed data')
}

/** What the disk gives back must be what was put there, file by file, and nothing else. */
async function readBack(
  root: string,
  expected: ReadonlyMap<string, Figures>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const found = await listFiles(root)
  // macOS may give names back in another normal form than they were given in.
  const left = new Map([...expected].map(([path, figures]) => [path.normalize('NFC'), figures]))
  await inPool(found, WIDTH, async ({path, stats}) => {
    signal?.throwIfAborted()
    const figures = left.get(path.normalize('NFC'))
    left.delete(path.normalize('NFC'))
    if (figures?.size !== stats.size || (await syncedCrc(join(root, path), stats.size)) !== figures.crc32) {
      throw new Error(`the file "${path}" that was written is not the one that was planned`)
    }
  })
  const [missing] = left.keys()
  if (missing !== undefined) throw new Error(`the file "${missing}" that was written is not there`)
}

/** Windows syncs only what is open for writing. */
async function syncedCrc(path: string, size: number): Promise<number> {
  const file = await openPatiently(path, 'r+')
  try {
    let crc = 0
    for (let at = 0; at < size; at += CHUNK) {
      crc = crc32(await readFully(file, path, at, Math.min(CHUNK, size - at)), crc)
    }
    await file.sync()
    return crc
  } finally {
    await file.close()
  }
}

const CHUNK = 1 << 20
