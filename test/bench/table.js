// @ts-check
/** Results as people read them. */
import {OURS, UNZIP, UNZIP_ZIP, YAUZL_YAZL} from './programs.js'

/**
 * @typedef {{pages: number, remark: number}} Counted
 * @typedef {{name: string, remark: Counted | undefined}} About
 * @typedef {import('./cache.js').Made & import('./compare.js').Measurements & About} Row
 */

const HEADER = [
  'export',
  'entries',
  'MB (text)',
  OURS.name,
  'peak memory',
  UNZIP.name,
  '× of it',
  UNZIP_ZIP.name,
  'faster',
  YAUZL_YAZL.name,
  'faster',
  'pages for remark',
]

/** @param {readonly Row[]} rows @param {boolean} markdown */
export function table(rows, markdown) {
  const lines = [HEADER, ...rows.map(cells)]
  const widths = HEADER.map((_, i) => Math.max(...lines.map(line => (line[i] ?? '').length)))
  const aligned = lines.map(line =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))),
  )
  if (!markdown) return aligned.map(line => line.join('   ')).join('\n')
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : '-'.repeat(width - 1) + ':'))
  return [aligned[0] ?? [], rule, ...aligned.slice(1)].map(line => `| ${line.join(' | ')} |`).join('\n')
}

/** @param {Row} row */
function cells({name, entries, bytes, textBytes, seconds, peak, remark}) {
  const ours = seconds.get(OURS.name) ?? Number.NaN
  const other = (/** @type {import('./programs.js').Program} */ program, /** @type {boolean} */ faster) => {
    const theirs = seconds.get(program.name)
    if (theirs === undefined) return ['–', '–']
    return [inSeconds(theirs), times(faster ? theirs / ours : ours / theirs)]
  }
  return [
    name,
    entries.toLocaleString('en'),
    `${inMegabytes(bytes)} (${inMegabytes(textBytes)})`,
    inSeconds(ours),
    `${inMegabytes(peak)} MB`,
    ...other(UNZIP, false),
    ...other(UNZIP_ZIP, true),
    ...other(YAUZL_YAZL, true),
    remark ? share(remark) : '–',
  ]
}

/** @param {number} seconds */
export function inSeconds(seconds) {
  return `${seconds.toFixed(seconds < 1 ? 3 : 2)} s`
}

/** @param {number} bytes */
export function inMegabytes(bytes) {
  return Math.round(bytes / 1e6).toLocaleString('en')
}

/** @param {number} ratio */
export function times(ratio) {
  return `${ratio.toFixed(ratio < 10 ? 2 : 0)} ×`
}

/** @param {Counted} counted */
export function share({pages, remark}) {
  return `${remark} of ${pages.toLocaleString('en')} (${((100 * remark) / pages).toFixed(2)} %)`
}
