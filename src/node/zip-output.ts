import {type FileHandle, open, rm} from 'node:fs/promises'
import {basename} from 'node:path'
import type {Figures, OutFile, Sink} from '../io.ts'
import type {Codec} from '../zip/codec.ts'
import {openZip} from '../zip/read.ts'
import {addFile, prepareFiles} from '../zip/sink.ts'
import {ZipWriter} from '../zip/write.ts'
import {openFile, writeError} from './file.ts'
import {type Publishing, publish} from './publish.ts'
import {claimTemporary} from './temporary.ts'

/** Writes an archive under a temporary name beside the target; checks it; then gives it its name. */
export async function zipOutput(
  target: string,
  {onExisting, codec}: Pick<Publishing, 'onExisting'> & {readonly codec: Codec},
): Promise<Sink> {
  const fail = (cause: unknown) => {
    throw writeError(target, cause)
  }
  const temporary = await claimTemporary(target, {shared: onExisting === 'next'})
  const file = await open(temporary.path, 'wx').catch(cause => {
    temporary.release()
    return fail(cause)
  })
  const writer = new ZipWriter(new FileOutput(file))
  const expected: {path: string; figures: Figures}[] = []
  const finish = async () => {
    await writer.end()
    await file.sync()
    await file.close()
    await readBack(temporary.path, expected)
    const published = await publish(temporary.path, {target, onExisting, first: temporary.others + 1})
    temporary.release()
    return published
  }
  return {
    takesPacked: true,
    prepare: files => prepareFiles(files, codec),
    async write(entry: OutFile) {
      const figures = await addFile(writer, entry, codec).catch(fail)
      expected.push({path: entry.path, figures})
      return figures
    },
    finish: () => finish().catch(fail),
    async abort() {
      await file.close().catch(() => {})
      await rm(temporary.path, {force: true}).catch(() => {})
      temporary.release()
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
  try {
    // A reader that refuses leaves the file open: it is ours to close, either way.
    const {entries} = await openZip(access, {name: basename(path)})
    const same =
      entries.length === expected.length &&
      entries.every((entry, at) => {
        const {path: wanted, figures} = expected[at]!
        return entry.path === wanted && entry.size === figures.size && entry.crc32 === figures.crc32
      })
    if (!same) throw new Error('the archive that was written is not the one that was planned')
  } finally {
    await access.close()
  }
}
