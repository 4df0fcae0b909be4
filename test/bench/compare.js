// @ts-check
/** All programs on one export, in turn, so that a machine that is busy for a while is busy for all. */
import {execFile} from 'node:child_process'
import {createReadStream} from 'node:fs'
import {mkdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {measure, median} from './measure.js'
import {OURS, outputOf, PROGRAMS} from './programs.js'

/**
 * @typedef {object} Measurements
 * @property {Map<string, number>} seconds by name of the program; those that were left out are not here
 * @property {number} peak bytes, of this program, the worst of all rounds
 */

/**
 * @param {string} name
 * @param {import('./cache.js').Made} made
 * @param {{nested: boolean, rounds: number, folder: string, say: (what: string) => void}} how
 * @returns {Promise<Measurements>}
 */
export async function compare(name, {path, entries}, {nested, rounds, folder, say}) {
  const scratch = join(folder, 'scratch')
  const task = {path, entries, nested, scratch}
  /** @type {Map<string, number[]>} */
  const seconds = new Map()
  let peak = 0
  // Whoever comes first must not pay for the disk.
  for await (const _ of createReadStream(path, {highWaterMark: 1 << 20}));
  for (let round = 0; round < rounds; round++) {
    for (const program of PROGRAMS) {
      const command = round < program.rounds ? program.command(task) : undefined
      if (command === undefined) continue
      say(`${name}, round ${round + 1} of ${rounds}: ${program.name}`)
      const measured = await inScratch(scratch, async () => {
        const figures = await measure(command)
        if (program === OURS && round === 0) await measure(['unzip', '-tq', outputOf(task)])
        return figures
      })
      seconds.set(program.name, [...(seconds.get(program.name) ?? []), measured.seconds])
      if (program === OURS) peak = Math.max(peak, measured.peak)
    }
  }
  const medians = [...seconds].map(([program, list]) => /** @type {const} */ ([program, median(list)]))
  return {seconds: new Map(medians), peak}
}

/**
 * Every program begins with an empty folder, and nobody is measured while one is emptied.
 *
 * @template T
 * @param {string} scratch
 * @param {() => Promise<T>} work
 */
export async function inScratch(scratch, work) {
  await mkdir(scratch, {recursive: true})
  try {
    return await work()
  } finally {
    await rm(scratch, {recursive: true})
  }
}

/**
 * @param {readonly string[]} paths
 * @returns {Promise<{pages: number, remark: number}>}
 */
export async function countRemark(paths) {
  const script = fileURLToPath(new URL('count-remark.js', import.meta.url))
  const {stdout} = await promisify(execFile)(process.execPath, [script, ...paths])
  return JSON.parse(stdout)
}
