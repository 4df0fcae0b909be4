// @ts-check
/** The plain way to rewrite an archive in Node: every entry through a stream of yauzl into one of yazl. */
import {createWriteStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import yauzl from 'yauzl'
import yazl from 'yazl'

const [from = '', to = ''] = process.argv.slice(2)
const input = await yauzl.openPromise(from, {autoClose: false})
const output = new yazl.ZipFile()
const written = pipeline(output.outputStream, createWriteStream(to))
for await (const entry of input.eachEntry()) {
  const options = {mtime: entry.getLastModDate(), size: entry.uncompressedSize}
  output.addReadStreamLazy(entry.fileName, options, done => input.openReadStream(entry, done))
}
output.end()
await written
input.close()
