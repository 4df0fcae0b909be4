import type {LinkLog, MissingLink} from '../core/document-links.ts'
import {ExportError} from '../core/error.ts'
import type {ManifestInput} from '../core/manifest.ts'
import type {Id, Problem, Survey} from '../core/model.ts'
import type {Rewriter} from '../core/rewrite.ts'
import type {Contents, Figures, OutFile, Sink} from '../io.ts'
import {crc32} from '../zip/crc.ts'
import type {Anchors} from './anchors.ts'
import {readContents} from './contents.ts'
import {FiguresByEntry} from './figures.ts'
import type {Gathered} from './gather.ts'
import {batches, inOrder} from './in-order.ts'
import {BATCH, UNDER_WAY} from './limits.ts'
import {findStyle} from './page-style.ts'
import {sameBytes} from './same-bytes.ts'
import {decodeText, encodeText, MOST_REWRITTEN} from './text.ts'
import {TextPile} from './text-pile.ts'

/** Entries up to this many bytes are read with others; larger ones are copied as a stream. */
const MOST_TOGETHER = 8 << 20

/** One file of the output: from its first entry; the others have the same bytes. */
type Planned = readonly [path: string, entries: readonly number[]]

interface Made {
  readonly planned: Planned
  readonly file: OutFile
  /** Of the original, where its source knew none. */
  readonly crc32?: number
  readonly log?: LinkLog
  readonly problem?: Problem
}

interface MadeBatch {
  readonly files: readonly Made[]
  /** For when all of them have been written. */
  readonly release: () => void
}

interface OldText {
  readonly text: string
  /** What stands before it and stays as it is: of an HTML page the head, as far as its style. */
  readonly before: Uint8Array | undefined
  /** Of all its bytes. */
  readonly crc32: number
}

/** Without data it is the old one. */
interface NewText {
  readonly log: LinkLog
  readonly data: OutFile['data'] | undefined
}

interface Scene {
  readonly all: Gathered
  readonly survey: Survey
  readonly rewriter: Rewriter
  readonly anchors: Anchors
  readonly sink: Sink
}

/** Writes the files of the export, in order, and remembers what came of them. */
export class Writer {
  readonly problems: Problem[] = []
  readonly missing: MissingLink[] = []
  /** Links that now read otherwise. */
  links = 0
  /** Files that come from the export. */
  files = 0
  private readonly before: FiguresByEntry
  private readonly after: FiguresByEntry
  private readonly afterTable = new Map<Id, Figures>()
  private readonly all: Gathered
  private readonly survey: Survey
  private readonly rewriter: Rewriter
  private readonly anchors: Anchors
  private readonly sink: Sink

  constructor({all, survey, rewriter, anchors, sink}: Scene) {
    this.all = all
    this.survey = survey
    this.rewriter = rewriter
    this.anchors = anchors
    this.sink = sink
    this.before = new FiguresByEntry(all.entries.length)
    this.after = new FiguresByEntry(all.entries.length)
  }

  /**
   * Every file of the output that comes from the export. Files are made in batches, many at once; they are
   * written, and told about, in their order, so nothing depends on what was ready first.
   */
  async writeFiles(
    files: Iterable<Planned>,
    written: (entries: readonly number[]) => void,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const weigh = ([, [main]]: Planned) => this.all.entries[main!]!.size
    const make = async (batch: readonly Planned[]) => {
      signal?.throwIfAborted()
      return this.make(batch)
    }
    const weighAll = (batch: readonly Planned[]) => batch.reduce((sum, file) => sum + weigh(file), 0)
    for await (const batch of inOrder(batches(files, BATCH, weigh), UNDER_WAY, weighAll, make)) {
      for (const made of batch.files) {
        signal?.throwIfAborted()
        await this.write(made)
        written(made.planned[1])
      }
      if (this.sink.keepsNothing) batch.release()
    }
  }

  /** The readable page of a database; nothing of the export becomes it. */
  async writeTable(id: Id, path: string, time: number): Promise<void> {
    const made = this.rewriter.table(id)
    this.log(made)
    this.afterTable.set(id, await this.sink.write({path, time, data: {whole: encodeText(made.text)}}))
  }

  /** What the manifest has to know. */
  told(): Pick<ManifestInput, 'before' | 'after' | 'afterTable' | 'missing'> {
    return {
      before: entry => this.before.get(entry),
      after: entry => this.after.get(entry),
      afterTable: id => this.afterTable.get(id)!,
      missing: this.missing,
    }
  }

  private async make(batch: readonly Planned[]): Promise<MadeBatch> {
    const mains = batch.map(([, [main]]) => main!)
    const {contents, release} = await this.read(mains)
    const made: Made[] = []
    for (const planned of batch) {
      const [path, [main]] = planned
      made.push({planned, ...(await this.fileOf(main!, path, contents.get(main!) ?? {}))})
    }
    const ready = (await this.sink.prepare?.(made.map(({file}) => file))) ?? made.map(({file}) => file)
    return {files: made.map((one, at) => ({...one, file: ready[at]!})), release}
  }

