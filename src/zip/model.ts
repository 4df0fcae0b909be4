import type {Entry} from '../core/model.ts'

/** Bytes that can be read anywhere: a file, a Blob, a stored part inside another archive. */
export interface RandomAccess {
  /** In bytes. */
  readonly size: number
  /**
   * Exactly `length` bytes from `position`, both inside `size`; rejects when there are fewer. They are the
   * caller's own: nobody else reads or keeps them. They may lie in `into`, which has that length too.
   */
  read(position: number, length: number, into?: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>
  close(): Promise<void>
}

/** How an archive's entry lies in the archive. Plain data, so it can be sent to a worker. */
export interface Locator {
  /** First byte of the entry's data. */
  readonly start: number
  /** Compressed length in bytes. */
  readonly length: number
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). Others are refused when the archive is opened. */
  readonly method: 0 | 8
}

/** What can be odd at an entry's own place in the archive without stopping us. */
export type LocalOddity = 'no-descriptor' | 'flags-differ' | 'bytes-between'

/** A locator, with what was seen on the way to it. */
export interface Located extends Locator {
  readonly odd: readonly {readonly oddity: LocalOddity; readonly bytes: number}[]
}

/** An entry of an opened archive. */
export interface ZipEntry extends Entry {
  readonly crc32: number
  /** The central directory's place of its local header; `start` of the data is behind it. */
  readonly headerOffset: number
  /** Compressed length in bytes. */
  readonly packedSize: number
  readonly method: 0 | 8
}
