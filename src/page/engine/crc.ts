/**
 * CRC-32 for browsers, which have none; the page is built with this file in place of `zip/crc.ts`. Sixteen
 * bytes at a time, each through a table of its own ("slicing", Intel 2006), which is several times as fast
 * as byte by byte.
 */

const SLICES = 16

/** `TABLES[slice * 256 + byte]`: the CRC of a byte with that many zero bytes behind it. */
const TABLES = makeTables()

/** As `zip/crc.ts`: unsigned; `seed` is the result for the pieces before. */
export function crc32(bytes: Uint8Array, seed = 0): number {
  const t = TABLES
  let crc = ~seed
  let at = 0
  for (const end = bytes.length - SLICES; at <= end; at += SLICES) {
    const first = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))
    crc =
      t[3840 + (first & 255)]! ^
      t[3584 + ((first >>> 8) & 255)]! ^
      t[3328 + ((first >>> 16) & 255)]! ^
      t[3072 + (first >>> 24)]! ^
      t[2816 + bytes[at + 4]!]! ^
      t[2560 + bytes[at + 5]!]! ^
      t[2304 + bytes[at + 6]!]! ^
      t[2048 + bytes[at + 7]!]! ^
      t[1792 + bytes[at + 8]!]! ^
      t[1536 + bytes[at + 9]!]! ^
      t[1280 + bytes[at + 10]!]! ^
      t[1024 + bytes[at + 11]!]! ^
      t[768 + bytes[at + 12]!]! ^
      t[512 + bytes[at + 13]!]! ^
      t[256 + bytes[at + 14]!]! ^
      t[bytes[at + 15]!]!
  }
  for (; at < bytes.length; at++) crc = t[(crc ^ bytes[at]!) & 255]! ^ (crc >>> 8)
  return ~crc >>> 0
}

function makeTables(): Int32Array {
  const tables = new Int32Array(SLICES * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
    tables[byte] = crc
  }
  for (let at = 256; at < tables.length; at++) {
    const before = tables[at - 256]!
    tables[at] = tables[before & 255]! ^ (before >>> 8)
  }
  return tables
}
