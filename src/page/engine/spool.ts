import type {Spool} from '../../run/nested.ts'
import type {RandomAccess} from '../../zip/model.ts'
import {blobAccess} from './blob.ts'

/** So much is gathered before it becomes a Blob, which the browser keeps outside of our memory. */
const PIECE = 8 << 20

/** Our files in the private file system; what a closed tab left there is found by this. */
const PREFIX = 'nef-part-'

/**
 * Parts that are deflated inside the ZIP must be inflated before anything in them can be found. Pages from a
 * server have a private file system for that; pages from disk do not, and keep them in a Blob.
 */
export async function makeSpool(): Promise<Spool> {
  const folder = await privateFolder()
  return folder ? (name, chunks) => toFile(folder, name, chunks) : toBlob
}

async function privateFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    const folder = await navigator.storage.getDirectory()
    for await (const name of (folder as unknown as {keys(): AsyncIterable<string>}).keys()) {
      // One that another tab has open is locked, and stays.
      if (name.startsWith(PREFIX)) await folder.removeEntry(name).catch(() => {})
    }
    return folder
  } catch {
    return undefined
  }
}

async function toBlob(name: string, chunks: AsyncIterable<Uint8Array>): Promise<RandomAccess> {
  const pieces: Blob[] = []
  let gathered: BlobPart[] = []
  let size = 0
  for await (const chunk of chunks) {
    gathered.push(chunk as Uint8Array<ArrayBuffer>)
    size += chunk.length
    if (size < PIECE) continue
    pieces.push(new Blob(gathered))
    gathered = []
    size = 0
  }
  return blobAccess(new Blob([...pieces, ...gathered]), name)
}

/** A file that one worker has for itself, read and written without waiting. */
interface SyncFile {
  read(bytes: Uint8Array, options: {at: number}): number
  write(bytes: Uint8Array, options: {at: number}): number
  close(): void
}

async function toFile(
  folder: FileSystemDirectoryHandle,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<RandomAccess> {
  const own = PREFIX + crypto.randomUUID()
  const handle = await folder.getFileHandle(own, {create: true})
  const file = await (
    handle as unknown as {createSyncAccessHandle(): Promise<SyncFile>}
  ).createSyncAccessHandle()
  const close = async () => {
    file.close()
    await folder.removeEntry(own).catch(() => {})
  }
  let size = 0
  try {
    for await (const chunk of chunks) {
      for (let done = 0; done < chunk.length; ) done += file.write(chunk.subarray(done), {at: size + done})
      size += chunk.length
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    size,
    async read(position, length) {
      const bytes = new Uint8Array(length)
      if (file.read(bytes, {at: position}) !== length) throw new Error(`"${name}" became shorter`)
      return bytes
    },
    close,
  }
}
