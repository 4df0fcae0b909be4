import type {Stats} from 'node:fs'
import {type FileHandle, stat} from 'node:fs/promises'
import {basename, dirname} from 'node:path'
import {ExportError} from '../core/error.ts'
import type {RandomAccess} from '../zip/model.ts'
import {errorCode, isTooMany} from './error-code.ts'
import {openPatiently} from './patience.ts'

/** A file that can be read anywhere. It remembers what it was, so that a change while reading is seen. */
export interface FileAccess extends RandomAccess {
  readonly path: string
  /** Rejects when the file is no longer the one that was opened. */
  checkUnchanged(): Promise<void>
}

export async function openFile(path: string): Promise<FileAccess> {
  const fail = (cause: unknown) => {
    throw readError(path, cause)
  }
  // Before opening: a named pipe would wait for somebody to write to it.
  const kind = await stat(path).catch(fail)
  if (!kind.isFile()) throw refuseKind(path, kind)
  const handle = await openPatiently(path, 'r').catch(fail)
  const {size, mtimeNs, ino} = await handle.stat({bigint: true}).catch(async cause => {
    await handle.close()
    return fail(cause)
  })
  return {
    path,
    size: Number(size),
    read: (position, length, into) => readFully(handle, path, position, length, into),
    async checkUnchanged() {
      // By its path: another file may have taken its name, and what was read is not what lies there.
      const now = await stat(path, {bigint: true}).catch(fail)
      if (now.size !== size || now.mtimeNs !== mtimeNs || now.ino !== ino) {
        throw new ExportError('bad-zip', `cannot trust "${basename(path)}": it changed while it was read`, {
          path,
          hint: 'wait until the download has finished, then run this again',
        })
      }
    },
    close: () => handle.close(),
  }
}

/** The error for what is neither a plain file nor, where folders may be, a folder. */
export function refuseKind(path: string, stats: Stats): ExportError {
  const what = stats.isSymbolicLink()
    ? 'a link'
    : stats.isFIFO()
      ? 'a named pipe'
      : stats.isSocket()
        ? 'a socket'
        : stats.isDirectory()
          ? 'a folder'
          : 'a device'
  return new ExportError('unsupported', `cannot read "${path}": it is ${what}, not a plain file`, {
    path,
    hint: 'remove it, or give the ZIP that Notion sent',
  })
}

/** `read` may give fewer bytes than asked for, and none when the file was cut meanwhile. */
export async function readFully(
  handle: FileHandle,
  path: string,
  position: number,
  length: number,
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array(length),
): Promise<Uint8Array<ArrayBuffer>> {
  for (let done = 0; done < length; ) {
    const {bytesRead} = await handle.read(bytes, done, length - done, position + done).catch(cause => {
      throw readError(path, cause)
    })
    if (bytesRead === 0) {
      throw new ExportError(
        'truncated',
        `cannot read "${basename(path)}": it became shorter while it was read`,
        {path},
      )
    }
    done += bytesRead
  }
  return bytes
}

/** What a failed system call means to a person. */
export function readError(path: string, cause: unknown): unknown {
  const code = errorCode(cause)
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ExportError('input-missing', `cannot read "${path}": there is no such file`, {
      path,
      cause,
      hint: 'check the name; in a terminal you can drag the file into the window',
    })
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new ExportError('no-access', `cannot read "${path}": permission denied`, {path, cause})
  }
  if (isTooMany(code)) return tooMany('read', path, cause)
  // The disk's or the network's fault, not ours.
  if (isSystemError(cause)) {
    return new ExportError('no-access', `cannot read "${path}": the system says ${code}`, {path, cause})
  }
  return cause
}

/** What a failed write means to a person. `path` is where the output should go. */
export function writeError(path: string, cause: unknown): unknown {
  const code = errorCode(cause)
  if (code === 'ENOSPC' || code === 'EFBIG' || code === 'EDQUOT') {
    return new ExportError('no-space', `cannot write "${path}": no space is left for it`, {
      path,
      cause,
      hint: 'free some space, or choose another place with --output',
    })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new ExportError('no-access', `cannot write "${path}": permission denied`, {
      path,
      cause,
      hint: 'choose another place with --output',
    })
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ExportError('no-access', `cannot write "${path}": its folder does not exist`, {
      path,
      cause,
      hint: `make the folder "${dirname(path)}" first`,
    })
  }
  if (code === 'ENAMETOOLONG') {
    return new ExportError('no-access', `cannot write "${path}": the name is too long for this disk`, {
      path,
      cause,
      hint: 'write an archive instead of a folder, or use a smaller --max-path',
    })
  }
  if (isTooMany(code)) return tooMany('write', path, cause)
  if (isSystemError(cause)) {
    return new ExportError('no-access', `cannot write "${path}": the system says ${code}`, {
      path,
      cause,
      hint: 'choose another place with --output',
    })
  }
  return cause
}

function tooMany(verb: 'read' | 'write', path: string, cause: unknown): ExportError {
  return new ExportError('no-access', `cannot ${verb} "${path}": too many files are open`, {
    path,
    cause,
    hint: 'allow more with ulimit -n, or try again with --threads 0',
  })
}

/** A call of the system that failed; all else with a `code` is an error of ours or of Node's. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
