import {statfs} from 'node:fs/promises'
import {ExportError} from '../core/error.ts'

/**
 * Rejects with `no-space` unless `folder` has room for so many bytes; `what` is what was tried. Where the
 * system does not tell what is free, nothing is refused.
 */
export async function checkSpace(folder: string, bytes: number, what: string): Promise<void> {
  const found = await statfs(folder).catch(() => undefined)
  // Some disks over the network say that they have no room at all.
  if (!found || found.blocks === 0) return
  const free = found.bavail * found.bsize
  if (free >= bytes) return
  const [needed, there] = [Math.ceil(bytes / MEGABYTE), Math.floor(free / MEGABYTE)]
  throw new ExportError('no-space', `cannot ${what}: it needs about ${needed} MB, and ${there} MB are free`, {
    path: folder,
    hint: 'free some space, or choose another place with --output',
  })
}

const MEGABYTE = 1_000_000
