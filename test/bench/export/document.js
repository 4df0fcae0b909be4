// @ts-check
/** What stands on a page, as blocks that Markdown and HTML are printed from. */
import {Random} from './random.js'
import {capital, sentences, word, words} from './words.js'

/**
 * @typedef {import('./workspace.js').Place} Place
 * @typedef {import('./workspace.js').Workspace} Workspace
 *
 * @typedef {{label: string, path: string} | {label: string, url: string}} Link
 *   `path`: in the export
 * @typedef {string | {bold: string} | {code: string} | Link} Span
 * @typedef {Span[]} Line
 *
 * @typedef {{kind: 'heading', level: number, text: string}
 *   | {kind: 'paragraph' | 'quote' | 'callout', line: Line}
 *   | {kind: 'bullets' | 'numbers' | 'todo', lines: Line[]}
 *   | {kind: 'toggle', summary: Line, line: Line}
 *   | {kind: 'table', cells: Line[][]}
 *   | {kind: 'code', language: string, text: string}
 *   | {kind: 'equation', text: string}
 *   | {kind: 'divider'}
 *   | {kind: 'page' | 'database' | 'image' | 'file' | 'bookmark', link: Link}} Block
 */

/** How often each kind comes, out of a hundred. */
const KINDS = /** @type {const} */ ([
  ['paragraph', 53],
  ['bullets', 16],
  ['heading', 9],
  ['todo', 4],
  ['code', 5],
  ['callout', 4],
  ['quote', 3],
  ['table', 2],
  ['numbers', 2],
  ['toggle', 1],
  ['divider', 1],
])
const ALL_KINDS = KINDS.flatMap(([kind, share]) => Array(share).fill(kind))
const LANGUAGES = ['javascript', 'python', 'bash', 'json', 'plain text']

/** What people type without thinking of Markdown. */
const ODD = ['use ` here', 'if a < b', '[draft', 'call f(x', 'C:\\temp', '*) see below', '[TODO]:']

/** Pages reach a megabyte, not more. */
const LONGEST = 1_000_000

/**
 * @param {Place} place
 * @param {Workspace} workspace
 * @returns {Block[]}
 */
export function documentOf(place, workspace) {
  const random = new Random(`${workspace.seed} ${place.id}`)
  const {textMean, textSigma} = workspace.size
  /** @type {Line[]} */
  const lines = []
  /** @type {Block[]} */
  const blocks = []
  const length = Math.min(LONGEST, random.size(textMean, textSigma))
  for (let at = 0; at < length; ) {
    const {block, size} = makeBlock(random, workspace, lines)
    blocks.push(block)
    at += size
  }
  for (const block of placed(place, random)) blocks.splice(random.between(0, blocks.length), 0, block)
  const free = linksOf(workspace, random)
  if (lines.length === 0) blocks.push(paragraph([word(random)], lines))
  if (random.chance(0.01)) random.pick(lines).unshift(`${random.pick(ODD)} `)
  for (const link of free) random.pick(lines).push(' ', link, random.chance(0.5) ? '.' : ` ${word(random)}`)
  return blocks
}

/**
 * @param {Random} random
 * @param {Workspace} workspace
 * @param {Line[]} lines gets every line that a link may stand on
 * @returns {{block: Block, size: number}}
 */
function makeBlock(random, workspace, lines) {
  const kind = /** @type {(typeof KINDS)[number][0]} */ (random.pick(ALL_KINDS))
  const before = lines.length
  const block = blockOf(kind, random, workspace, lines)
  let size = 'text' in block ? block.text.length : 0
  for (const line of lines.slice(before)) for (const span of line) size += spanLength(span)
  return {block, size: size + 2}
}

/** @param {Span} span */
function spanLength(span) {
  if (typeof span === 'string') return span.length
  return ('bold' in span ? span.bold : 'code' in span ? span.code : span.label).length
}

/**
 * @param {(typeof KINDS)[number][0]} kind
 * @param {Random} random
 * @param {Workspace} workspace
 * @param {Line[]} lines
 * @returns {Block}
 */
