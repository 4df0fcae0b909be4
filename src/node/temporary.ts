import {createHash} from 'node:crypto'
import {readdir, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {ExportError} from '../core/error.ts'
import {errorCode} from './file.ts'

/**
 * A short name beside the target, so that the final rename stays on one disk and no path gets too long:
 * `.nef-<8 hex of a hash of the target's name>-<pid>.part`.
 */
export function temporaryPath(target: string): string {
  return join(dirname(target), `${prefixFor(target)}${process.pid}.part`)
}

/**
 * Deletes what an earlier run on the same target left when it was killed. Rejects with `output-busy` when
 * such a run is still alive.
 */
export async function clearLeftovers(target: string): Promise<void> {
  const folder = dirname(target)
  const prefix = prefixFor(target)
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const pid = name.startsWith(prefix) ? /^(\d+)\.part$/.exec(name.slice(prefix.length))?.[1] : undefined
    if (pid === undefined) continue
    if (Number(pid) !== process.pid && isAlive(Number(pid))) {
      throw new ExportError('output-busy', `cannot write "${target}": another run is writing it`, {
        path: target,
        hint: `wait for process ${pid} to finish, or stop it`,
      })
    }
    await rm(join(folder, name), {recursive: true, force: true})
  }
}

function prefixFor(target: string): string {
  return `.nef-${createHash('sha256').update(basename(target)).digest('hex').slice(0, 8)}-`
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process: alive, though not ours to signal.
    return errorCode(error) === 'EPERM'
  }
}
