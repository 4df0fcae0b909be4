import {type FileHandle, open} from 'node:fs/promises'
import {basename} from 'node:path'
import {ExportError} from '../core/error.ts'
import type {RandomAccess} from '../zip/model.ts'

/** A file that can be read anywhere. It remembers what it was, so that a change while reading is seen. */
export interface FileAccess extends RandomAccess {
  readonly path: string
  /** Rejects when the file is no longer the one that was opened. */
  checkUnchanged(): Promise<void>
}

export async function openFile(path: string): Promise<FileAccess> {
  const handle = await open(path, 'r').catch(cause => {
    throw readError(path, cause)
  })
  const {size, mtimeNs, ino} = await handle.stat({bigint: true})
  return {
    path,
    size: Number(size),
    read: (position, length) => readFully(handle, path, position, length),
    async checkUnchanged() {
      const now = await handle.stat({bigint: true})
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

/** `read` may give fewer bytes than asked for, and none when the file was cut meanwhile. */
async function readFully(
  handle: FileHandle,
  path: string,
  position: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length; ) {
    const {bytesRead} = await handle.read(bytes, done, length - done, position + done)
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
    return new ExportError('no-access', `cannot write "${path}": its folder does not exist`, {path, cause})
  }
  if (code === 'ENAMETOOLONG') {
    return new ExportError('no-access', `cannot write "${path}": the name is too long for this disk`, {
      path,
      cause,
      hint: 'write an archive instead of a folder, or use a smaller --max-path',
    })
  }
  return cause
}

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
