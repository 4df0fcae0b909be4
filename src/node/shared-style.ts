import {constants, deflateRawSync} from 'node:zlib'
import {findStyle} from '../run/page-style.ts'
import {standsAt} from '../zip/stands-at.ts'

/**
 * All HTML pages of an export begin with the same long style. It is deflated once, to blocks that end at a
 * whole byte, and these stand in the stream of every page: a stream is a row of blocks (RFC 1951, 3.2.3), and
 * those of the style reach back to nothing before it.
 */

let last: {readonly style: Uint8Array; readonly blocks: Uint8Array} | undefined

/** A deflate stream that depends on the bytes alone; undefined for what does not begin as Notion's pages do. */
export function deflateStyledPage(bytes: Uint8Array, level: number): Uint8Array | undefined {
  const page = findStyle(bytes)
  if (!page) return undefined
  const {start, end} = page
  const rest = deflateRawSync(bytes.subarray(end), {level})
  return Buffer.concat([...storedBlock(bytes.subarray(0, start)), blocksOf(bytes.subarray(start, end)), rest])
}

/** Deflating a hundred bytes costs more than it saves. Not the last block (RFC 1951, 3.2.4). */
function storedBlock(bytes: Uint8Array): [header: Uint8Array, bytes: Uint8Array] {
  const {length} = bytes
  return [Uint8Array.of(0, length, length >> 8, ~length, ~length >> 8), bytes]
}

function blocksOf(style: Uint8Array): Uint8Array {
  if (last?.style.length !== style.length || !standsAt(last.style, style, 0)) {
    // Once for an export, so thoroughly. The flush ends it at a whole byte, and not as the last block.
    const blocks = deflateRawSync(style, {level: 9, finishFlush: constants.Z_SYNC_FLUSH})
    last = {style: style.slice(), blocks}
  }
  return last.blocks
}
