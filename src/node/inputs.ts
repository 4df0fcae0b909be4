import {stat} from 'node:fs/promises'
import {basename, join} from 'node:path'
import type {Problem} from '../core/model.ts'
import {checkParts, comparePartNames, isPartZip, type Part, partOf, partsAmong} from '../core/parts.ts'
import type {Source} from '../io.ts'
import type {Progress} from '../run/fix.ts'
import {Budget} from '../zip/budget.ts'
import type {Codec} from '../zip/codec.ts'
import type {RandomAccess} from '../zip/model.ts'
import {openZip, type ZipReader} from '../zip/read.ts'
import {zipSource} from '../zip/source.ts'
import {openFile, readError, refuseKind} from './file.ts'
import {listFiles} from './folder-list.ts'
import {checkSameFiles, folderName, folderSource} from './folder-source.ts'
import {type Outer, openNested, type Unpacking} from './nested.ts'

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
  /** Go on when a part is missing. */
  readonly keepGoing?: boolean | undefined
  /** Where deflated parts are inflated to. */
  readonly spoolFolder: string
  /** What inflates. */
  readonly codec: Codec
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
  private readonly zips: {name: string; size: number; zip: ZipReader}[] = []
  /** One for all archives, however they lie in each other. */
  private readonly budget = new Budget()
  private readonly checks: (() => Promise<void>)[] = []
  private readonly closing: (() => Promise<void>)[] = []

  constructor(options: OpenOptions) {
    this.options = options
  }

  async open(path: string): Promise<void> {
    const stats = await stat(path).catch(cause => {
      throw readError(path, cause)
    })
    if (stats.isDirectory()) await this.openFolder(path)
    else if (stats.isFile()) this.named.push({name: basename(path), size: await this.openArchive(path)})
    else throw refuseKind(path, stats)
  }

  finish(): OpenExport {
    const missing = checkParts(this.parts, this.options.keepGoing ?? false)
    return {
      sources: this.sources.sort(bySourceName),
      named: this.named.sort(bySourceName),
      problems: () => this.problems(missing),
      checkUnchanged: async () => {
        for (const check of this.checks) await check()
      },
      close: () => this.close(),
    }
  }

  async close(): Promise<void> {
    for (const close of this.closing.reverse()) await close().catch(() => {})
  }

  private async problems(missing: readonly Problem[]): Promise<Problem[]> {
    const problems = [...missing]
    for (const {zip} of this.zips.sort(bySourceName)) {
      await zip.locateRest()
      // A loop: an archive can have more than a call can have arguments.
      for (const problem of zip.problems()) problems.push(problem)
    }
    return problems
  }

  private async openFolder(path: string): Promise<void> {
    const files = await listFiles(path, this.options.signal)
    this.checks.push(() => checkSameFiles(path, files))
    this.noteParts(folderName(path), files)
    let size = 0
    for (const file of files) if (isPartZip(file.path)) size += await this.openArchive(join(path, file.path))
    const rest = files.filter(file => !isPartZip(file.path))
    const source = folderSource(path, rest)
    if (rest.length > 0 || files.length === 0) this.sources.push(source)
    this.named.push({name: source.name, size: size + source.size})
  }

  /** Gives the length of the archive in bytes. */
  private async openArchive(path: string): Promise<number> {
    const access = await openFile(path)
    this.checks.push(() => access.checkUnchanged())
    this.closing.push(() => access.close())
    const name = basename(path)
    const zip = await this.openZip(access, name)
    this.noteParts(name, zip.entries)
    const nested = zip.entries.filter(entry => isPartZip(entry.path))
    await this.openParts({access, zip, nested})
    const rest = nested.length === 0 ? zip.entries : zip.entries.filter(entry => !isPartZip(entry.path))
    if (rest.length > 0 || nested.length === 0)
      this.sources.push(zipSource(name, access, zip, this.options.codec, rest))
    return access.size
  }

  private async openParts(outer: Outer): Promise<void> {
    const {spoolFolder, signal, onProgress, codec} = this.options
    const total = outer.nested.reduce((sum, entry) => sum + entry.size, 0)
    let done = 0
    const unpacking: Unpacking = {
      spoolFolder,
      signal,
      codec,
      advance(bytes) {
        done += bytes
        onProgress?.({phase: 'unpack', done, total})
      },
    }
    for (const entry of outer.nested) {
      const access = await openNested(outer, entry, unpacking)
      this.closing.push(() => access.close())
      // Its own parts stay files: Notion packs them one deep, and only bombs go on.
      const inner = await this.openZip(access, entry.path)
      this.sources.push(zipSource(entry.path, access, inner, codec))
    }
  }

  private async openZip(access: RandomAccess, name: string): Promise<ZipReader> {
    const {nameEncoding} = this.options
    const zip = await openZip(access, {name, nameEncoding, budget: this.budget})
    this.zips.push({name, size: access.size, zip})
    return zip
  }

  /** Those that an input is, by its own name, or holds at its root, packed or not. */
  private noteParts(name: string, files: readonly {readonly path: string}[]): void {
    const own = partOf(name)
    if (own) this.parts.push(own)
    this.parts.push(...partsAmong(files.map(({path}) => path)))
  }
}

type Named = Pick<Source, 'name' | 'size'>

/** Two of one name differ in size, or it does not matter. */
export function bySourceName(a: Named, b: Named): number {
  return comparePartNames(a.name, b.name) || a.size - b.size
}
