import {type FileHandle, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {RandomAccess} from '../zip/model.ts'
import {readFully, writeError} from './file.ts'
import {openPatiently} from './patience.ts'
import {claimTemporary, type Temporary} from './temporary.ts'

/**
 * Real Part ZIPs are deflated inside the outer ZIP, so they must be inflated before anything in them can
 * be found. The copy lies in `folder`. Its name is gone before the first byte is written, so that not even
 * a kill leaves it behind; where the system does not allow that, it is gone when the copy is closed.
 */
export async function spool(
  folder: string,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<RandomAccess> {
  const fail = (cause: unknown) => {
    throw writeError(folder, cause)
  }
  const temporary = await claimTemporary(join(folder, name), {shared: true}).catch(fail)
  const file = await openPatiently(temporary.path, 'wx+', 0o600).catch(cause => {
    temporary.release()
    return fail(cause)
  })
  await rm(temporary.path).catch(() => {})
  let size = 0
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk).catch(fail)
      size += chunk.length
    }
  } catch (error) {
    await close(file, temporary)
    throw error
  }
  return {
    size,
    read: (position, length, into) => readFully(file, name, position, length, into),
    close: () => close(file, temporary),
  }
}

async function close(file: FileHandle, temporary: Temporary): Promise<void> {
  await file.close().catch(() => {})
  await rm(temporary.path, {force: true}).catch(() => {})
  temporary.release()
}