  /** What is small enough to be read with others. */
  private async read(entries: readonly number[]) {
    const together = entries.filter(entry => this.all.entries[entry]!.size <= MOST_TOGETHER)
    const want = (entry: number) => (this.isRewritten(entry) || !this.sink.takesPacked ? 'bytes' : 'check')
    const contents = new Map<number, Contents>()
    const read = await readContents(this.all, together, want)
    for (const [at, result] of read.contents.entries()) {
      if (result instanceof ExportError) throw result
      contents.set(together[at]!, result)
    }
    return {contents, release: read.release}
  }

  private async fileOf(entry: number, path: string, found: Contents): Promise<Omit<Made, 'planned'>> {
    const original = this.all.entries[entry]!
    const {size, time, damage} = original
    const copy = async (more: Partial<Made> = {}) => ({
      file: {path, time, data: await this.copied(entry, found)},
      ...more,
    })
    if (damage) return copy({problem: {code: 'entry-damaged', path, detail: damage.why}})
    if (this.survey.items[entry]!.format === undefined) return copy()
    if (size > MOST_REWRITTEN) return copy({problem: {code: 'too-large', path}})
    const text = await this.textOf(entry, found)
    if (text === undefined) return copy({problem: {code: 'not-utf8', path}})
    const {data, log} = await this.anchors.whenKnown(() => this.rewritten(entry, text))
    // Copying what did not change saves compressing it again.
    return data === undefined ? copy({log}) : {file: {path, time, data}, log, crc32: text.crc32}
  }

  /** Its bytes are let go of before it is rewritten, if nobody else has them. */
  private async textOf(entry: number, found: Contents): Promise<OldText | undefined> {
    const original = this.all.entries[entry]!
    const bytes = found.bytes ?? (await this.all.sourceOf[entry]!.read(original))
    const page = this.survey.items[entry]!.format === 'html' ? findStyle(bytes) : undefined
    const text = decodeText(page ? bytes.subarray(page.end) : bytes)
    if (text === undefined) return undefined
    return {text, before: page && bytes.subarray(0, page.end), crc32: original.crc32 ?? crc32(bytes)}
  }

  private rewritten(entry: number, {text, before}: OldText): NewText {
    const pile = new TextPile(before)
    const {isChanged, ...log} = this.rewriter.document(entry, text, piece => pile.add(piece))
    return {log, data: isChanged ? pile.data() : undefined}
  }

  private isRewritten(entry: number): boolean {
    return this.survey.items[entry]!.format !== undefined && this.all.entries[entry]!.size <= MOST_REWRITTEN
  }

  /** What was read already is not read again; the rest goes by in pieces. */
  private async copied(entry: number, {bytes, packed}: Contents): Promise<OutFile['data']> {
    const source = this.all.sourceOf[entry]!
    const original = this.all.entries[entry]!
    if (original.damage) return {size: original.damage.size, stream: () => source.stream(original)}
    if (this.sink.takesPacked && packed) return {packed}
    if (this.sink.takesPacked && source.packed) return {packed: await source.packed(original)}
    if (bytes) return {whole: bytes}
    return {size: original.size, stream: () => source.stream(original)}
  }

  private async write({planned, file, crc32: read, log, problem}: Made): Promise<void> {
    const [, entries] = planned
    const [main, ...twins] = entries as [number, ...number[]]
    const written = await this.sink.write(file)
    this.after.set(main, written)
    this.files++
    if (log) this.log(log)
    if (problem) this.problems.push(problem)
    const {size, crc32: known = read ?? written.crc32} = this.all.entries[main]!
    for (const entry of entries) this.before.set(entry, {size, crc32: known})
    for (const twin of twins) await this.check(twin, main)
  }

  /** A loop: a document can have more problems than a call can have arguments. */
  private log({problems, missing, links}: LinkLog): void {
    for (const problem of problems) this.problems.push(problem)
    for (const link of missing) this.missing.push(link)
    this.links += links
  }

  /**
   * A twin is not written because its checksum is that of the file that stands for it. Checksums can be made
   * to agree, so the bytes are compared.
   */
  private async check(twin: number, main: number): Promise<void> {
    const streams = [twin, main].map(entry => this.all.sourceOf[entry]!.stream(this.all.entries[entry]!))
    if (await sameBytes(streams[0]!, streams[1]!)) return
    const {path} = this.all.entries[twin]!
    throw new ExportError(
      'bad-zip',
      `cannot trust "${path}": it has the checksum of another file, but not its bytes`,
      {
        path,
      },
    )
  }
}
