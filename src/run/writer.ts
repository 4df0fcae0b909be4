import type {LinkLog, MissingLink} from '../core/document-links.ts'
import {ExportError} from '../core/error.ts'
import type {ManifestInput} from '../core/manifest.ts'
import type {Id, Problem, Survey} from '../core/model.ts'
import type {Rewriter} from '../core/rewrite.ts'
import type {Figures, OutFile, Sink} from '../io.ts'
import {crc32} from '../zip/crc.ts'
import type {Gathered} from './gather.ts'
import {sameBytes} from './same-bytes.ts'
import {decodeText, encodeText, MOST_REWRITTEN} from './text.ts'

/** Writes the files of the export, in order, and remembers what came of them. */
export class Writer {
  readonly problems: Problem[] = []
  readonly missing: MissingLink[] = []
  /** Links that now read otherwise. */
  links = 0
  /** Files that come from the export. */
  files = 0
  private readonly before = new Map<number, Figures>()
  private readonly after = new Map<string, Figures>()
  /** Checksums of documents whose source knew none. */
  private readonly read = new Map<number, number>()
  private readonly all: Gathered
  private readonly survey: Survey
  private readonly rewriter: Rewriter
  private readonly sink: Sink

  constructor(all: Gathered, survey: Survey, rewriter: Rewriter, sink: Sink) {
    this.all = all
    this.survey = survey
    this.rewriter = rewriter
    this.sink = sink
  }

  /** One file of the output: from its first entry; the others have the same bytes, which are checked too. */
  async writeFile(path: string, entries: readonly number[]): Promise<void> {
    const [main, ...twins] = entries as [number, ...number[]]
    const {time} = this.all.entries[main]!
    const file = (await this.rewritten(main, path, time)) ?? {path, time, data: await this.copied(main)}
    const written = await this.sink.write(file)
    this.after.set(path, written)
    this.files++
    const {size, crc32: known = this.read.get(main) ?? written.crc32} = this.all.entries[main]!
    for (const entry of entries) this.before.set(entry, {size, crc32: known})
    for (const twin of twins) await this.check(twin, main)
  }

  /** What the manifest has to know. */
  told(): Pick<ManifestInput, 'before' | 'after' | 'missing'> {
    return {
      before: entry => this.before.get(entry)!,
      after: path => this.after.get(path)!,
      missing: this.missing,
    }
  }

  /** The readable page of a database; nothing of the export becomes it. */
  async writeTable(id: Id, path: string, time: number): Promise<void> {
    const made = this.rewriter.table(id)
    this.log(made)
    this.after.set(path, await this.sink.write({path, time, data: {whole: encodeText(made.text)}}))
  }

  private async rewritten(entry: number, path: string, time: number): Promise<OutFile | undefined> {
    const {format} = this.survey.items[entry]!
    if (format === undefined) return undefined
    const original = this.all.entries[entry]!
    if (original.size > MOST_REWRITTEN) {
      this.problems.push({code: 'too-large', path})
      return undefined
    }
    const bytes = await this.all.sourceOf[entry]!.read(original)
    if (original.crc32 === undefined) this.read.set(entry, crc32(bytes))
    const text = decodeText(bytes)
    if (text === undefined) {
      this.problems.push({code: 'not-utf8', path})
      return undefined
    }
    const made = this.rewriter.document(entry, text)
    this.log(made)
    // Copying what did not change saves compressing it again.
    return made.text === text ? undefined : {path, time, data: {whole: encodeText(made.text)}}
  }

  /** A loop: a document can have more problems than a call can have arguments. */
  private log({problems, missing, links}: LinkLog): void {
    for (const problem of problems) this.problems.push(problem)
    for (const link of missing) this.missing.push(link)
    this.links += links
  }

  private async copied(entry: number): Promise<OutFile['data']> {
    const source = this.all.sourceOf[entry]!
    const original = this.all.entries[entry]!
    if (this.sink.takesPacked && source.packed) return {packed: await source.packed(original)}
    return {size: original.size, stream: () => source.stream(original)}
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
