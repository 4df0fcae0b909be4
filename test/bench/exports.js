// @ts-check
/** The exports of the benchmark. */

/**
 * @typedef {import('./export/workspace.js').Size} Size
 *
 * @typedef {object} Export
 * @property {Size} size
 * @property {import('./export/workspace.js').Format} format
 * @property {string} [inside] the export that lies in this one, deflated, as Notion sends it
 * @property {number} rounds
 * @property {boolean} [onDemand]
 */

/** To be raised when the code makes other bytes of the same sizes. */
export const VERSION = 1
export const SEED = 'notion-export-fix'

/** @type {Size} */
const LARGE = {
  pages: 14_400,
  rows: 3_600,
  files: 4_000,
  textMean: 5_600,
  textSigma: 1.6,
  links: 10,
  fileMean: 104_500,
  fileSigma: 1.2,
}

/** @type {Size} */
const TINY = {
  pages: 25_000,
  rows: 24_000,
  files: 1_000,
  textMean: 200,
  textSigma: 1,
  links: 3,
  fileMean: 2_000,
  fileSigma: 0.5,
}

/** @type {Size} */
const BIG = {...LARGE, pages: 200, rows: 40, files: 16, fileMean: 10_000_000, fileSigma: 0.3}

/** @type {Readonly<Record<string, Export>>} */
export const EXPORTS = {
  small: {
    size: {...LARGE, pages: 2_240, rows: 560, files: 600, fileMean: 123_000},
    format: 'markdown',
    rounds: 5,
  },
  large: {size: LARGE, format: 'markdown', rounds: 3},
  'large-nested': {size: LARGE, format: 'markdown', inside: 'large', rounds: 3},
  // As many pages. Of 560 MB their style sheets take 255, so that less is left for texts and files.
  'large-html': {size: {...LARGE, textMean: 3_000, fileMean: 37_000}, format: 'html', rounds: 3},
  'tiny-50k': {size: TINY, format: 'markdown', rounds: 3},
  'tiny-200k': {
    size: {...TINY, pages: 4 * TINY.pages, rows: 4 * TINY.rows, files: 4 * TINY.files},
    format: 'markdown',
    rounds: 3,
  },
  big: {size: {...BIG, largestFile: 440_000_000}, format: 'markdown', rounds: 3, onDemand: true},
  // One file of more than 4 GiB, as the archive itself.
  huge: {
    size: {...BIG, fileMean: 10 * BIG.fileMean, largestFile: 4_400_000_000},
    format: 'markdown',
    rounds: 2,
    onDemand: true,
  },
}
