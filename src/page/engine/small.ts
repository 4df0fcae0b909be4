import {
  Z_BUF_ERROR,
  type Z_CallStatus,
  Z_DEFAULT_STRATEGY,
  Z_FINISH,
  Z_OK,
  Z_STREAM_END,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
} from 'pako'
import {leftOver, longer, unreadable} from '../../zip/check.ts'
import {Damage, type Figures, MOST_HEAD} from '../../zip/codec.ts'

/**
 * Small entries, and most are, by zlib in JavaScript. A stream of the browser's costs the smallest of them
 * several times the work itself, and holds up to a quarter of a megabyte that the browser is in no hurry to
 * free; here one state serves all of them.
 */

/** Entries up to this many bytes. There are never so many larger ones that their streams count. */
export const SMALL = 1 << 20

/** Raw deflate, largest window. */
const WINDOW = -15
const DEFLATED = 8
/** Half the memory that is usual, which is cleared for every file. */
const MEMORY = 6
/** The quickest: what an export weighs are its attachments, which are copied as they are. */
const LEVEL = 1

const inflating = new ZStream()
zlibInflateInit2(inflating, WINDOW)
const deflating = new ZStream()
zlibDeflateInit2(deflating, LEVEL, DEFLATED, WINDOW, MEMORY, Z_DEFAULT_STRATEGY)

/** Deflated bytes can be longer than the plain ones, by little. */
const room = new Uint8Array(SMALL + SMALL / 512)

/**
 * All bytes of an entry, of which the archive says that they are few. Without `keep` they are good until the
 * next call only.
 */
export function inflateSmall(packed: Uint8Array, entry: Figures, keep: boolean): Uint8Array {
  zlibInflateReset(inflating)
  // One byte more shows what is longer than it should be.
  const bytes = keep ? new Uint8Array(entry.size + 1) : room.subarray(0, entry.size + 1)
  const status = run(inflating, zlibInflate, packed, bytes)
  if (inflating.next_out > entry.size) throw new Damage(longer(entry))
  if (status !== Z_STREAM_END) throw new Damage(unreadable(new Error(wordsFor(status))))
  if (inflating.avail_in > 0) throw new Damage(leftOver(inflating.avail_in))
  return bytes.subarray(0, inflating.next_out)
}

/** What the first bytes of a deflate stream become, or as much of it as a head may have. */
export function inflateHead(packed: Uint8Array): Uint8Array {
  zlibInflateReset(inflating)
  const status = run(inflating, zlibInflate, packed, room.subarray(0, MOST_HEAD))
  const isSound = status === Z_OK || status === Z_STREAM_END || status === Z_BUF_ERROR
  if (!isSound) throw new Damage(unreadable(new Error(wordsFor(status))))
  return room.slice(0, inflating.next_out)
}

export function deflateSmall(bytes: Uint8Array): Uint8Array {
  zlibDeflateReset(deflating)
  const status = run(deflating, zlibDeflate, bytes, room)
  if (status !== Z_STREAM_END) throw new Error(`deflating failed (${status})`)
  return room.slice(0, deflating.next_out)
}

function run(
  stream: ZStream,
  work: (stream: ZStream, flush: typeof Z_FINISH) => Z_CallStatus,
  input: Uint8Array,
  output: Uint8Array<ArrayBuffer>,
): Z_CallStatus {
  Object.assign(stream, {input, next_in: 0, avail_in: input.length})
  Object.assign(stream, {output, next_out: 0, avail_out: output.length})
  const status = work(stream, Z_FINISH)
  // Nothing of anybody's is kept.
  Object.assign(stream, {input: NOTHING, output: NOTHING})
  return status
}

const NOTHING = new Uint8Array(0)

/** In zlib's own words, which are Node's too. */
function wordsFor(status: Z_CallStatus): string {
  return status === Z_OK || inflating.msg === '' ? 'unexpected end of file' : inflating.msg
}
