import {lstat, readdir, readFile, rm, rmdir} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {ExportError} from '../core/error.ts'
import {MANIFEST_PATH, OUR_FOLDER} from '../core/manifest.ts'
import {readManifest} from '../run/repaired.ts'
import {decodeText} from '../run/text.ts'
import {errorCode, readError} from './file.ts'
import {walk} from './folder-list.ts'
import {exists, outputExists, renameInPlace} from './publish.ts'

/** What stands where a folder shall be written. */
export type Standing = 'nothing' | 'empty' | 'ours'

/**
 * Rejects unless a folder may be written to `target`: it must not exist, or be empty, or, with `force`,
 * hold what we wrote and nothing else. A person may have put notes of their own into it since.
 */
export async function checkTarget(target: string, force: boolean): Promise<Standing> {
  const found = await lstat(target).catch(cause => {
    if (errorCode(cause) === 'ENOENT') return undefined
    throw readError(target, cause)
  })
  if (!found) return 'nothing'
  if (!found.isDirectory()) throw outputExists(target)
  const names = await readdir(target).catch(cause => {
    throw readError(target, cause)
  })
  if (names.length === 0) return 'empty'
  const manifest = await manifestIn(target)
  if (!manifest) {
    throw notEmpty(
      target,
      'choose a new or empty folder; --force replaces only what this program wrote, and this folder it did not write',
    )
  }
  const stranger = await findStranger(target, manifest.paths)
  if (stranger !== undefined) {
    throw notEmpty(
      target,
      `"${stranger}" in it is not ours and would be lost: move it elsewhere, or choose a new folder`,
    )
  }
  if (!force) throw notEmpty(target, 'choose a new folder, or replace this one with --force')
  return 'ours'
}

/** Gives the finished folder its name. */
export async function replaceFolder(temporary: string, target: string, standing: Standing): Promise<void> {
  if (standing === 'ours') {
    // Once more: hours may have passed, and somebody may have put something into it.
    await checkTarget(target, true)
    // The old one steps aside first, so that at no moment both are gone; a kill between the two leaves it
    // to the next run, which puts it back.
    const old = `${temporary}.old`
    await renameInPlace(target, old)
    await renameInPlace(temporary, target).catch(async error => {
      await renameInPlace(old, target)
      throw error
    })
    // The new one stands: what is left of the old is for the next run.
    await rm(old, {recursive: true, force: true}).catch(() => {})
    return
  }
  if (standing === 'empty') {
    await rmdir(target).catch(error => {
      if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') throw outputExists(target)
      if (errorCode(error) !== 'ENOENT') throw error
    })
  }
  if (await exists(target)) throw outputExists(target)
  await renameInPlace(temporary, target)
}

async function manifestIn(target: string) {
  const bytes = await readFile(join(target, MANIFEST_PATH)).catch(() => undefined)
  return bytes && readManifest(decodeText(bytes))
}

/** The first file in the folder that neither we nor the system's file browser put there. */
async function findStranger(target: string, paths: readonly string[]): Promise<string | undefined> {
  // macOS may give names back in another normal form than they were given in.
  const known = new Set(paths.map(path => path.normalize('NFC')))
  const found = await walk(target)
  return found.find(
    ({path, stats}) =>
      !stats.isFile() ||
      !(
        path.startsWith(`${OUR_FOLDER}/`) ||
        known.has(path.normalize('NFC')) ||
        BROWSER_FILES.has(basename(path))
      ),
  )?.path
}

/** What Finder and Explorer leave in every folder that somebody looks at. */
const BROWSER_FILES = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini'])

function notEmpty(target: string, hint: string): ExportError {
  return new ExportError('output-exists', `cannot write to the folder "${target}": it is not empty`, {
    path: target,
    hint,
  })
}
