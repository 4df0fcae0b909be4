import type {Problem} from '../../core/model.ts'
import {push} from '../../core/multimap.ts'
import {checkParts, type Part, partOf, partsAmong} from '../../core/parts.ts'
import type {Source} from '../../io.ts'
import {bySourceName, type Opening, oddities, openArchive} from '../../run/archive.ts'
import {DamagedParts} from '../../run/damaged-parts.ts'
import {Budget} from '../../zip/budget.ts'
import {openZip} from '../../zip/read.ts'
import {blobAccess} from './blob.ts'

/** One export, opened, as `node/inputs.ts` opens it from files. */
export interface OpenExport {
  readonly sources: readonly Source[]
  readonly named: readonly {readonly name: string; readonly size: number}[]
  /** What is known before anything was read: missing parts, and parts that could not be opened. */
  readonly lacking: readonly Problem[]
  /** That, and what is odd in the archives: to be asked when all has been read. */
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
  const damaged = new DamagedParts()
  const opening = {...options, budget: new Budget(), damaged: options.keepGoing ? damaged : undefined}
  const opened: Awaited<ReturnType<typeof openArchive>>[] = []
  const close = async () => {
    for (const archive of opened) await archive.close()
  }
  try {
    const parts: Part[] = []
    for (const file of files) {
      const part = partOf(file.name)
      const open = openArchive(blobAccess(file, file.name), file.name, opening)
      const archive = await open.catch(error => {
        if (!options.keepGoing || !part) throw error
        damaged.leaveOut(file.name, error)
        parts.push(part)
      })
      if (!archive) continue
      opened.push(archive)
      parts.push(...archive.parts)
    }
    const sources = opened.flatMap(archive => archive.sources).sort(bySourceName)
    if (damaged.isAll(sources)) throw damaged.first
    const lacking = [...checkParts(parts, options.keepGoing), ...damaged.problems]
    return {
      sources,
      lacking,
      named: files.map(({name, size}) => ({name, size})).sort(bySourceName),
      problems: async () => [...lacking, ...(await oddities(opened.flatMap(({zips}) => zips)))],
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
