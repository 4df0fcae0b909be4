// @ts-check
/** Archives as Notion writes them: everything deflated, sizes behind the data, no entries for folders. */
import {open} from 'node:fs/promises'
import {pipeline} from 'node:stream/promises'
import {crc32, createDeflateRaw, deflateRawSync} from 'node:zlib'
import {dosTime} from '../../../dist/zip/time.js'
import {ZipWriter} from '../../../dist/zip/write.js'

/** @typedef {{path: string, bytes: Buffer | AsyncIterable<Buffer>}} File */

const TIME = dosTime(2025, 11, 18, 4, 11, 2)
/** @type {8} */
const DEFLATED = 8

/**
 * @param {string} path
 * @param {Iterable<File>} files
 * @param {(path: string, size: number) => void} [onWritten]
 */
export async function writeArchive(path, files, onWritten) {
  const out = await open(path, 'w')
  try {
    const zip = new ZipWriter({
      write: async bytes => {
        for (let at = 0; at < bytes.length; ) at += (await out.write(bytes, at)).bytesWritten
      },
    })
    for (const file of files) {
      const size = await add(zip, file)
      onWritten?.(file.path, size)
    }
    await zip.end()
  } finally {
    await out.close()
  }
}

/**
 * @param {ZipWriter} zip
 * @param {File} file
 * @returns {Promise<number>} its size
 */
async function add(zip, {path, bytes}) {
  const figures = {size: 0, crc32: 0}
  const data = Buffer.isBuffer(bytes) ? deflateRawSync(counted(bytes, figures)) : deflated(bytes, figures)
  // Asked for when all data has gone through.
  await zip.add({path, time: TIME, method: DEFLATED, data}, () => figures)
  return figures.size
}

/** @param {Buffer} bytes @param {{size: number, crc32: number}} figures */
function counted(bytes, figures) {
  figures.size += bytes.length
  figures.crc32 = crc32(bytes, figures.crc32)
  return bytes
}

/**
 * @param {AsyncIterable<Buffer>} source
 * @param {{size: number, crc32: number}} figures are right at the end
 */
async function* deflated(source, figures) {
  const packer = createDeflateRaw({chunkSize: 1 << 18})
  const done = pipeline(source, pieces => eachCounted(pieces, figures), packer)
  yield* packer
  await done
}

/** @param {AsyncIterable<Buffer>} pieces @param {{size: number, crc32: number}} figures */
async function* eachCounted(pieces, figures) {
  for await (const piece of pieces) yield counted(piece, figures)
}
