import {BANG, isAlpha, isDigit, SLASH} from './markdown-link.ts'
import type {TagReader} from './markdown-tag.ts'

/** CommonMark 0.31, "HTML blocks", condition 6; and 1. */
const BLOCK_NAMES = new Set(
  (
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl ' +
    'dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend ' +
    'li link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td ' +
    'tfoot th thead title tr track ul'
  ).split(' '),
)
const RAW_NAMES = new Set(['pre', 'script', 'style', 'textarea'])
const RAW_END = /<\/(?:pre|script|style|textarea)>/i

/** Which of CommonMark's seven conditions the line `src.slice(at, end)` meets as the start of a block; 0: none. */
export function htmlBlockStart(
  src: string,
  at: number,
  end: number,
  tag: TagReader,
  seventh: boolean,
): number {
  const first = src.charCodeAt(at + 1)
  if (first === BANG) return declaration(src, at)
  if (src[at + 1] === '?') return 3
  const closing = first === SLASH
  const from = closing ? at + 2 : at + 1
  if (from >= end || !isAlpha(src.charCodeAt(from))) return 0
  let i = from
  while (i < end && (isAlpha(src.charCodeAt(i)) || isDigit(src.charCodeAt(i)) || src[i] === '-')) i++
  const next = i < end ? src[i]! : '\n'
  if (!'/> \t\n'.includes(next)) return 0
  const name = i - from > 12 ? '' : src.slice(from, i).toLowerCase()
  if (!closing && next !== '/' && RAW_NAMES.has(name)) return 1
  if (BLOCK_NAMES.has(name)) return next !== '/' || src[i + 1] === '>' ? 6 : 0
  return seventh && standsAlone(src, at, end, tag) ? 7 : 0
}

function declaration(src: string, at: number): number {
  if (src.startsWith('--', at + 2)) return 2
  if (src.startsWith('[CDATA[', at + 2)) return 5
  return isAlpha(src.charCodeAt(at + 2)) ? 4 : 0
}

function standsAlone(src: string, at: number, end: number, tag: TagReader): boolean {
  tag.reset(end)
  const behind = src.charCodeAt(at + 1) === SLASH ? tag.read(at) : tag.opening(at)
  return behind >= 0 && src.slice(behind, end).trim() === ''
}

/** Whether a block of this condition ends in the line: the place behind its end, or -1. */
export function htmlBlockEnd(src: string, from: number, end: number, condition: number): number {
  if (condition > 5) return -1
  const line = src.slice(from, end)
  if (condition === 1) {
    const match = RAW_END.exec(line)
    return match ? from + match.index + match[0].length : -1
  }
  const mark = condition === 2 ? '-->' : condition === 3 ? '?>' : condition === 4 ? '>' : ']]>'
  const found = line.indexOf(mark)
  return found < 0 ? -1 : from + found + mark.length
}

/** Whether a line that is no tag for {@link TagReader} might still be one: an attribute, and `>` at the end. */
export function mayStandAlone(src: string, at: number, end: number): boolean {
  if (!isAlpha(src.charCodeAt(at + 1))) return false
  const line = src.slice(at, end)
  return line.includes('=') && line.trimEnd().endsWith('>')
}
