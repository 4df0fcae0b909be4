import {stat} from 'node:fs/promises'
import {basename} from 'node:path'
import type {Source} from '../io.ts'
import type {Codec} from '../zip/codec.ts'
import {openZip} from '../zip/read.ts'
import {zipSource} from '../zip/source.ts'
import {openFile, readError, refuseKind} from './file.ts'
import {listFiles} from './folder-list.ts'
import {folderSource} from './folder-source.ts'

/** A repaired archive or folder, opened. */
export interface OpenClean {
  readonly source: Source
  readonly isFolder: boolean
}

/**
 * Opens an archive or folder as it is: a ZIP in it is an attachment, whatever its name. Whoever opens it closes
 * the source. Refuses what the reader of archives refuses, and folders that hold anything but plain files.
 */
export async function openClean(path: string, codec: Codec, signal?: AbortSignal): Promise<OpenClean> {
  const stats = await stat(path).catch(cause => {
    throw readError(path, cause)
  })
  if (stats.isDirectory()) return {source: folderSource(path, await listFiles(path, signal)), isFolder: true}
  if (!stats.isFile()) throw refuseKind(path, stats)
  const access = await openFile(path)
  const name = basename(path)
  try {
    return {source: zipSource(name, access, await openZip(access, {name}), codec), isFolder: false}
  } catch (error) {
    await access.close()
    throw error
  }
}
