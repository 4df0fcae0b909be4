import type {ExportError} from './core/error.ts'
import type {DosTime, Entry} from './core/model.ts'

/** Where an export comes from and where the clean one goes: all that differs between Node and a browser. */

/**
 * One archive or folder of an export. Parts of one export are several sources. Whoever made a source
 * closes it; a run to which it was given leaves it open.
 */
export interface Source {
  /** File name without its folder, for messages and the manifest. */
  readonly name: string
  /** Bytes of the archive; of a folder, of its files together. */
  readonly size: number
  /** Files only, in the order of the archive. */
  readonly entries: readonly Entry[]
  /**
   * All bytes of an entry: one of the objects in `entries`, not a copy of it. Rejects with `damaged-entry`
   * when they do not fit the archive's checksum.
   */
  read(entry: Entry): Promise<Uint8Array>
  /** The same in pieces, for large entries. Stopping early is allowed. */
  stream(entry: Entry): AsyncIterable<Uint8Array>
  /** The entry as it lies in the archive, to be copied without inflating; only archives have it. */
  packed?(entry: Entry): Promise<Packed>
  /**
   * Several entries at once, which is much faster for small ones; only archives have it. What is damaged is
   * told with the code `damaged-entry` in place of it.
   */
  readMany?(
    entries: readonly Entry[],
    want: (entry: Entry) => Want,
  ): Promise<readonly (Contents | ExportError)[]>
  /**
   * Says of what `readMany` gave that nobody looks at any of its bytes again. Then what is read next may lie in
   * the same memory; without it they are as good as any.
   */
  release?(read: readonly (Contents | ExportError)[]): void
  /**
   * What can still be read of a damaged entry, unchecked; ends where nothing more can be read, and gives the
   * same every time. Without it only what `stream` gives before it rejects is kept.
   */
  rescue?(entry: Entry): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

/** An entry in the form in which archives hold it. */
export interface Packed {
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  readonly method: 0 | 8
  /** Bytes in this form. */
  readonly packedSize: number
  readonly crc32: number
  readonly size: number
  /** As a stream it rejects, at the latest at the end, when the bytes do not fit the checksum. */
  readonly data: Uint8Array | AsyncIterable<Uint8Array>
}

/**
 * What is wanted of an entry that is read together with others: only its check, all its bytes too, or no
 * more than its `head`, which costs less than its check does.
 */
export type Want = 'check' | 'bytes' | 'head'

/** An entry that was read together with others. */
export interface Contents {
  /** Its bytes, checked; where they were asked for. */
  readonly bytes?: Uint8Array
  /** As it lies in the archive, checked; but where only its head was asked for. */
  readonly packed?: Packed
  /** Its first bytes, some thousand or all that there are, unchecked; where they were asked for. */
  readonly head?: Uint8Array
}

/** One file for a sink: all its bytes, a way to stream them (more than once, if need be), or the packed form. */
export interface OutFile {
  readonly path: string
  readonly time: DosTime
  readonly data:
    | {readonly whole: Uint8Array}
    /** Without a size it is large. */
    | {readonly size?: number; readonly stream: () => AsyncIterable<Uint8Array>}
    | {readonly packed: Packed}
}

/** What was written. */
export interface Figures {
  readonly size: number
  readonly crc32: number
}

/** Takes the clean export, file by file. Whole or not at all: nothing is visible before `finish`. */
export interface Sink {
  /** True when packed entries may be given as they are; else they must be unpacked. */
  readonly takesPacked: boolean
  /**
   * True when it looks at the bytes of a file no more after `write` has resolved, so that others may come to lie in
   * the same memory.
   */
  readonly keepsNothing?: boolean
  /**
   * Does what can be done before a file's turn has come, for several at once; gives the same files, ready
   * for `write`. Their bytes are the sink's from here on.
   */
  prepare?(files: readonly OutFile[]): Promise<readonly OutFile[]>
  write(file: OutFile): Promise<Figures>
  /** Makes everything visible under its final name, which it gives; undefined when it has none. */
  finish(): Promise<{readonly name?: string; readonly already?: boolean}>
  /** Removes whatever was written. Never rejects. Called at most once, also after a `finish` that failed. */
  abort(): Promise<void>
}
