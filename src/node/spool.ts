import {createHash} from 'node:crypto'
import {open, rm} from 'node:fs/promises'
import {join} from 'node:path'
import type {RandomAccess} from '../zip/model.ts'
import {type FileAccess, openFile, writeError} from './file.ts'

/**
 * Real Part ZIPs are deflated inside the outer ZIP, so they must be inflated before anything in them can
 * be found. The copy lies in `folder` and is gone when it is closed; where the system allows, its name is
 * gone at once, so that not even a kill leaves it behind.
 */
export async function spool(
  folder: string,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<RandomAccess> {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  const path = join(folder, `.nef-${hash}-${process.pid}-${counter++}.part`)
  const file = await open(path, 'wx').catch(cause => {
    throw writeError(path, cause)
  })
  let access: FileAccess
  try {
    for await (const chunk of chunks) await file.writeFile(chunk)
    access = await openFile(path)
  } catch (cause) {
    await file.close()
    await rm(path, {force: true})
    throw writeError(path, cause)
  }
  await file.close()
  await rm(path).catch(() => {})
  return {
    size: access.size,
    read: (position, length) => access.read(position, length),
    async close() {
      await access.close()
      await rm(path, {force: true})
    },
  }
}

let counter = 0
