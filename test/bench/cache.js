// @ts-check
/** Exports are made once and kept: a file beside each says what it was made of, and what is in it. */
import {createReadStream} from 'node:fs'
import {mkdir, readFile, rename, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {writeArchive} from './export/archive.js'
import {filesOf, UUID} from './export/files.js'
import {makeWorkspace} from './export/workspace.js'
import {EXPORTS, SEED, VERSION} from './exports.js'

export const FOLDER = join(tmpdir(), 'notion-export-fix-bench')

/**
 * @typedef {object} Made
 * @property {string} path
 * @property {number} entries
 * @property {number} bytes uncompressed
 * @property {number} textBytes of these, pages and tables
 */

/**
 * @param {string} folder
 * @param {string} name one of {@link EXPORTS}
 * @param {(name: string) => void} [onMake] is told when it is not there yet
 * @returns {Promise<Made>}
 */
export async function haveExport(folder, name, onMake = () => {}) {
  const {size, format, inside} = /** @type {import('./exports.js').Export} */ (EXPORTS[name])
  const path = join(folder, `${name}.zip`)
  const inner = inside === undefined ? undefined : await haveExport(folder, inside, onMake)
  // The same Node packs the same bytes; another may pack them better.
  const stamp = JSON.stringify({VERSION, SEED, size, format, inside, zlib: process.versions.zlib})
  const kept = await readMade(path)
  if (kept?.stamp === stamp) return {...kept.figures, path}
  onMake(name)
  await mkdir(folder, {recursive: true})
  await rm(noteOf(path), {force: true})
  const half = `${path}.${process.pid}.part`
  try {
    const figures = inner ? await wrap(half, inner) : await make(half, makeWorkspace(SEED, size, format))
    await rename(half, path)
    await writeFile(noteOf(path), JSON.stringify({stamp, figures}))
    return {...figures, path}
  } finally {
    await rm(half, {force: true})
  }
}

/** @param {string} path */
function noteOf(path) {
  return path.replace(/zip$/, 'json')
}

/** @param {string} path @returns {Promise<{stamp: string, figures: Omit<Made, 'path'>} | undefined>} */
async function readMade(path) {
  try {
    return JSON.parse(await readFile(noteOf(path), 'utf8'))
  } catch {
    return undefined
  }
}

/** @param {string} path @param {import('./export/workspace.js').Workspace} workspace */
async function make(path, workspace) {
  const figures = {entries: 0, bytes: 0, textBytes: 0}
  await writeArchive(path, filesOf(workspace), (file, size) => {
    figures.entries++
    figures.bytes += size
    if (/\.(?:md|csv|html)$/.test(file)) figures.textBytes += size
  })
  return figures
}

/**
 * The archive that Notion sends: one entry, the export, deflated once more.
 *
 * @param {string} path
 * @param {Made} inner
 */
async function wrap(path, {path: part, ...figures}) {
  const files = [{path: `Export-${UUID}-Part-1.zip`, bytes: createReadStream(part, {highWaterMark: 1 << 20})}]
  await writeArchive(path, files)
  return figures
}
