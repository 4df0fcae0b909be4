import type {Stats} from 'node:fs'
import {lstat, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {compareCodePoints} from '../core/name.ts'
import {decodeText} from '../run/text.ts'
import {percentCodeBadBytes} from '../zip/name-bytes.ts'
import {readError, refuseKind} from './file.ts'
import {patiently} from './patience.ts'
import {inPool} from './pool.ts'

/** What lies somewhere below a folder: a file, a link, a device; no folders. */
export interface Listed {
  /** Below the folder, with `/`. Bytes that are not UTF-8 are percent-coded, as in archives. */
  readonly path: string
  /** Whole, as the system has it: the only way to a name that is not UTF-8. */
  readonly raw: Buffer
  readonly stats: Stats
}

/** How many questions the system is asked at once. */
const WIDTH = 16

/** The files below a folder, in code-point order. Refuses what is not a plain file. */
export async function listFiles(folder: string, signal?: AbortSignal): Promise<Listed[]> {
  const found = await walk(folder, signal)
  for (const {path, stats} of found) if (!stats.isFile()) throw refuseKind(join(folder, path), stats)
  return found
}

/**
 * Everything below a folder but the folders, in code-point order. A loop, since folders can be deep; every
 * error ends it, since what a listing leaves out would be lost without a word.
 */
export async function walk(folder: string, signal?: AbortSignal): Promise<Listed[]> {
  const found: Listed[] = []
  const open = [{path: '', raw: Buffer.from(folder)}]
  for (let at = open.pop(); at; at = open.pop()) {
    signal?.throwIfAborted()
    const {path: parent, raw: rawParent} = at
    const names = await patiently(() => readdir(rawParent, {encoding: 'buffer'})).catch(cause => {
      throw readError(join(folder, parent), cause)
    })
    await inPool(names, WIDTH, async name => {
      const path = parent === '' ? nameText(name) : `${parent}/${nameText(name)}`
      const raw = Buffer.concat([rawParent, SLASH, name])
      const stats = await lstat(raw).catch(cause => {
        throw readError(join(folder, path), cause)
      })
      if (stats.isDirectory()) open.push({path, raw})
      else found.push({path, raw, stats})
    })
  }
  return found.sort((a, b) => compareCodePoints(a.path, b.path) || Buffer.compare(a.raw, b.raw))
}

/** Also Windows takes it. */
const SLASH = Uint8Array.of(0x2f)

function nameText(name: Uint8Array): string {
  return decodeText(name) ?? percentCodeBadBytes(name)
}
