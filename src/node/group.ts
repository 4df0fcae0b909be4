import {readdir, stat} from 'node:fs/promises'
import {basename, resolve} from 'node:path'
import {partOf, partsAmong} from '../core/parts.ts'
import {openZip} from '../zip/read.ts'
import {openFile} from './file.ts'
import type {OpenOptions} from './inputs.ts'

/**
 * Puts the parts of one export together: inputs that hold or are parts of one uuid. Every other input is
 * an export of its own. In the order of the first path of each.
 */
export async function groupInputs(
  paths: readonly string[],
  options: Pick<OpenOptions, 'nameEncoding'>,
): Promise<string[][]> {
  // The common case, in which an archive is not listed twice.
  if (paths.length === 1) return [[...paths]]
  const groups = new Map<string, string[]>()
  for (const path of paths) {
    // What cannot be read is told when it is opened.
    const key = (await uuidOf(path, options).catch(() => undefined)) ?? resolve(path)
    const group = groups.get(key)
    if (group) group.push(path)
    else groups.set(key, [path])
  }
  return [...groups.values()]
}

/** The uuid of the parts that an input is or holds. */
async function uuidOf(
  path: string,
  {nameEncoding}: Pick<OpenOptions, 'nameEncoding'>,
): Promise<string | undefined> {
  const name = basename(resolve(path))
  const own = partOf(name)
  if (own) return own.uuid
  if ((await stat(path)).isDirectory()) return partsAmong(await readdir(path))[0]?.uuid
  const access = await openFile(path)
  try {
    const {entries} = await openZip(access, {name, nameEncoding})
    return partsAmong(entries.map(entry => entry.path))[0]?.uuid
  } finally {
    await access.close()
  }
}
