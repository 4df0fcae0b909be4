import type {Kind} from '../core/model.ts'
import type {Archive} from './archive.ts'
import type {Fault} from './faults.ts'
import {type Manifest, OURS} from './manifest.ts'

/** Files by what they are: `ours` are the three in our folder, `ignored` what macOS added to the export. */
export type Counts = Readonly<Record<Kind | 'ours' | 'ignored', number>>

/** Why a document was only compared byte for byte, or a file not even that: it is damaged in the export. */
export type UncheckedReason = 'too-large' | 'not-utf8' | 'not-csv' | 'damaged'

export interface Unchecked {
  /** Path in the archive. */
  readonly path: string
  readonly why: UncheckedReason
}

/** What was found. All is well when there are no faults. */
export interface Verification {
  /** Name of the archive or folder. */
  readonly archive: string
  /** Names of what was given as the export; absent when nothing was, and nothing is known of what was lost. */
  readonly against?: readonly string[]
  /** Names of parts of the export that were not given, as far as their numbers tell. */
  readonly partsMissing?: readonly string[]
  /** Files of the export that are accounted for, by what they became. */
  readonly before?: Counts
  /** Files of the archive. */
  readonly after: Counts
  readonly checked: {
    /** Files whose bytes were read and compared with the manifest. */
    readonly files: number
    /** Relative links, those in cells included. */
    readonly links: number
    /** Lines of `relations.csv`. */
    readonly relations: number
    readonly names: number
  }
  /** Links to files that the export does not hold. */
  readonly missing: number
  /** Documents whose links were not looked at. */
  readonly unchecked: readonly Unchecked[]
  /** All faults of the gravest class that has any. */
  readonly faults: readonly Fault[]
}

export function noFiles(): Record<keyof Counts, number> {
  return {page: 0, row: 0, database: 0, view: 0, table: 0, attachment: 0, index: 0, ours: 0, ignored: 0}
}

/** The files of the archive, as far as somebody knows what they are. */
export function countFiles({files}: Archive, manifest: Manifest | undefined): Counts {
  const counts = noFiles()
  for (const {path, kind} of manifest?.items ?? []) if (files.has(path)) counts[kind]++
  for (const path of files.keys()) if (path.startsWith(OURS)) counts.ours++
  return counts
}
