import type {ErrorCode, FixOptions, ProblemCode} from '../../src/index.ts'
import {type Bytes, build, bytesOf, type End, type Part} from './build.ts'

/** What must become of an archive. Written by hand, never asked from the code. */
export type Label =
  | {readonly is: 'accept'}
  | {readonly is: 'warn'; readonly code: ProblemCode; readonly says?: RegExp}
  | {readonly is: 'refuse'; readonly code: ErrorCode; readonly says: RegExp}

/** One archive for one row of the threat table. */
export interface Case {
  readonly name: string
  readonly label: Label
  readonly bytes: () => Uint8Array
  /** Contents of the attachments that must come out of it, and no others. */
  readonly kept: readonly Bytes[]
  /** Paths that must be in the output. */
  readonly out: readonly string[]
  readonly options: FixOptions
  /** Too large to be written in a test: a dry run reads everything too. */
  readonly isDry: boolean
}

export interface More {
  readonly out?: readonly string[]
  readonly kept?: readonly Bytes[]
  readonly options?: FixOptions
  readonly isDry?: boolean
}

export const ID = '1a'.repeat(16)
export const OTHER_ID = '2b'.repeat(16)
/** A page, so that the archive is Notion's. */
export const PAGE: Part = {name: `Home ${ID}.md`, data: '# Home\n\n[photo](photo.png)'}

export const accept = {is: 'accept'} as const
export const warn = (code: ProblemCode, says?: RegExp): Label => ({is: 'warn', code, ...(says && {says})})
export const refuse = (code: ErrorCode, says: RegExp): Label => ({is: 'refuse', code, says})

/** A page and these entries; those that are no pages must come out as they went in. */
export function exported(
  name: string,
  label: Label,
  parts: readonly Part[],
  end: End = {},
  more: More = {},
): Case {
  const kept = parts.filter(part => !isDocument(part) && part.isListed !== false).map(part => part.data ?? '')
  return whole(name, label, () => build([PAGE, ...parts], end), {kept, ...more})
}

/** An archive that is made otherwise. */
export function whole(name: string, label: Label, bytes: () => Uint8Array, more: More = {}): Case {
  return {name, label, bytes, kept: [], out: [], options: {}, isDry: false, ...more}
}

/** Pages, folders, and what macOS adds. */
function isDocument({name}: Part): boolean {
  const text = new TextDecoder().decode(bytesOf(name))
  return / [0-9a-f]{32}\.(md|csv|html)$/.test(text) || /^__MACOSX\/|[/\\]$/.test(text)
}
