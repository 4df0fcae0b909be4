import {randomBytes} from 'node:crypto'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {parseArgs} from 'node:util'
import {makeZip} from '../make-zip.ts'
import {killAtRandom} from './killing.ts'

/** `npm run kill -- --times 200 --seed 1`: a run of some seconds, killed that often. */

const {values} = parseArgs({
  options: {times: {type: 'string', default: '200'}, seed: {type: 'string', default: '1'}},
})
const folder = mkdtempSync(join(tmpdir(), 'nef-kill-'))
const say = (line: string) => process.stdout.write(`${line}\n`)

const pages = Array.from({length: 4000}, (_, at): [string, string | Uint8Array] => {
  const id = (number: number) => (number % 4000).toString(16).padStart(32, '0')
  return [`Page ${id(at)}.md`, `# Page\n\n[next](Page%20${id(at + 1)}.md)\n${`words ${at} `.repeat(500)}`]
})
const images = Array.from({length: 40}, (_, at): [string, Uint8Array] => [`${at}.png`, randomBytes(1 << 20)])
try {
  await makeZip(join(folder, 'export.zip'), Object.fromEntries([...pages, ...images]))
  const faults = await killAtRandom({
    folder,
    times: Number(values.times),
    seed: Number(values.seed),
    tell: say,
  })
  for (const fault of faults) say(fault)
  say(faults.length === 0 ? 'whole or absent, every time' : `${faults.length} faults`)
  process.exitCode = faults.length === 0 ? 0 : 1
} finally {
  rmSync(folder, {recursive: true, force: true})
}
