import type {Kind, Problem} from '../core/model.ts'
import type {OutputOptions} from '../core/options.ts'
import type {Rename, Repaired, Report} from '../core/report.ts'
import type {Progress} from '../run/fix.ts'

/** What the page and its engine tell each other. Plain data: it is copied from one to the other. */

export type Choices = Pick<OutputOptions, 'tables' | 'relations' | 'properties'>

export type ToEngine =
  /** Opens these files as one export and prepares it; once for an engine. */
  | {readonly kind: 'open'; readonly files: readonly File[]; readonly keepGoing: boolean}
  | {readonly kind: 'write'; readonly choices: Choices}
  /** Stops what is going on; answered by `failed` with the code `aborted`. */
  | {readonly kind: 'stop'}
  /** Stops, forgets everything and answers `closed`. */
  | {readonly kind: 'close'}
  /** Bytes are where they belong; their memory goes back. */
  | {readonly kind: 'taken'; readonly buffer: ArrayBuffer}
  /** Bytes could not be put where they belong. */
  | {readonly kind: 'refused'; readonly why: string; readonly isFull: boolean}
  /** The archive has its name; its bytes as they can be read again, where that is possible. */
  | {readonly kind: 'saved'; readonly archive: Blob | undefined}

export type FromEngine =
  /** The files are of several exports: one of these groups must be chosen. */
  | {readonly kind: 'several'; readonly groups: readonly (readonly number[])[]}
  | {readonly kind: 'glance'; readonly glance: Glance}
  | ({readonly kind: 'progress'} & Progress)
  | {readonly kind: 'prepared'; readonly preview: Preview}
  | {readonly kind: 'already'}
  | {readonly kind: 'bytes'; readonly bytes: Uint8Array<ArrayBuffer>}
  /** All bytes were given. */
  | {readonly kind: 'end'}
  | {readonly kind: 'written'; readonly report: Report}
  | {readonly kind: 'failed'; readonly failure: Failure}
  | {readonly kind: 'closed'}

/** What an export is, as far as its directory tells. */
export interface Glance {
  /** Pages and rows. */
  readonly pages: number
  readonly databases: number
  readonly attachments: number
  /** Of the newest file, `YYYY-MM-DD`. */
  readonly date: string
}

/** The plan, as far as a person wants to see it. */
export interface Preview {
  readonly date: string
  readonly counts: Readonly<Record<Kind, number>>
  /** Uncompressed, which the output is about as large as at most. */
  readonly bytes: number
  /** Without links, which are known only when they are written. */
  readonly repaired: Repaired
  readonly renames: readonly Rename[]
  readonly hasRelations: boolean
  readonly problems: readonly Problem[]
  readonly ignored: number
  readonly moves: readonly Move[]
  /** Table pages that can be made of databases. */
  readonly tables: readonly string[]
}

/** Old and new path of a file. */
export type Move = readonly [from: string, to: string]

export interface Failure {
  /** Of an `ExportError`; undefined for a fault of ours. */
  readonly code?: string
  readonly message: string
  readonly hint?: string
}
