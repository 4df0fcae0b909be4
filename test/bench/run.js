// @ts-check
/**
 * The benchmark: this program beside others, on exports of its own making.
 *
 *   npm run bench -- [options]
 *
 *   --only <name,...>   only these exports (`exports.js` lists them), and no start-up
 *   --rounds <n>        of this program and `unzip -tq`; the slow ones take part in two at most
 *   --huge              also 6 GB of attachments, beside 600 MB
 *   --markdown          the table for the README
 *   --dir <folder>      where the exports are kept and everything is written; 5 GB, with --huge 20
 *   --exports <folder>  real exports
 *
 * It knows no limits: it fails when a program fails, not when one is slow.
 */
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {haveExport} from './cache.js'
import {compare, countRemark} from './compare.js'
import {EXPORTS} from './exports.js'
import {machine} from './machine.js'
import {readOptions} from './options.js'
import {OURS} from './programs.js'
import {startup} from './startup.js'
import {inMegabytes, inSeconds, share, table, times} from './table.js'

const options = readOptions()
mkdirSync(options.dir, {recursive: true})
const folder = mkdtempSync(join(options.dir, 'run-'))
process.on('exit', () => rmSync(folder, {recursive: true, force: true}))
process.once('SIGINT', () => process.exit(130))

const say = (/** @type {string} */ what) => process.stderr.write(`${what}\n`)
const print = (/** @type {string} */ text) => process.stdout.write(`${text}\n`)

/** @type {import('./table.js').Row[]} */
const rows = []
for (const name of options.names) {
  await attempt(name, async () => {
    rows.push(await row(name))
  })
}
print(machine())
if (rows.length > 0) print(`\n${table(rows, options.markdown)}\n`)
growth('tiny-50k', 'tiny-200k')
growth('big', 'huge')
if (options.isWhole) {
  await attempt('start-up', printStartup)
  await attempt('real exports', printRealExports)
}

/**
 * What fails is told, and does not keep the rest from being measured.
 *
 * @param {string} what
 * @param {() => Promise<unknown>} work
 */
async function attempt(what, work) {
  try {
    await work()
  } catch (error) {
    say(`error: ${what}: ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
}

/** @param {string} name @returns {Promise<import('./table.js').Row>} */
async function row(name) {
  const {inside, format, ...about} = /** @type {import('./exports.js').Export} */ (EXPORTS[name])
  const made = await haveExport(options.dir, name, what => say(`making ${what}`))
  // A nested one has the pages of the one inside, which is there, too.
  const isCounted = format === 'markdown' && inside === undefined
  const remark = isCounted ? await countRemark([made.path]) : undefined
  const how = {nested: inside !== undefined, rounds: options.rounds ?? about.rounds, folder, say}
  return {name, ...made, remark, ...(await compare(name, made, how))}
}

/** What more of the same costs. @param {string} less @param {string} more */
function growth(less, more) {
  const [from, to] = [less, more].map(name => rows.find(row => row.name === name))
  if (!from || !to) return
  const ratio = (/** @type {(row: import('./table.js').Row) => number | undefined} */ figure) =>
    times((figure(to) ?? Number.NaN) / (figure(from) ?? Number.NaN))
  const size = `${ratio(row => row.entries)} the entries, ${ratio(row => row.bytes)} the bytes`
  const cost = `${ratio(row => row.seconds.get(OURS.name))} the time`
  print(
    `${less} → ${more}: ${size}, ${cost}; peak memory ${inMegabytes(from.peak)} → ${inMegabytes(to.peak)} MB`,
  )
}

async function printStartup() {
  const [bare, ...others] = await startup({rounds: 10, folder, exports: options.exports})
  if (!bare) return
  print(`${bare.name}: ${inSeconds(bare.seconds)}`)
  for (const {name, seconds} of others)
    print(`${name}: ${inSeconds(seconds)}, ${times(seconds / bare.seconds)} of it`)
}

async function printRealExports() {
  if (!existsSync(options.exports)) return say(`no real exports in ${options.exports}`)
  const zips = readdirSync(options.exports).filter(name => name.endsWith('.zip'))
  print(
    `real exports: remark for ${share(await countRemark(zips.map(name => join(options.exports, name))))} pages`,
  )
}
