import * as zlib from 'node:zlib'

/**
 * CRC-32 as ZIP archives use it (APPNOTE 4.4.7), unsigned.
 * For bytes that come in pieces, `seed` is the result for the pieces before.
 */
export function crc32(bytes: Uint8Array, seed = 0): number {
  return zlib.crc32(bytes, seed)
}
