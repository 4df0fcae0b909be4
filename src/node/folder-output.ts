import {lstat, mkdir, open, readdir, rename, rm, rmdir, utimes} from 'node:fs/promises'
import {dirname, join, relative, resolve} from 'node:path'
import {ExportError} from '../core/error.ts'
import {MANIFEST_PATH} from '../core/manifest.ts'
import type {Figures, OutFile, Sink} from '../io.ts'
import {crc32} from '../zip/crc.ts'
import {dosParts} from '../zip/time.ts'
import {errorCode, writeError} from './file.ts'
import {clearLeftovers, temporaryPath} from './temporary.ts'
import {outputExists, syncFolder} from './zip-output.ts'

/**
 * Writes the clean export as a folder, under a temporary name beside it until it is whole. The target must
 * not exist, or be empty, or, with `force`, carry our manifest.
 */
export async function folderOutput(target: string, {force}: {readonly force: boolean}): Promise<Sink> {
  const existing = await checkTarget(target, force)
  await clearLeftovers(target)
  const temporary = temporaryPath(target)
  await mkdir(temporary).catch(cause => {
    throw writeError(target, cause)
  })
  const folders = new Set([temporary])
  return {
    takesPacked: false,
    write: file =>
      writeFile(temporary, folders, file).catch(cause => {
        throw writeError(target, cause)
      }),
    async finish() {
      await replace(temporary, target, existing)
      await syncFolder(dirname(target))
      return {name: target}
    },
    async abort() {
      await rm(temporary, {recursive: true, force: true}).catch(() => {})
    },
  }
}

async function checkTarget(target: string, force: boolean): Promise<'nothing' | 'empty' | 'ours'> {
  const found = await lstat(target).catch(() => undefined)
  if (!found) return 'nothing'
  if (!found.isDirectory()) throw outputExists(target)
  if ((await readdir(target)).length === 0) return 'empty'
  const isOurs = await lstat(join(target, MANIFEST_PATH)).then(
    stats => stats.isFile(),
    () => false,
  )
  if (force && isOurs) return 'ours'
  throw new ExportError('output-exists', `cannot write to the folder "${target}": it is not empty`, {
    path: target,
    hint: isOurs
      ? 'choose a new folder, or replace it with --force'
      : 'choose a new or empty folder; --force replaces only folders that this program wrote',
  })
}

/** The paths are the plan's, made of clean segments; this is the last guard should that ever be wrong. */
function placeIn(root: string, path: string): string {
  const full = resolve(root, path)
  const inside = relative(root, full)
  if (inside === '' || inside.startsWith('..') || resolve(root, inside) !== full || path.includes('\\')) {
    throw new Error(`the path "${path}" leads out of the output`)
  }
  return full
}

async function writeFile(root: string, folders: Set<string>, {path, time, data}: OutFile): Promise<Figures> {
  const full = placeIn(root, path)
  const folder = dirname(full)
  if (!folders.has(folder)) {
    await mkdir(folder, {recursive: true})
    folders.add(folder)
  }
  // 'wx' never follows a link and never overwrites.
  const file = await open(full, 'wx')
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

async function* chunksOf(data: OutFile['data']): AsyncGenerator<Uint8Array> {
  if ('whole' in data) yield data.whole
  else if ('stream' in data) yield* data.stream()
  else throw new Error('a folder takes no packed data')
}

async function replace(
  temporary: string,
  target: string,
  existing: 'nothing' | 'empty' | 'ours',
): Promise<void> {
  if (existing === 'ours') {
    // The old one steps aside first, so that at no moment both are gone.
    const old = `${temporary}.old`
    await rename(target, old)
    await rename(temporary, target).catch(async error => {
      await rename(old, target)
      throw error
    })
    await rm(old, {recursive: true, force: true})
    return
  }
  if (existing === 'empty') {
    await rmdir(target).catch(error => {
      if (errorCode(error) !== 'ENOENT') throw outputExists(target)
    })
  }
  if (
    await lstat(target).then(
      () => true,
      () => false,
    )
  )
    throw outputExists(target)
  await rename(temporary, target)
}
