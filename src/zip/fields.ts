/** A record of little-endian fields, filled from its front (APPNOTE 4.1.4: all values are little-endian). */
export class Fields {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly #view: DataView
  #at = 0

  constructor(length: number) {
    this.bytes = new Uint8Array(length)
    this.#view = new DataView(this.bytes.buffer)
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true)
    this.#at += 2
    return this
  }

  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
    return this
  }

  u64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(value), true)
    this.#at += 8
    return this
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at)
    this.#at += bytes.length
    return this
  }
}

/** For reading fields out of bytes that may be part of a larger buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A 64-bit field. Past 2^53 it is not exact, but then it is also larger than any file. */
export function u64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true))
}

/** Signatures of the records (APPNOTE 4.3.7 to 4.3.16). */
export const SIGNATURE = {
  local: 0x04034b50,
  descriptor: 0x08074b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator64: 0x07064b50,
} as const

/** Bits of the general purpose flag (APPNOTE 4.4.4). */
export const FLAG = {
  encrypted: 1 << 0,
  /** Sizes and CRC-32 stand behind the data, not in the local header. */
  descriptor: 1 << 3,
  /** The data is a patch for another file. */
  patched: 1 << 5,
  strongEncryption: 1 << 6,
  utf8: 1 << 11,
  /** The local header hides its values: the directory is encrypted. */
  masked: 1 << 13,
} as const

/** Values from these on stand in a zip64 record, and all ones in the field itself (APPNOTE 4.4.1.4). */
export const MAX16 = 0xffff
export const MAX32 = 0xffffffff

/** Header id of the zip64 extra field (APPNOTE 4.5.3). */
export const ZIP64_EXTRA = 0x0001
