import type {Survey} from '../core/model.ts'

/** What the output of a run may take on a disk, in bytes: about right, and rather too much. */
export interface Room {
  /** As an archive. */
  readonly packed: number
  /** As a folder. */
  readonly whole: number
}

/** Header, directory record, and lines in the manifest and the report, for one file. */
const FOR_A_FILE = 800

/** Disks give space in pieces. */
const PIECE = 4096

const MARGIN = 1 << 20

export function roomFor({entries, items}: Pick<Survey, 'entries' | 'items'>): Room {
  let packed = MARGIN
  let whole = MARGIN
  entries.forEach(({size, packedSize = size, damage}, at) => {
    const item = items[at]
    if (!item) return
    const grows = item.format === undefined ? 1 : item.format === 'csv' ? 3 : 1.25
    packed += Math.min(packedSize, size) * grows + FOR_A_FILE
    whole += Math.ceil(((damage?.size ?? size) * grows + FOR_A_FILE) / PIECE) * PIECE
  })
  return {packed, whole}
}
