import {joined} from '../zip/join.ts'

/** Documents up to this many bytes are rewritten; larger ones are copied (threats, 3: huge page or CSV). */
export const MOST_REWRITTEN = 64 * 1024 * 1024

/** The byte order mark stays in the text, so that encoding gives the same bytes again. */
const strict = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true})

/** Text of UTF-8 bytes; undefined when they are not. `cut`: the end may lie inside a character. */
export function decodeText(bytes: Uint8Array, cut = false): string | undefined {
  const whole = cut ? bytes.subarray(0, endOfCharacters(bytes)) : bytes
  try {
    return strict.decode(whole)
  } catch {
    return undefined
  }
}

const encoder = new TextEncoder()

/** Texts that share memory: making some for each page costs more than encoding it. */
const COMMON = 256 * 1024
let room = new Uint8Array(0)
const NOTHING = new Uint8Array(0)

/** UTF-8. The bytes of other texts can lie beside them in memory. */
export function encodeText(text: string): Uint8Array {
  return encodeBehind(NOTHING, text)
}

/** The same with the bytes `before` in front. */
export function encodeBehind(before: Uint8Array, text: string): Uint8Array {
  const start = before.length
  // A unit takes three bytes at most.
  const most = start + 3 * text.length
  if (most > COMMON / 4) return encodeAlone(before, text)
  if (most > room.length) room = new Uint8Array(COMMON)
  room.set(before)
  const {written} = encoder.encodeInto(text, start === 0 ? room : room.subarray(start))
  const bytes = room.subarray(0, start + written)
  room = room.subarray(start + written)
  return bytes
}

function encodeAlone(before: Uint8Array, text: string): Uint8Array {
  const bytes = encoder.encode(text)
  return before.length === 0 ? bytes : joined([before, bytes], before.length + bytes.length)
}

/** Where the last complete character ends: a lead byte tells how many bytes belong to it (RFC 3629, 3). */
function endOfCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if ((byte & 0xc0) === 0x80) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needed > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}
