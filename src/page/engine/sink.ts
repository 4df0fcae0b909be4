import type {OutFile, Sink} from '../../io.ts'
import type {Codec} from '../../zip/codec.ts'
import {Expected, readBack} from '../../zip/read-back.ts'
import {addFile, prepareFiles} from '../../zip/sink.ts'
import {ZipWriter} from '../../zip/write.ts'
import {blobAccess} from './blob.ts'
import type {Outlet} from './outlet.ts'

/** Writes an archive to the page. What was begun there is undone by the page, when it hears of a failure. */
export function pageSink(outlet: Outlet, codec: Codec, beforeName: () => Promise<void>): Sink {
  const writer = new ZipWriter(outlet)
  const expected = new Expected()
  return {
    takesPacked: true,
    prepare: files => prepareFiles(files, codec),
    async write(file: OutFile) {
      const figures = await addFile(writer, file, codec)
      expected.add(file.path, figures)
      return figures
    },
    async finish() {
      await writer.end()
      await beforeName()
      const archive = await outlet.finish()
      if (archive) await readBack(blobAccess(archive, 'the archive'), 'the archive', expected)
      return {}
    },
    abort: async () => {},
  }
}
