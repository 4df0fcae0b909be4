import type {Id} from './model.ts'

/**
 * Notion's names (format notes, section 2): taking them apart, and the rule that made them.
 * What a clean name may look like is in `safe-name.ts`.
 */

/** A file name of Notion's, taken apart. `stem` is exactly what stood before the id. */
export interface NotionName {
  readonly stem: string
  readonly id: Id
  /** `X <id>_all.csv`: all rows and columns. */
  readonly all: boolean
  /** ` 4` or ` (1)`: what a browser or an operating system put behind the id; else `''`. */
  readonly copy: string
  /** With its dot. */
  readonly ext: '.md' | '.csv' | '.html'
}

const FILE = /^(?:(.*) )?([0-9a-f]{32})(_all)?( \d+| \(\d+\))?(\.(?:md|csv|html))$/s
const FOLDER = /^(?:(.*) )?([0-9a-f]{32})$/s

/**
 * Takes a page's or database's file name apart. Only the last ` <32 hex>` counts: titles may hold ids
 * of their own. Undefined for attachments, md5-named ones included, because they lack the leading space
 * or have another extension (format notes, 2.5).
 */
export function parseFileName(name: string): NotionName | undefined {
  const match = FILE.exec(name)
  if (!match) return undefined
  return {
    stem: match[1] ?? '',
    id: match[2]!,
    all: match[3] !== undefined,
    copy: match[4] ?? '',
    ext: EXTENSIONS[match[5] as NotionName['ext']],
  }
}

/** One text for all names, not one for each. */
const EXTENSIONS = {'.md': '.md', '.csv': '.csv', '.html': '.html'} as const

/** Takes a folder's name apart; undefined when it carries no id (since November 2025 none does). */
export function parseFolderName(name: string): {stem: string; id: Id} | undefined {
  const match = FOLDER.exec(name)
  return match ? {stem: match[1] ?? '', id: match[2]!} : undefined
}

/**
 * The name under which a damaged file is kept: without its id, and so that no program takes it for whole. Links
 * to it still lead to it, but it is no document any more.
 */
export function damagedName(name: string): string {
  const notion = parseFileName(name)
  if (!notion) return `${name}.damaged`
  return `${notion.stem.trim() || 'Untitled'}${notion.all ? '_all' : ''}${notion.ext}.damaged`
}

/** The name that Notion gives a title, before the id (format notes, 2.2): at most 50 code points. */
export function notionName(title: string): string {
  const spaced = title
    .replace(/[./\\:?*"<>|\u0000-\u001f\u007f-\u009f]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return cutCodePoints(spaced, LONGEST_NAME)
}

/** In code points. */
const LONGEST_NAME = 50

/** Whether a title is made of words that no rule about names touches, Notion's or ours, as most titles are. */
export function isPlain(title: string): boolean {
  return /^[\w'()[\],&+#!=-]+(?: [\w'()[\],&+#!=-]+)*$/.test(title)
}

/**
 * Whether Notion's rule turns `title` into the name on disk. A cut can leave a space at the end that some
 * tools trim, and names were NFD until 2025 while titles are NFC: neither counts as a difference.
 */
export function isNameOf(title: string, stem: string): boolean {
  if (title === stem && title.length <= LONGEST_NAME && isPlain(title)) return true
  const wanted = stem.normalize('NFC').trim()
  if (wanted === '') return false
  const made = (form: 'NFC' | 'NFD') => notionName(title.normalize(form)).normalize('NFC').trim()
  return made('NFC') === wanted || made('NFD') === wanted
}

/** Ids made before September 2024 are UUIDv4, later ones "version 8" (format notes, 2.5). */
export function isNewId(id: Id): boolean {
  return id[12] === '8'
}

/** The order in which names are given: older ids first, so that a later export rarely renames. */
export function compareIds(a: Id | undefined, b: Id | undefined): number {
  if (a === b) return 0
  if (a === undefined) return 1
  if (b === undefined) return -1
  const age = Number(isNewId(a)) - Number(isNewId(b))
  return age || compareCodePoints(a, b)
}

/**
 * By code points; JavaScript's own order is by UTF-16 units, which puts emoji before U+FFxx. The first `alike`
 * units are known to be equal.
 */
export function compareCodePoints(a: string, b: string, alike = 0): number {
  const length = Math.min(a.length, b.length)
  for (let i = alike; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above all others. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}

/** The first `count` code points. */
function cutCodePoints(text: string, count: number): string {
  if (text.length <= count) return text
  let end = 0
  for (let i = 0; i < count && end < text.length; i++) {
    end += text.codePointAt(end)! > 0xffff ? 2 : 1
  }
  return text.slice(0, end)
}
