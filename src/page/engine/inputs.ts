import type {Problem} from '../../core/model.ts'
import {push} from '../../core/multimap.ts'
import {checkParts, partOf, partsAmong} from '../../core/parts.ts'
import type {Source} from '../../io.ts'
import {bySourceName, type Opening, oddities, openArchive} from '../../run/archive.ts'
import {Budget} from '../../zip/budget.ts'
import {openZip} from '../../zip/read.ts'
import {blobAccess} from './blob.ts'

/** One export, opened, as `node/inputs.ts` opens it from files. */
export interface OpenExport {
  readonly sources: readonly Source[]
  readonly named: readonly {readonly name: string; readonly size: number}[]
  /** Missing parts, and what is odd in the archives: to be asked when all has been read. */
  problems(): Promise<Problem[]>
  /** Rejects when a file is no longer what it was. */
  checkUnchanged(): Promise<void>
  close(): Promise<void>
}

/**
 * Files that belong to one export, by their numbers: those that are or hold parts of one uuid. Every other
 * file is an export of its own.
 */
export async function groupFiles(files: readonly File[]): Promise<number[][]> {
  if (files.length === 1) return [[0]]
  const groups = new Map<string, number[]>()
  for (const [at, file] of files.entries()) {
    // What cannot be read is told when it is opened.
    const uuid = await uuidOf(file).catch(() => undefined)
    push(groups, uuid ?? `file ${at}`, at)
  }
  return [...groups.values()]
}

async function uuidOf(file: File): Promise<string | undefined> {
  const own = partOf(file.name)
  if (own) return own.uuid
  const {entries} = await openZip(blobAccess(file, file.name), {name: file.name})
  return partsAmong(entries.map(({path}) => path))[0]?.uuid
}

/** Opens all files as one export. On failure nothing stays open. */
export async function openFiles(
  files: readonly File[],
  options: Omit<Opening, 'budget'> & {readonly keepGoing: boolean},
): Promise<OpenExport> {
  const opening = {...options, budget: new Budget()}
  const opened: Awaited<ReturnType<typeof openArchive>>[] = []
  const close = async () => {
    for (const archive of opened) await archive.close()
  }
  try {
    for (const file of files) opened.push(await openArchive(blobAccess(file, file.name), file.name, opening))
    const missing = checkParts(
      opened.flatMap(({parts}) => parts),
      opening.keepGoing,
    )
    return {
      sources: opened.flatMap(({sources}) => sources).sort(bySourceName),
      named: files.map(({name, size}) => ({name, size})).sort(bySourceName),
      problems: async () => [...missing, ...(await oddities(opened.flatMap(({zips}) => zips)))],
      async checkUnchanged() {
        for (const file of files) await blobAccess(file, file.name).read(0, Math.min(1, file.size))
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
