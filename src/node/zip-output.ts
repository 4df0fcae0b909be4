import {type FileHandle, link, open, rename, rm, stat} from 'node:fs/promises'
import {basename, dirname, extname, join} from 'node:path'
import {ExportError} from '../core/error.ts'
import type {Figures, OutFile, Sink} from '../io.ts'
import {openZip} from '../zip/read.ts'
import {addFile} from '../zip/sink.ts'
import {ZipWriter} from '../zip/write.ts'
import {errorCode, openFile, writeError} from './file.ts'
import {clearLeftovers, temporaryPath} from './temporary.ts'

export interface ZipOutputOptions {
  /**
   * What to do when the target exists: `replace` it, `refuse`, or, when the name was ours to choose, look
   * for the `next` free one unless it has the same bytes already.
   */
  readonly onExisting: 'replace' | 'refuse' | 'next'
}

/** Writes an archive under a temporary name beside the target; checks it; then gives it its name. */
export async function zipOutput(target: string, {onExisting}: ZipOutputOptions): Promise<Sink> {
  await clearLeftovers(target)
  const temporary = temporaryPath(target)
  const file = await open(temporary, 'wx').catch(cause => {
    throw writeError(target, cause)
  })
  const output = new FileOutput(file)
  const writer = new ZipWriter(output)
  const expected: {path: string; figures: Figures}[] = []
  return {
    takesPacked: true,
    async write(entry: OutFile) {
      const figures = await addFile(writer, entry).catch(cause => {
        throw writeError(target, cause)
      })
      expected.push({path: entry.path, figures})
      return figures
    },
    async finish() {
      await writer
        .end()
        .then(() => file.sync())
        .catch(cause => {
          throw writeError(target, cause)
        })
      await file.close()
      await readBack(temporary, expected)
      return publish(temporary, target, onExisting)
    },
    async abort() {
      await file.close().catch(() => {})
      await rm(temporary, {force: true}).catch(() => {})
    },
  }
}

/** Positioned writes: a short write is not an error to the system, but would be a hole to us. */
class FileOutput {
  private at = 0
  private readonly file: FileHandle

  constructor(file: FileHandle) {
    this.file = file
  }

  async write(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const {bytesWritten} = await this.file.write(bytes, done, bytes.length - done, this.at)
      done += bytesWritten
      this.at += bytesWritten
    }
  }
}

/** A reader that shares no code with the writer must find in the file exactly what was put there. */
async function readBack(path: string, expected: readonly {path: string; figures: Figures}[]): Promise<void> {
  const access = await openFile(path)
  const zip = await openZip(access, {name: basename(path)})
  try {
    const same =
      zip.entries.length === expected.length &&
      zip.entries.every((entry, at) => {
        const {path: wanted, figures} = expected[at]!
        return entry.path === wanted && entry.size === figures.size && entry.crc32 === figures.crc32
      })
    if (!same) throw new Error('the archive that was written is not the one that was planned')
  } finally {
    await zip.close()
  }
}

async function publish(
  temporary: string,
  target: string,
  onExisting: ZipOutputOptions['onExisting'],
): Promise<{name: string; already?: boolean}> {
  if (onExisting === 'replace') {
    await rename(temporary, target)
    await syncFolder(dirname(target))
    return {name: target}
  }
  for (let number = 1; ; number++) {
    const name = number === 1 ? target : numbered(target, number)
    if (await linkOrRename(temporary, name)) {
      await syncFolder(dirname(target))
      return {name}
    }
    if (onExisting === 'refuse') throw outputExists(target)
    if (await sameBytes(temporary, name)) {
      await rm(temporary, {force: true})
      return {name, already: true}
    }
  }
}

export function outputExists(target: string): ExportError {
  return new ExportError('output-exists', `cannot write "${target}": it exists`, {
    path: target,
    hint: 'choose another name, or replace it with --force',
  })
}

/** A link never replaces; a rename would, silently. False when the name is taken. */
async function linkOrRename(temporary: string, name: string): Promise<boolean> {
  try {
    await link(temporary, name)
    await rm(temporary, {force: true})
    return true
  } catch (error) {
    const code = errorCode(error)
    if (code === 'EEXIST') return false
    // exFAT and network shares have no links.
    if (
      await stat(name).then(
        () => true,
        () => false,
      )
    )
      return false
    await rename(temporary, name)
    return true
  }
}

function numbered(path: string, number: number): string {
  const ext = extname(path)
  return join(dirname(path), `${basename(path, ext)} (${number})${ext}`)
}

async function sameBytes(a: string, b: string): Promise<boolean> {
  const [left, right] = [await openFile(a), await openFile(b).catch(() => undefined)]
  try {
    if (!right || left.size !== right.size) return false
    const step = 1 << 20
    for (let at = 0; at < left.size; at += step) {
      const length = Math.min(step, left.size - at)
      const [x, y] = await Promise.all([left.read(at, length), right.read(at, length)])
      if (Buffer.compare(x, y) !== 0) return false
    }
    return true
  } finally {
    await left.close()
    await right?.close()
  }
}

/** Makes the new name survive a power cut; not every system lets a folder be synced. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
