// @ts-check
/** Who is measured against whom. */
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/**
 * @typedef {object} Task
 * @property {string} path the export
 * @property {number} entries
 * @property {boolean} nested
 * @property {string} scratch an empty folder on the same disk
 *
 * @typedef {object} Program
 * @property {string} name
 * @property {number} rounds at most
 * @property {(task: Task) => string[] | undefined} command undefined for what it cannot do
 */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))

export const COMMAND = here('../../bin/notion-export-fix.js')

/** Where this program writes to. @param {Task} task */
export const outputOf = ({scratch}) => join(scratch, 'out.zip')

/** yazl takes time in the square of the entries. */
const MOST_FOR_YAZL = 25_000

/** @type {Program} */
export const OURS = {
  name: 'this program',
  rounds: Number.POSITIVE_INFINITY,
  command: task => [process.execPath, COMMAND, '-q', '-o', outputOf(task), task.path],
}

/**
 * What it costs to read and check the export: for nested ones, as one would do it by hand.
 *
 * @type {Program}
 */
export const UNZIP = {
  name: 'unzip -tq',
  rounds: Number.POSITIVE_INFINITY,
  command: task => shell(task, 'unzip -tq "$part"'),
}

/** @type {Program} */
export const UNZIP_ZIP = {
  name: 'unzip + zip -r',
  rounds: 2,
  command: task => shell(task, 'unzip -qo "$part" -d all && cd all && zip -qr ../out.zip .'),
}

/** @type {Program} */
export const YAUZL_YAZL = {
  name: 'yauzl → yazl',
  rounds: 2,
  command: task =>
    task.nested || task.entries > MOST_FOR_YAZL
      ? undefined
      : [process.execPath, here('copy-streams.js'), task.path, outputOf(task)],
}

export const PROGRAMS = [OURS, UNZIP, UNZIP_ZIP, YAUZL_YAZL]

/**
 * @param {Task} task
 * @param {string} script finds the archive of the pages as `$part`
 */
function shell({path, nested, scratch}, script) {
  const part = nested ? 'unzip -p "$1" > part.zip && part=part.zip' : 'part=$1'
  return ['sh', '-c', `cd "$2" && ${part} && ${script}`, 'sh', path, scratch]
}
