import {stat} from 'node:fs/promises'
import {basename, join} from 'node:path'
import type {Problem} from '../core/model.ts'
import {checkParts, isPartZip, type Part, partOf} from '../core/parts.ts'
import type {Source} from '../io.ts'
import {bySourceName, keptIn, type NamedZip, oddities, openArchive, partsOf} from '../run/archive.ts'
import {DamagedParts} from '../run/damaged-parts.ts'
import type {Progress} from '../run/fix.ts'
import type {Spool} from '../run/nested.ts'
import {Budget} from '../zip/budget.ts'
import type {NodeCodec} from './codec.ts'
import {openFile, readError, refuseKind} from './file.ts'
import {listFiles} from './folder-list.ts'
import {checkSameFiles, folderName, folderSource} from './folder-source.ts'
import {checkSpace} from './space.ts'
import {spool} from './spool.ts'

/** One export, opened: all its parts, in the order of their numbers. */
export interface OpenExport {
  readonly sources: readonly Source[]
  /** The archives and folders that the person named, in the same order. */
  readonly named: readonly {readonly name: string; readonly size: number}[]
  /**
   * Missing parts, and what is odd in the archives. Ask last: it looks at what nobody has read, and rejects
   * when that is not what the archive says.
   */
  problems(): Promise<Problem[]>
  /** Rejects when an input is no longer what it was. */
  checkUnchanged(): Promise<void>
  close(): Promise<void>
}

export interface OpenOptions {
  readonly nameEncoding?: string | undefined
  /** Go on when a part is missing or cannot be read. */
  readonly keepGoing?: boolean | undefined
  /** Where deflated parts are inflated to. */
  readonly spoolFolder: string
  /** What inflates. */
  readonly codec: NodeCodec
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Opens all inputs of one export. On failure nothing stays open. */
export async function openExport(paths: readonly string[], options: OpenOptions): Promise<OpenExport> {
  const opener = new Opener(options)
  try {
    for (const path of paths) await opener.open(path)
    return opener.finish()
  } catch (error) {
    await opener.close()
    throw error
  }
}

class Opener {
  private readonly options: OpenOptions
  private readonly sources: Source[] = []
  private readonly parts: Part[] = []
  private readonly named: {name: string; size: number}[] = []
  private readonly zips: NamedZip[] = []
  /** One for all archives, however they lie in each other. */
  private readonly budget = new Budget()
  private readonly checks: (() => Promise<void>)[] = []
  private readonly closing: (() => Promise<void>)[] = []
  private readonly damaged = new DamagedParts()

  constructor(options: OpenOptions) {
    this.options = options
  }

  async open(path: string): Promise<void> {
    const stats = await stat(path).catch(cause => {
      throw readError(path, cause)
    })
    if (stats.isDirectory()) await this.openFolder(path)
    else if (stats.isFile()) await this.openFile(path)
    else throw refuseKind(path, stats)
  }

  finish(): OpenExport {
    if (this.damaged.isAll(this.sources)) throw this.damaged.first
    const missing = checkParts(this.parts, this.options.keepGoing ?? false)
    return {
      sources: this.sources.sort(bySourceName),
      named: this.named.sort(bySourceName),
      problems: async () => [...missing, ...this.damaged.problems, ...(await oddities(this.zips))],
      checkUnchanged: async () => {
        for (const check of this.checks) await check()
      },
      close: () => this.close(),
    }
  }

  async close(): Promise<void> {
    for (const close of this.closing.reverse()) await close().catch(() => {})
  }

  private async openFile(path: string): Promise<void> {
    const name = basename(path)
    try {
      this.named.push({name, size: await this.openArchive(path)})
    } catch (error) {
      const part = partOf(name)
      if (!this.options.keepGoing || !part) throw error
      this.damaged.leaveOut(name, error)
      this.parts.push(part)
    }
  }

  private async openFolder(path: string): Promise<void> {
    const files = await listFiles(path, this.options.signal)
    this.checks.push(() => checkSameFiles(path, files))
    this.parts.push(...partsOf(folderName(path), files))
    let size = 0
    const rest = new Set(files)
    for (const file of files) {
      if (!isPartZip(file.path)) continue
      const opened = await this.openArchive(join(path, file.path)).catch(
        keptIn(this.options.keepGoing ? this.damaged : undefined, file.path),
      )
      if (opened === undefined) continue
      size += opened
      rest.delete(file)
    }
    const source = folderSource(path, [...rest])
    this.damaged.note(source.entries)
    if (rest.size > 0 || files.length === 0) this.sources.push(source)
    this.named.push({name: source.name, size: size + source.size})
  }

  /** Gives the length of the archive in bytes. */
  private async openArchive(path: string): Promise<number> {
    const access = await openFile(path)
    this.options.codec.expect(access.size)
    this.checks.push(() => access.checkUnchanged())
    this.closing.push(() => access.close())
    const {spoolFolder, ...options} = this.options
    const spoolThere: Spool = (name, chunks) => spool(spoolFolder, name, chunks)
    const opened = await openArchive(access, basename(path), {
      ...options,
      spool: spoolThere,
      makeRoom: bytes => checkSpace(spoolFolder, bytes, `unpack the parts to "${spoolFolder}"`),
      budget: this.budget,
      damaged: this.options.keepGoing ? this.damaged : undefined,
    })
    this.closing.push(() => opened.close())
    this.parts.push(...opened.parts)
    this.sources.push(...opened.sources)
    this.zips.push(...opened.zips)
    return access.size
  }
}
