import {lstat, readdir, readFile, rmdir} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {ExportError} from '../core/error.ts'
import {type Figures, MANIFEST_PATH, OUR_FOLDER} from '../core/manifest.ts'
import {readManifest} from '../run/repaired.ts'
import {decodeText} from '../run/text.ts'
import {crc32} from '../zip/crc.ts'
import {errorCode} from './error-code.ts'
import {readError} from './file.ts'
import {type Listed, walk} from './folder-list.ts'
import {openPatiently} from './patience.ts'
import {exists, outputExists, removeGently, renameInPlace} from './publish.ts'

/** What stands where a folder shall be written. */
export type Standing = 'nothing' | 'empty' | 'ours'

/**
 * Rejects unless a folder may be written to `target`: it must not exist, or be empty, or, with `force`,
 * hold what we wrote, as we wrote it, and nothing else. A person may have put notes of their own into it
 * since, or worked in our files.
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
  const files = await walk(target)
  const stranger = findStranger(files, manifest.paths)
  if (stranger !== undefined) {
    throw notEmpty(
      target,
      `"${stranger}" in it is not ours and would be lost: move it elsewhere, or choose a new folder`,
    )
  }
  if (!force) throw notEmpty(target, 'choose a new folder, or replace this one with --force')
  const changed = await findChanged(files, manifest.figures)
  if (changed !== undefined) {
    throw notEmpty(
      target,
      `"${changed}" in it was changed after it was written, and that would be lost: copy it elsewhere, or choose a new folder`,
    )
  }
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
    await removeGently(old)
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
  const bytes = await readFile(join(target, MANIFEST_PATH)).catch(cause => {
    if (NOT_THERE.has(errorCode(cause) ?? '')) return undefined
    throw readError(join(target, MANIFEST_PATH), cause)
  })
  return bytes && readManifest(decodeText(bytes))
}

/** Also for a folder of that name, or a file where its folder should be. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR'])

/** The first file in the folder that neither we nor the system's file browser put there. */
function findStranger(files: readonly Listed[], paths: readonly string[]): string | undefined {
  // macOS may give names back in another normal form than they were given in.
  const known = new Set(paths.map(path => path.normalize('NFC')))
  return files.find(
    ({path, stats}) =>
      !stats.isFile() ||
      !(
        path.startsWith(`${OUR_FOLDER}/`) ||
        known.has(path.normalize('NFC')) ||
        BROWSER_FILES.has(basename(path))
      ),
  )?.path
}

/** The first of our files that does not hold what we wrote; deleted ones cost nobody anything. */
async function findChanged(
  files: readonly Listed[],
  figures: ReadonlyMap<string, Figures>,
): Promise<string | undefined> {
  const written = new Map([...figures].map(([path, known]) => [path.normalize('NFC'), known]))
  for (const {path, raw, stats} of files) {
    const known = written.get(path.normalize('NFC'))
    if (!known) continue
    const crc = stats.size === known.size ? await fileCrc(raw).catch(failed(raw)) : undefined
    if (crc !== known.crc32) return path
  }
  return undefined
}

function failed(path: Buffer): (cause: unknown) => never {
  return cause => {
    throw readError(path.toString(), cause)
  }
}

async function fileCrc(path: Buffer): Promise<number> {
  const file = await openPatiently(path)
  let crc = 0
  for await (const chunk of file.createReadStream({highWaterMark: 1 << 20})) crc = crc32(chunk as Buffer, crc)
  return crc
}

/** What Finder and Explorer leave in every folder that somebody looks at. */
const BROWSER_FILES = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini'])

function notEmpty(target: string, hint: string): ExportError {
  return new ExportError('output-exists', `cannot write to the folder "${target}": it is not empty`, {
    path: target,
    hint,
  })
}
