// @ts-check
/**
 * Makes exports of the benchmark, to look at or to profile with, and says where they are:
 *
 *   node test/bench/make-export.js [--dir <folder>] [name...]
 */
import {haveExport} from './cache.js'
import {readNames} from './options.js'
import {inMegabytes} from './table.js'

const {dir, names} = readNames()
for (const name of names) {
  const {path, entries, bytes, textBytes} = await haveExport(dir, name)
  const size = `${inMegabytes(bytes)} MB, ${inMegabytes(textBytes)} MB of it text`
  process.stdout.write(`${path}: ${entries} entries, ${size}\n`)
}
