import type {Want} from '../io.ts'

/**
 * The heavy work on bytes: inflating, deflating, checksums. Each platform has its own, and does it where it
 * can do much at once: Node in worker threads, a browser in its native streams.
 */
export interface Codec {
  /**
   * Unpacks and checks entries that lie in `bytes`, each for itself: length, CRC-32, nothing left over. Of a
   * head nothing is checked. Takes `bytes` away: use those of the result.
   */
  unpack(bytes: Uint8Array<ArrayBuffer>, slices: readonly Slice[]): Promise<Unpacked>
  /** Memory for what is to be unpacked; left out where none is used again. */
  take?(length: number): Uint8Array<ArrayBuffer>
  /** Deflates files; stores those that it would make longer. Takes their bytes away. */
  pack(files: readonly NewFile[]): Promise<PackedFile[]>
  /**
   * Inflates a stream. Throws {@link Damage} when it is no deflate stream or ends early; what `chunks`
   * throws goes through as it is. Stopping early is allowed.
   */
  inflate(chunks: AsyncIterable<Uint8Array>): Inflating
  deflate(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
  /**
   * All that a broken deflate stream gives before it breaks, the same every time. `open` is called more than
   * once; what its stream throws counts as its end. Left out where a platform cannot tell.
   */
  rescue?(open: () => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>
}

/** What has to be known of an entry to unpack it. Plain data, so it can be sent to a worker. */
export interface Figures {
  readonly path: string
  /** Uncompressed length in bytes. */
  readonly size: number
  readonly crc32: number
  /** 0 stored, 8 deflated (APPNOTE 4.4.5). */
  readonly method: 0 | 8
}

/** One of several entries that lie in the same bytes. */
export interface Slice extends Figures {
  /** First byte of its data, and how many there are. */
  readonly start: number
  readonly length: number
  readonly want: Want
}

/** Packed bytes that a head is made of: most pages have no more, and a list of properties ends before. */
export const PACKED_HEAD = 2048

/** A head has at most so many bytes. */
export const MOST_HEAD = 16384

export interface Unpacked {
  /** What was given to be unpacked. */
  readonly bytes: Uint8Array
  /** For each slice its bytes or its head, if they were asked for, or what is wrong with it. */
  readonly results: readonly {readonly bytes?: Uint8Array; readonly damage?: string}[]
  /** Says, once, that nobody looks at any of these bytes again. Only for what lies in memory of the codec's. */
  readonly release?: () => void
}

export interface NewFile {
  /** For messages. */
  readonly path: string
  readonly bytes: Uint8Array
}

export interface PackedFile {
  readonly method: 0 | 8
  readonly size: number
  readonly crc32: number
  readonly data: Uint8Array
}

export interface Inflating extends AsyncIterable<Uint8Array> {
  /** Bytes that belonged to the deflate stream; final when the last chunk has come. */
  readonly consumed: number
}

/** Packed data that cannot be read; the message says why, without a name. */
export class Damage extends Error {}

/** Memory in bytes that is taken on the mere word of an archive. */
export const MOST_RESERVED = 1 << 26
