import {createHash} from 'node:crypto'
import {lstat, readdir, realpath, rename, rm} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {ExportError} from '../core/error.ts'
import {errorCode} from './error-code.ts'
import {writeError} from './file.ts'

/** A name for what is not whole yet, ours until it is released. Whoever makes the file removes it. */
export interface Temporary {
  /**
   * Beside the target, so that the final rename stays on one disk, and short, so that no path gets too
   * long: `.nef-<8 hex of a hash of the target's name>-<pid>.part`, with `-<n>` behind the pid for the
   * second and later of one process.
   */
  readonly path: string
  /** How many other runs were writing to this target when this was claimed; 0 unless shared. */
  readonly others: number
  release(): void
}

/** Names that this process is using. A pid alone cannot tell two runs in one process apart. */
const ours = new Set<string>()

/**
 * Clears what dead runs left of this target, then takes a temporary name. Rejects with `output-busy` when
 * a live run is writing to the target, unless it is `shared`: its name is then only the first of several.
 */
export async function claimTemporary(target: string, {shared = false} = {}): Promise<Temporary> {
  const prefix = await prefixFor(target)
  const strangers = await clear(target, prefix)
  // From here on nothing waits, so no other run of this process can come between.
  const others = strangers.length + [...ours].filter(path => path.startsWith(prefix)).length
  if (others > 0 && !shared) throw busy(target, strangers[0])
  let path = `${prefix}${process.pid}.part`
  for (let number = 1; ours.has(path); number++) path = `${prefix}${process.pid}-${number}.part`
  ours.add(path)
  return {path, others, release: () => ours.delete(path)}
}

/**
 * Deletes what earlier runs on the same target left when they were killed, or puts back what they had put
 * aside. Rejects with `output-busy` when a run is writing to it now.
 */
export async function clearLeftovers(target: string): Promise<void> {
  const prefix = await prefixFor(target)
  const [stranger] = await clear(target, prefix)
  const isOurs = [...ours].some(path => path.startsWith(prefix))
  if (stranger !== undefined || isOurs) throw busy(target, stranger)
}

/** The pids of other processes that are writing to the target. */
async function clear(target: string, prefix: string): Promise<number[]> {
  const names = await readdir(dirname(prefix)).catch(() => [])
  const alive: number[] = []
  for (const name of names) {
    const path = join(dirname(prefix), name)
    const match = path.startsWith(prefix) ? LEFTOVER.exec(path.slice(prefix.length)) : null
    if (!match) continue
    const pid = Number(match[1])
    if (ours.has(path.replace(/\.old$/, ''))) continue
    if (pid !== process.pid && isAlive(pid)) {
      alive.push(pid)
      continue
    }
    await (match[2] === undefined ? remove(path) : putBack(path, target)).catch(cause => {
      throw writeError(target, cause)
    })
  }
  return alive
}

const LEFTOVER = /^(\d+)(?:-\d+)?\.part(\.old)?$/

/** A folder that stepped aside for its successor: unless that has come, it is all there is. */
async function putBack(old: string, target: string): Promise<void> {
  const isThere = await lstat(target).then(
    () => true,
    () => false,
  )
  await (isThere ? remove(old) : rename(old, target))
}

function remove(path: string): Promise<void> {
  return rm(path, {recursive: true, force: true})
}

/** Links resolved, so that one folder by two ways is one folder. */
async function prefixFor(target: string): Promise<string> {
  const folder = await realpath(dirname(target)).catch(() => dirname(target))
  const hash = createHash('sha256').update(basename(target)).digest('hex').slice(0, 8)
  return join(folder, `.nef-${hash}-`)
}

function busy(target: string, pid: number | undefined): ExportError {
  return new ExportError('output-busy', `cannot write "${target}": another run is writing it`, {
    path: target,
    hint: pid === undefined ? 'wait for it to finish' : `wait for process ${pid} to finish, or stop it`,
  })
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
