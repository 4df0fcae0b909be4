// @ts-check
import {buffer} from 'node:stream/consumers'
import yauzl from 'yauzl'

const PART = /-Part-\d+\.zip$/
/** What macOS adds when it packs a folder. */
const JUNK = /(?:^|\/)(?:__MACOSX\/|\._)/

/**
 * The Markdown pages of an export, those of its parts included.
 *
 * @param {string} path
 */
export async function* markdownPages(path) {
  yield* pagesIn(await yauzl.openPromise(path))
}

/**
 * @param {yauzl.ZipFile} zip
 * @returns {AsyncIterable<string>}
 */
async function* pagesIn(zip) {
  for await (const entry of zip.eachEntry()) {
    const name = entry.fileName
    if (JUNK.test(name)) continue
    const read = async () => buffer(await zip.openReadStreamPromise(entry))
    if (name.endsWith('.md')) yield (await read()).toString('utf8')
    else if (PART.test(name)) yield* pagesIn(await yauzl.fromBufferPromise(await read()))
  }
}
