// @ts-check
/** What whole processes take that have next to nothing to do. */
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {inScratch} from './compare.js'
import {measure, median} from './measure.js'
import {COMMAND} from './programs.js'

const SMALL = 'appflowy-multipart.zip'

/**
 * @param {{rounds: number, folder: string, exports: string}} how `exports`: folder of real exports
 * @returns {Promise<{name: string, seconds: number}[]>}
 */
export async function startup({rounds, folder, exports}) {
  const scratch = join(folder, 'scratch')
  const ours = [process.execPath, COMMAND]
  const small = join(exports, SMALL)
  const commands = [
    {name: 'node -e 0', command: [process.execPath, '-e', '0']},
    {name: '--help', command: [...ours, '--help']},
  ]
  if (existsSync(small)) {
    commands.push({name: SMALL, command: [...ours, '-q', '-o', join(scratch, 'out.zip'), small]})
  }
  const measured = commands.map(({name, command}) => ({name, command, seconds: /** @type {number[]} */ ([])}))
  for (let round = 0; round < rounds; round++) {
    for (const {command, seconds} of measured) {
      seconds.push((await inScratch(scratch, () => measure(command))).seconds)
    }
  }
  return measured.map(({name, seconds}) => ({name, seconds: median(seconds)}))
}
