// @ts-check
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {FOLDER} from './cache.js'
import {EXPORTS} from './exports.js'

const REAL_EXPORTS = fileURLToPath(new URL('../../../shared/exports', import.meta.url))

const everyDay = Object.keys(EXPORTS).filter(name => !EXPORTS[name]?.onDemand)
const onDemand = Object.keys(EXPORTS).filter(name => EXPORTS[name]?.onDemand)

/** What `run.js` was asked for. */
export function readOptions() {
  return orExplain(() => {
    const {values} = parseArgs({
      options: {
        only: {type: 'string'},
        rounds: {type: 'string'},
        huge: {type: 'boolean', default: false},
        markdown: {type: 'boolean', default: false},
        dir: {type: 'string', default: FOLDER},
        exports: {type: 'string', default: REAL_EXPORTS},
      },
    })
    const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
    if (rounds !== undefined && !(rounds >= 1)) throw new Error(`--rounds ${values.rounds}: at least 1`)
    const names = new Set([...known(values.only?.split(',') ?? everyDay), ...(values.huge ? onDemand : [])])
    return {...values, rounds, names, isWhole: values.only === undefined}
  })
}

/** What `make-export.js` was asked for. */
export function readNames() {
  return orExplain(() => {
    const {values, positionals} = parseArgs({
      options: {dir: {type: 'string', default: FOLDER}},
      allowPositionals: true,
    })
    return {...values, names: known(positionals.length > 0 ? positionals : everyDay)}
  })
}

/** @param {readonly string[]} names */
function known(names) {
  const unknown = names.find(name => !(name in EXPORTS))
  if (unknown === undefined) return names
  throw new Error(`no export is called "${unknown}"; there are ${Object.keys(EXPORTS).join(', ')}`)
}

/**
 * @template T
 * @param {() => T} read
 */
function orExplain(read) {
  try {
    return read()
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : error}\n`)
    process.exit(2)
  }
}
