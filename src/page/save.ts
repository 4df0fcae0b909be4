/** Where the archive goes: straight to the disk where the browser can, else to the downloads. */

export interface Target {
  readonly name: string
  /** Takes the bytes in order; when it is done they may be written over. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>
  /** All bytes were given. Gives the archive as it can be read again, where that is possible. */
  close(): Promise<Blob | undefined>
  /** The archive is right: it may go to the downloads, as often as somebody likes. */
  give?(): void
  /** Nothing stays. */
  abort(): Promise<void>
}

/** The part of `FileSystemFileHandle` that is used. */
interface Handle {
  readonly name: string
  createWritable(): Promise<Writable>
  getFile?(): Promise<File>
  remove?(): Promise<void>
}

interface Writable {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
  abort(): Promise<void>
}

type Picker = (options: {
  suggestedName: string
  types: {description: string; accept: Record<string, string[]>}[]
}) => Promise<Handle>

const ZIP = 'application/zip'

export function canSaveToDisk(): boolean {
  return picker() !== undefined
}

/** Call it while the person's click is fresh. Undefined when they have changed their mind. */
export async function chooseTarget(name: string): Promise<Target | undefined> {
  const pick = picker()
  if (!pick) return download(name)
  try {
    const types = [{description: 'ZIP archive', accept: {[ZIP]: ['.zip']}}]
    return await onDisk(await pick({suggestedName: name, types}))
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined
    return download(name)
  }
}

function picker(): Picker | undefined {
  return (globalThis as {showSaveFilePicker?: Picker}).showSaveFilePicker
}

/** What is written lies in a file of the browser's until `close`: whole or not at all. */
async function onDisk(handle: Handle): Promise<Target> {
  const writable = await handle.createWritable()
  return {
    name: handle.name,
    write: bytes => writable.write(bytes),
    async close() {
      await writable.close()
      return handle.getFile?.()
    },
    async abort() {
      await writable.abort().catch(() => {})
      // The dialog has made an empty file of that name.
      const file = await handle.getFile?.().catch(() => undefined)
      if (file?.size === 0) await handle.remove?.().catch(() => {})
    },
  }
}

/** So many Blobs become one, so that there are never thousands. */
const MANY = 64

function download(name: string): Target {
  let pieces: Blob[] = []
  let url = ''
  const give = () => {
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
  }
  return {
    name,
    async write(bytes) {
      // The browser keeps the bytes of Blobs outside of our memory.
      pieces.push(new Blob([bytes]))
      if (pieces.length === MANY) pieces = [new Blob(pieces)]
    },
    async close() {
      const archive = new Blob(pieces, {type: ZIP})
      pieces = []
      url = URL.createObjectURL(archive)
      return archive
    },
    async abort() {
      pieces = []
      if (url !== '') URL.revokeObjectURL(url)
    },
    give,
  }
}
