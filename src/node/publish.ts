import {link, lstat, open, rename, rm} from 'node:fs/promises'
import {basename, dirname, extname, join} from 'node:path'
import {setTimeout as wait} from 'node:timers/promises'
import {ExportError} from '../core/error.ts'
import {errorCode} from './error-code.ts'
import {openFile} from './file.ts'

/** Where an archive goes, and what to do when something is there. */
export interface Publishing {
  readonly target: string
  /**
   * `replace` it, `refuse`, or, when the name was ours to choose, look for the `next` free one unless it
   * has the same bytes already.
   */
  readonly onExisting: 'replace' | 'refuse' | 'next'
  /** The first number that may be taken: other runs are about to take those before it. */
  readonly first: number
}

/** Gives the finished archive its name. */
export async function publish(
  temporary: string,
  {target, onExisting, first}: Publishing,
): Promise<{name: string; already?: boolean}> {
  if (onExisting === 'replace') {
    await renameInPlace(temporary, target)
    await syncFolder(dirname(target))
    return {name: target}
  }
  for (let number = 1; ; number++) {
    const name = number === 1 ? target : numbered(target, number)
    if (number >= first && (await linkOrRename(temporary, name))) {
      await syncFolder(dirname(target))
      return {name}
    }
    if (onExisting === 'refuse') throw outputExists(target)
    if (await sameBytes(temporary, name)) {
      await rm(temporary, {force: true})
      return {name, already: true}
    }
  }
}

export function outputExists(target: string): ExportError {
  return new ExportError('output-exists', `cannot write "${target}": it exists`, {
    path: target,
    hint: 'choose another name, or replace it with --force',
  })
}

/** A link never replaces; a rename would, silently. False when the name is taken. */
async function linkOrRename(temporary: string, name: string): Promise<boolean> {
  try {
    await link(temporary, name)
  } catch (error) {
    // exFAT and network shares have no links.
    if (errorCode(error) === 'EEXIST' || (await exists(name))) return false
    await renameInPlace(temporary, name)
    return true
  }
  await removeGently(temporary)
  return true
}

/** What nobody needs any more. It has done its duty: whatever keeps it from going is no failure of the run. */
export async function removeGently(path: string): Promise<void> {
  for (let tries = 1; tries <= 3; tries++) {
    const isGone = await rm(path, {recursive: true, force: true}).then(
      () => true,
      () => false,
    )
    if (isGone) return
    await wait(tries * 50)
  }
}

/** On Windows a scanner may hold what was just written, for a moment. */
export async function renameInPlace(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await rename(from, to)
    } catch (error) {
      const held = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '')
      if (process.platform !== 'win32' || !held || tries === 10) throw error
      await wait(tries * 50)
    }
  }
}

export function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

function numbered(path: string, number: number): string {
  const ext = extname(path)
  return join(dirname(path), `${basename(path, ext)} (${number})${ext}`)
}

async function sameBytes(a: string, b: string): Promise<boolean> {
  const left = await openFile(a)
  const right = await openFile(b).catch(() => undefined)
  try {
    if (!right || left.size !== right.size) return false
    const step = 1 << 20
    for (let at = 0; at < left.size; at += step) {
      const length = Math.min(step, left.size - at)
      const [x, y] = await Promise.all([left.read(at, length), right.read(at, length)])
      if (Buffer.compare(x, y) !== 0) return false
    }
    return true
  } finally {
    await left.close()
    await right?.close()
  }
}

/**
 * Makes the names in a folder survive a power cut. Not every system lets a folder be synced, and a name that
 * has been given cannot be taken back: nothing that goes wrong here is told.
 */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close().catch(() => {})
}
