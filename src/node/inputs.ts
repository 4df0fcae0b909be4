import {readdir, stat} from 'node:fs/promises'
import {basename, join, resolve} from 'node:path'
import {ExportError} from '../core/error.ts'
import type {Problem} from '../core/model.ts'
import type {Source} from '../io.ts'
import {packedChunks, unpack} from '../zip/data.ts'
import type {RandomAccess, ZipEntry} from '../zip/model.ts'
import {openZip, type ZipReader} from '../zip/read.ts'
import {zipSource} from '../zip/source.ts'
import {type FileAccess, openFile, readError} from './file.ts'
import {folderSource} from './folder-source.ts'
import {spool} from './spool.ts'

/** `Export-<uuid>-Part-1.zip`: only at the root of an input; anywhere else a ZIP is an attachment. */
const PART =
  /^(?:Export|ExportBlock)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-Part-(\d+)(?: \d+| \(\d+\))?\.zip$/

/** One export, opened: all its parts, in the order of their numbers. */
export interface OpenExport {
  readonly sources: readonly Source[]
  /** The archives and folders that the person named. */
  readonly named: readonly {readonly name: string; readonly size: number}[]
  readonly problems: readonly Problem[]
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
}

/** A part as its name tells it. */
interface Part {
  readonly uuid: string
  readonly number: number
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

/**
 * Puts the parts of one export together: inputs that hold or are parts of one uuid. Every other input is
 * an export of its own. In the order of the first path of each.
 */
export async function groupInputs(
  paths: readonly string[],
  options: Pick<OpenOptions, 'nameEncoding'>,
): Promise<string[][]> {
  const groups = new Map<string, string[]>()
  for (const path of paths) {
    const key = (await uuidOf(path, options)) ?? resolve(path)
    const group = groups.get(key)
    if (group) group.push(path)
    else groups.set(key, [path])
  }
  return [...groups.values()]
}

/** The uuid of the parts that an input is or holds. What cannot be read is told when it is opened. */
async function uuidOf(
  path: string,
  {nameEncoding}: Pick<OpenOptions, 'nameEncoding'>,
): Promise<string | undefined> {
  const own = PART.exec(basename(path))?.[1]
  if (own !== undefined) return own
  const isFolder = await stat(path).then(
    stats => stats.isDirectory(),
    () => undefined,
  )
  if (isFolder === undefined) return undefined
  if (isFolder)
    return (await readdir(path)).map(name => PART.exec(name)?.[1]).find(uuid => uuid !== undefined)
  const access = await openFile(path).catch(() => undefined)
  try {
    const zip = access && (await openZip(access, {name: basename(path), nameEncoding}))
    return zip?.entries.map(entry => PART.exec(entry.path)?.[1]).find(uuid => uuid !== undefined)
  } catch {
    return undefined
  } finally {
    await access?.close()
  }
}

class Opener {
  private readonly options: OpenOptions
  private readonly files: FileAccess[] = []
  private readonly opened: {source: Source; part: Part | undefined}[] = []
  private readonly named: {name: string; size: number}[] = []
  private readonly closing: (() => Promise<void>)[] = []

  constructor(options: OpenOptions) {
    this.options = options
  }

  async open(path: string): Promise<void> {
    const stats = await stat(path).catch(cause => {
      throw readError(path, cause)
    })
    if (stats.isDirectory()) await this.openFolder(path)
    else {
      const size = await this.openArchive(path)
      this.named.push({name: basename(path), size})
    }
  }

  finish(): OpenExport {
    const missing = missingParts(this.opened.map(({part}) => part))
    if (missing.length > 0 && !this.options.keepGoing) {
      const name = missing.map(({number}) => `Part-${number}`).join(', ')
      throw new ExportError('part-missing', `cannot repair this export: ${name} is missing`, {
        hint: 'download all parts and give them together, or save what is here with --keep-going',
      })
    }
    const inOrder = [...this.opened].sort((a, b) => (a.part?.number ?? 0) - (b.part?.number ?? 0))
    return {
      sources: inOrder.map(({source}) => source),
      named: this.named,
      problems: missing.map(({uuid, number}) => ({
        code: 'part-missing',
        path: `Export-${uuid}-Part-${number}.zip`,
      })),
      checkUnchanged: async () => {
        for (const file of this.files) await file.checkUnchanged()
      },
      close: () => this.close(),
    }
  }

  async close(): Promise<void> {
    for (const close of this.closing.reverse()) await close().catch(() => {})
  }

  private async openFolder(path: string): Promise<void> {
    const parts = (await readdir(path)).filter(name => PART.test(name))
    for (const name of parts) await this.openArchive(join(path, name))
    const source = await folderSource(path, new Set(parts))
    if (source.entries.length > 0 || parts.length === 0) this.opened.push({source, part: undefined})
    this.named.push({name: source.name, size: source.size})
  }

  private async openArchive(path: string): Promise<number> {
    const access = await openFile(path)
    this.files.push(access)
    this.closing.push(() => access.close())
    const name = basename(path)
    const zip = await openZip(access, {name, nameEncoding: this.options.nameEncoding})
    const nested = zip.entries.filter(entry => PART.test(entry.path))
    for (const entry of nested) await this.openNested(access, zip, entry)
    const rest = nested.length === 0 ? zip.entries : zip.entries.filter(entry => !PART.test(entry.path))
    if (rest.length > 0 || nested.length === 0) {
      this.opened.push({source: zipSource(name, access, zip, rest), part: partOf(name)})
    }
    return access.size
  }

  private async openNested(outer: FileAccess, zip: ZipReader, entry: ZipEntry): Promise<void> {
    const at = await zip.locate(entry)
    const chunks = unpack(packedChunks(outer, at), entry)
    const access =
      entry.method === 0
        ? await stored(outer, at.start, chunks, entry)
        : await spool(this.options.spoolFolder, entry.path, chunks)
    this.closing.push(() => access.close())
    const inner = await openZip(access, {name: entry.path, nameEncoding: this.options.nameEncoding})
    this.opened.push({source: zipSource(entry.path, access, inner), part: partOf(entry.path)})
  }
}

/** A stored part is read where it lies; once through first, since its checksum is the outer archive's. */
async function stored(
  outer: RandomAccess,
  start: number,
  chunks: AsyncIterable<Uint8Array>,
  entry: ZipEntry,
): Promise<RandomAccess> {
  for await (const _ of chunks);
  return {
    size: entry.size,
    read(position, length) {
      if (position < 0 || position + length > entry.size) throw new RangeError('a read outside the part')
      return outer.read(start + position, length)
    },
    close: async () => {},
  }
}

function partOf(name: string): Part | undefined {
  const match = PART.exec(name)
  return match ? {uuid: match[1]!, number: Number(match[2])} : undefined
}

/** Numbers below the highest that are not here. What is missing at the end, nobody can know. */
function missingParts(parts: readonly (Part | undefined)[]): Part[] {
  const numbers = new Map<string, Set<number>>()
  for (const part of parts) {
    if (part) numbers.set(part.uuid, (numbers.get(part.uuid) ?? new Set()).add(part.number))
  }
  const missing: Part[] = []
  for (const [uuid, here] of numbers) {
    const highest = Math.max(...here)
    // A part's number can be anything that somebody typed: tell the first few.
    for (let number = 1; number < highest && missing.length < 20; number++) {
      if (!here.has(number)) missing.push({uuid, number})
    }
  }
  return missing
}
