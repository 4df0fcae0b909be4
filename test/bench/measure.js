// @ts-check
import {execFile} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'

const WRAPPER = fileURLToPath(new URL('measure.py', import.meta.url))

/** @typedef {{seconds: number, peak: number}} Measured `peak`: bytes */

/**
 * Runs a command to its end. What fails is thrown: no figure of this benchmark is one of a program that
 * gave up.
 *
 * @param {readonly string[]} command
 * @returns {Promise<Measured>}
 */
export async function measure(command) {
  // Names that are not ASCII come out right in whatever language the machine speaks.
  const env = {...process.env, LC_ALL: 'C.UTF-8'}
  const {stdout, stderr} = await promisify(execFile)('python3', [WRAPPER, ...command], {env})
  const {code, seconds, peak} = JSON.parse(stdout)
  if (code !== 0) throw new Error(`exit code ${code} of ${command.join(' ')}\n${stderr}`)
  return {seconds, peak}
}

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  const at = (/** @type {number} */ place) => sorted[place] ?? Number.NaN
  return (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2
}