function blockOf(kind, random, workspace, lines) {
  const line = (/** @type {number} */ length) => {
    const made = spans(random, length)
    lines.push(made)
    return made
  }
  const some = (/** @type {number} */ most, /** @type {number} */ length) =>
    Array.from({length: random.between(2, most)}, () => line(length))
  switch (kind) {
    case 'heading':
      return {kind, level: random.between(1, 3), text: capital(words(random, random.between(1, 5)))}
    case 'paragraph':
      return {kind, line: line(random.between(60, 600))}
    case 'quote':
    case 'callout':
      return {kind, line: line(random.between(40, 200))}
    case 'bullets':
    case 'numbers':
    case 'todo':
      return {kind, lines: some(8, random.between(20, 90))}
    case 'toggle':
      return {kind, summary: line(20), line: line(150)}
    case 'table': {
      const columns = random.between(2, 5)
      const cells = Array.from({length: random.between(2, 8)}, () =>
        Array.from({length: columns}, () => line(random.between(5, 20))),
      )
      return {kind, cells}
    }
    case 'code':
      return {kind, language: random.pick(LANGUAGES), text: code(random, workspace)}
    case 'divider':
      return random.chance(0.5) ? {kind} : {kind: 'equation', text: `E_${word(random)} = m \\cdot c^2`}
  }
}

/** @param {Line} line @param {Line[]} lines @returns {Block} */
function paragraph(line, lines) {
  lines.push(line)
  return {kind: 'paragraph', line}
}

/** @param {Random} random @param {number} length @returns {Line} */
function spans(random, length) {
  const text = sentences(random, length)
  if (random.chance(0.85)) return [text]
  const more = random.chance(0.5) ? {bold: words(random, 2)} : {code: `${word(random)}[0]`}
  return [text, ' ', more, ` ${words(random, 3)}.`]
}

/** @param {Random} random @param {Workspace} workspace */
function code(random, {pages}) {
  const lines = Array.from(
    {length: random.between(2, 14)},
    (_, i) => `${'  '.repeat(i % 3)}${word(random)}(${word(random)}, ${i}) // ${words(random, 4)}`,
  )
  // Looks like a link, and is none.
  if (random.chance(0.2)) lines.push(`[${word(random)}](${encodeURI(random.pick(pages).file)})`)
  return lines.join('\n')
}

/**
 * What has its place on the page: subpages, the database, attachments.
 *
 * @param {Place} place
 * @param {Random} random
 * @returns {Block[]}
 */
function placed({children, files, database, rowOf}, random) {
  /** @type {Block[]} */
  const blocks = children.map(({title, file}) => ({kind: 'page', link: {label: title, path: file}}))
  if (database) blocks.push({kind: 'database', link: {label: database.title, path: database.link}})
  // What stands in a column of a row does not stand on its page.
  if (rowOf) return blocks
  for (const {name, path} of files) {
    if (!/\.(?:png|jpg|webp)$/.test(name)) blocks.push({kind: 'file', link: {label: name, path}})
    else blocks.push({kind: 'image', link: {label: random.chance(0.8) ? name : words(random, 4), path}})
  }
  if (random.chance(0.1)) {
    const url = `https://${word(random)}.example/${words(random, 3).replaceAll(' ', '/')}`
    blocks.push({kind: 'bookmark', link: {label: url, url}})
  }
  return blocks
}

/**
 * Links in sentences. One in twelve leads to notion.so though its page is here, as after "copy link".
 *
 * @param {Workspace} workspace
 * @param {Random} random
 * @returns {Link[]}
 */
function linksOf({pages, tasks, projects, size}, random) {
  const count = random.between(Math.ceil(size.links / 2), Math.floor(size.links * 1.5))
  return Array.from({length: count}, () => {
    const kind = random.next()
    if (kind < 0.15)
      return {label: words(random, 2), url: `https://${word(random)}.example/${word(random)}?q=1`}
    if (kind < 0.17) return mention(random.chance(0.5) ? tasks : projects, random)
    const target = random.pick(random.chance(0.3) ? random.pick([tasks, projects]).rows : pages)
    if (kind < 0.25) return {label: target.title, url: notionUrl(target)}
    return {label: random.chance(0.8) ? target.title : words(random, 3), path: target.file}
  })
}

/**
 * Within a sentence Notion gives a database the extension of a page.
 *
 * @param {import('./workspace.js').Database} database
 * @param {Random} random
 * @returns {Link}
 */
function mention({title, link}, random) {
  return {label: title, path: random.chance(0.5) ? link.replace(/csv$/, 'md') : link}
}

/** @param {Place} place */
function notionUrl({title, id}) {
  const slug = (title.match(/[a-z0-9]+/gi) ?? []).join('-').slice(0, 100)
  return `https://www.notion.so/${slug && `${slug}-`}${id}?pvs=21`
}
