// @ts-check
/** Every file of an export, made one by one in Notion's order, so that no export has to fit into memory. */
import {index} from '../../../fixtures/sample-export/notion.js'
import {fillDatabases, tables} from './databases.js'
import {htmlDatabase, htmlPage} from './html.js'
import {markdownPage} from './markdown.js'
import {noise} from './random.js'

/**
 * @typedef {import('./archive.js').File} File
 * @typedef {import('./workspace.js').Workspace} Workspace
 * @typedef {import('./workspace.js').Place} Place
 * @typedef {import('./workspace.js').Database} Database
 */

export const UUID = '3f9c2b7e-41d6-4a0e-9d53-8c1e6f70a2b4'
const WORKSPACE = {id: '6c2e8d10-9b47-4f3a-8e65-1d0a7b93c5f2', name: 'Benchmark'}

/** Larger attachments are made and packed piece by piece. */
const PIECE = 1 << 22

/**
 * Level by level, and the index last.
 *
 * @param {Workspace} workspace
 * @returns {Iterable<File>}
 */
export function* filesOf(workspace) {
  fillDatabases(workspace)
  const {pages, tasks, projects} = workspace
  const list = [
    ...databaseFiles(workspace, tasks),
    ...databaseFiles(workspace, projects),
    ...[...pages, ...tasks.rows, ...projects.rows].flatMap(place => placeFiles(workspace, place)),
  ]
  const levels = list.map(file => ({file, level: file.path.split('/').length}))
  levels.sort((a, b) => a.level - b.level)
  for (const {file} of levels) yield {path: `Export-${UUID}/${file.path}`, bytes: file.make()}
  yield {path: `Export-${UUID}/index.html`, bytes: Buffer.from(contents(workspace))}
}

/** @typedef {{path: string, make: () => File['bytes']}} Planned */

/** @param {Workspace} workspace @param {Database} database @returns {Planned[]} */
function databaseFiles({format}, database) {
  const {view, all, link} = database
  const page = {path: link, make: () => Buffer.from(htmlDatabase(database))}
  return [
    ...(format === 'html' ? [page] : []),
    {path: view, make: () => Buffer.from(tables(database).view)},
    {path: all, make: () => Buffer.from(tables(database).all)},
  ]
}

/** @param {Workspace} workspace @param {Place} place @returns {Planned[]} */
function placeFiles(workspace, place) {
  const print = workspace.format === 'html' ? htmlPage : markdownPage
  return [
    {path: place.file, make: () => Buffer.from(print(place, workspace))},
    ...place.files.map(({path, size}) => ({path, make: () => attachment(`${workspace.seed} ${path}`, size)})),
  ]
}

/** @param {string} seed @param {number} size @returns {File['bytes']} */
function attachment(seed, size) {
  const next = noise(seed)
  return size <= PIECE ? next(size) : pieces(next, size)
}

/** @param {(length: number) => Buffer} next @param {number} size */
async function* pieces(next, size) {
  for (let at = 0; at < size; at += PIECE) yield next(Math.min(PIECE, size - at))
}

/** @param {Workspace} workspace */
function contents({pages, tasks}) {
  /** @typedef {import('../../../fixtures/sample-export/notion.js').Listed} Listed */
  /** @param {Database} database @returns {Listed} */
  const rows = database => [database, ...database.rows.map(row => [row])]
  /** @param {Place} place @returns {Listed} */
  const tree = place => [
    place,
    ...(place.database ? [rows(place.database)] : []),
    ...place.children.map(tree),
  ]
  const roots = pages.filter(({depth}) => depth === 0)
  return index({uuid: UUID, workspace: WORKSPACE}, [rows(tasks), ...roots.map(tree)])
}
