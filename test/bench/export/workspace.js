// @ts-check
/** Who lives where: the pages, their folders and attachments, and two databases. No text yet. */
import {posix} from 'node:path'
import {database as makeDatabase, page as makePage} from '../../../fixtures/sample-export/notion.js'
import {Random} from './random.js'
import {title, words} from './words.js'

/**
 * @typedef {object} Size
 * @property {number} pages not counting rows
 * @property {number} rows
 * @property {number} files
 * @property {number} textMean characters of text on a page, before links and markup
 * @property {number} textSigma
 * @property {number} links on a page, on the average
 * @property {number} fileMean bytes
 * @property {number} fileSigma
 * @property {number} [largestFile] bytes of one more
 *
 * @typedef {{path: string, name: string, size: number}} Attachment
 *
 * @typedef {object} Place a page and what lies in its folder
 * @property {string} title
 * @property {string} id
 * @property {string} file its path in the export
 * @property {string} folder
 * @property {number} depth in the tree of pages
 * @property {Place[]} children
 * @property {Attachment[]} files
 * @property {Database | undefined} database the one that lies on it
 * @property {Database | undefined} rowOf the one whose row it is
 * @property {import('./databases.js').Values} values of a row
 *
 * @typedef {object} Database
 * @property {'tasks' | 'projects'} kind
 * @property {string} title
 * @property {string} id
 * @property {string} all the CSV with all rows
 * @property {string} view
 * @property {string} link where links to it lead: its page in HTML exports, which Markdown has not
 * @property {string} folder
 * @property {Place | undefined} parent the page that it lies on; none at the top of the export
 * @property {Place[]} rows
 *
 * @typedef {'markdown' | 'html'} Format
 *
 * @typedef {object} Workspace
 * @property {string} seed
 * @property {Size} size
 * @property {Format} format
 * @property {Place[]} pages level by level
 * @property {Database} tasks
 * @property {Database} projects
 */

const SPACES = ['', 'Engineering', 'Design & Research', 'Private & Shared']
const FIRST_DAY = Date.parse('2023-02-01')
const DAYS = 1020
/** A project has about so many tasks. */
const TASKS_PER_PROJECT = 5

/**
 * @param {string} seed
 * @param {Size} size
 * @param {Format} format
 * @returns {Workspace}
 */
export function makeWorkspace(seed, size, format) {
  const random = new Random(`${seed} workspace`)
  const maker = new Maker(random, format)
  const pages = grow(maker, random, size.pages)
  const projectCount = Math.max(1, Math.round(size.rows / (TASKS_PER_PROJECT + 1)))
  const tasks = maker.database('tasks', 'Tasks', undefined)
  const projects = maker.database('projects', 'Projects', pages[0])
  for (let i = projectCount; i < size.rows; i++) maker.row(tasks)
  for (let i = 0; i < projectCount; i++) maker.row(projects)
  attach(random, pages, tasks, size)
  return {seed, size, format, pages, tasks, projects}
}

/**
 * A tree of pages, level by level, as Notion lists them.
 *
 * @param {Maker} maker
 * @param {Random} random
 * @param {number} count
 */
function grow(maker, random, count) {
  const pages = SPACES.map(folder => maker.page({folder}, 0))
  for (let at = 0; pages.length < count; at++) {
    const parent = /** @type {Place} */ (pages[at])
    // The last leaf of a level must not be the last page of the export.
    const least = at === pages.length - 1 ? 1 : 0
    const children = Math.min(random.between(least, 12), count - pages.length)
    for (let i = 0; i < children; i++) {
      const child = maker.page(parent, parent.depth + 1)
      parent.children.push(child)
      pages.push(child)
    }
  }
  return pages
}

/**
 * Most attachments belong to a page, some to a column of a database.
 *
 * @param {Random} random
 * @param {readonly Place[]} pages
 * @param {Database} tasks
 * @param {Size} size
 */
function attach(random, pages, tasks, {files, fileMean, fileSigma, largestFile}) {
  if (largestFile) {
    const [home] = /** @type {[Place]} */ (pages)
    home.files.push({path: posix.join(home.folder, 'film.mp4'), name: 'film.mp4', size: largestFile})
  }
  for (let i = 0; i < files; i++) {
    const bytes = Math.max(100, random.size(fileMean, fileSigma))
    const row = random.chance(0.05) && tasks.rows.length > 0
    const owner = row ? random.pick(tasks.rows) : random.pick(pages)
    const folder = row ? posix.dirname(tasks.folder) : owner.folder
    const name = row ? `photo_${i}.jpg` : fileName(random, owner.files.length)
    owner.files.push({path: posix.join(folder, name), name, size: bytes})
  }
}

/** @param {Random} random @param {number} number of files that the page has already */
function fileName(random, number) {
  if (random.chance(0.6)) return number === 0 ? 'image.png' : `image ${number}.png`
  if (random.chance(0.5)) return `Screenshot_2025-0${random.between(1, 9)}-11_at_9.41.${number + 10}_AM.png`
  return `${words(random, 2).replace(' ', '_')}-${number}.${random.pick(['pdf', 'jpg', 'webp', 'docx'])}`
}

class Maker {
  #random
  #format
  /** @type {Set<string>} */
  #taken = new Set()

  /** @param {Random} random @param {Format} format */
  constructor(random, format) {
    this.#random = random
    this.#format = format
  }

  /**
   * No two in a folder have one title: they would share a folder, and nobody knows what Notion then does
   * with their attachments. Nor does Notion give an id twice; ours come from title and day.
   *
   * @param {{folder: string}} parent
   * @param {number} depth
   * @returns {Place}
   */
  page(parent, depth) {
    for (;;) {
      const made = makePage(parent, title(this.#random), this.#day())
      if (this.#taken.has(made.id) || !this.#take(made.folder.toLowerCase())) continue
      this.#take(made.id)
      return this.#place(made, depth)
    }
  }

  /**
   * @param {'tasks' | 'projects'} kind
   * @param {string} name
   * @param {Place | undefined} parent
   * @returns {Database}
   */
  database(kind, name, parent) {
    const made = makeDatabase(parent ?? {folder: ''}, name, this.#day())
    this.#take(made.folder.toLowerCase())
    const link = this.#format === 'html' ? made.view.replace(/csv$/, 'html') : made.view
    const database = {kind, ...made, link, parent, rows: []}
    if (parent) parent.database = database
    return database
  }

  /**
   * Of rows, every 25th has the title of an earlier one.
   *
   * @param {Database} database
   */
  row(database) {
    const {rows} = database
    for (;;) {
      const again = rows.length > 0 && this.#random.chance(0.04)
      const name = again ? this.#random.pick(rows).title : title(this.#random)
      const made = makePage(database, name, this.#day())
      if (!this.#take(made.id)) continue
      rows.push({...this.#place(made, 0), rowOf: database})
      return
    }
  }

  /**
   * @param {import('../../../fixtures/sample-export/notion.js').Page} made
   * @param {number} depth
   * @returns {Place}
   */
  #place(made, depth) {
    const file = this.#format === 'html' ? made.file.replace(/md$/, 'html') : made.file
    return {
      ...made,
      file,
      depth,
      children: [],
      files: [],
      database: undefined,
      rowOf: undefined,
      values: new Map(),
    }
  }

  #day() {
    return new Date(FIRST_DAY + this.#random.between(0, DAYS) * 86_400_000).toISOString().slice(0, 10)
  }

  /** @param {string} key @returns {boolean} whether it was free */
  #take(key) {
    if (this.#taken.has(key)) return false
    this.#taken.add(key)
    return true
  }
}
