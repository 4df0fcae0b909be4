import {rm} from 'node:fs/promises'
import {basename} from 'node:path'
import type {OutFile, Sink} from '../io.ts'
import type {Codec} from '../zip/codec.ts'
import {Expected, readBack} from '../zip/read-back.ts'
import {addFile, prepareFiles} from '../zip/sink.ts'
import {ZipWriter} from '../zip/write.ts'
import {openFile, writeError} from './file.ts'
import {FileOutput} from './file-output.ts'
import {openPatiently} from './patience.ts'
import {type Publishing, publish} from './publish.ts'
import {claimTemporary} from './temporary.ts'

/** Writes an archive under a temporary name beside the target; checks it; then gives it its name. */
export async function zipOutput(
  target: string,
  {
    onExisting,
    codec,
    signal,
  }: Pick<Publishing, 'onExisting'> & {readonly codec: Codec; readonly signal?: AbortSignal | undefined},
): Promise<Sink> {
  const fail = (cause: unknown) => {
    throw writeError(target, cause)
  }
  const temporary = await claimTemporary(target, {shared: onExisting === 'next'})
  const file = await openPatiently(temporary.path, 'wx').catch(cause => {
    temporary.release()
    return fail(cause)
  })
  const output = new FileOutput(file)
  const writer = new ZipWriter(output)
  const expected = new Expected()
  const readItBack = async () => {
    const access = await openFile(temporary.path)
    await readBack(access, basename(target), expected).finally(() => access.close())
  }
  const finish = async () => {
    await writer.end()
    // The disk takes its time, in which what was written is read from memory. Neither leaves the other behind.
    const checks = await Promise.allSettled([output.sync(), readItBack()])
    for (const check of checks) if (check.status === 'rejected') throw check.reason
    await file.close()
    signal?.throwIfAborted()
    const published = await publish(temporary.path, {target, onExisting, first: temporary.others + 1})
    temporary.release()
    return published
  }
  return {
    takesPacked: true,
    keepsNothing: true,
    prepare: files => prepareFiles(files, codec),
    async write(entry: OutFile) {
      const figures = await addFile(writer, entry, codec).catch(fail)
      expected.add(entry.path, figures)
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
