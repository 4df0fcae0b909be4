import {type ErrorCode, ExportError} from '../core/error.ts'
import type {Entry, Problem} from '../core/model.ts'
import type {Source} from '../io.ts'

/** Part ZIPs that cannot be read, where that is no reason to stop: each is told, and as much kept as there is. */
export class DamagedParts {
  problems: readonly Problem[] = []
  /** Why the first of them could not be opened. */
  first: ExportError | undefined
  private readonly kept = new Set<string>()
  private readonly entries = new Set<Entry>()

  /** A part whose bytes are not all right, though what is in it may be. */
  tell({path = '', message}: ExportError): void {
    this.problems = [...this.problems, {code: 'entry-damaged', path, detail: message}]
  }

  /** A part inside an input that cannot be opened: it stays a file, so that nothing is lost. */
  keep(path: string, error: unknown): void {
    const {message} = this.expect(error)
    const others = this.problems.filter(problem => problem.path !== path)
    // A file whose own bytes are damaged is told when it is written.
    if (others.length < this.problems.length) this.problems = others
    else this.problems = [...this.problems, {code: 'entry-damaged', path, detail: message}]
    this.kept.add(path)
  }

  /** A part that was given by itself and cannot be opened: it is as good as missing. */
  leaveOut(name: string, error: unknown): void {
    const {message} = this.expect(error)
    this.problems = [...this.problems, {code: 'part-missing', path: name, detail: message}]
  }

  /** Remembers which of these entries are parts that were kept. */
  note(entries: readonly Entry[]): void {
    for (const entry of entries) if (this.kept.has(entry.path)) this.entries.add(entry)
  }

  /** Whether nothing else is left: then there is nothing to repair. */
  isAll(sources: readonly Source[]): boolean {
    const isKept = (entry: Entry) => this.entries.has(entry)
    return this.first !== undefined && sources.every(({entries}) => entries.every(isKept))
  }

  private expect(error: unknown): ExportError {
    if (!(error instanceof ExportError && LOCAL.has(error.code))) throw error
    this.first ??= error
    return error
  }
}

/** Codes of what is wrong with one part; a full disk or a wish to stop ends the run. */
const LOCAL = new Set<ErrorCode>([
  'bad-zip',
  'damaged-entry',
  'encrypted',
  'not-a-zip',
  'truncated',
  'unsafe-name',
  'unsupported',
])
