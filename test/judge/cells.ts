/** What a cell says, by a parser of the judge's own: relations, files, checkboxes (format notes, 4.4 and 4.5). */
import {decodedOnce, type Places, type Target} from './href.ts'

/** One target of a relation, in the order of its cell. */
export interface Relation {
  readonly href: string
  readonly id: string
  /** Undefined where the cell holds targets alone. */
  readonly label: string | undefined
}

const URL = String.raw`https?:\/\/(?:www\.notion\.so|notion\.so|[a-z0-9-]+\.notion\.site|app\.notion\.com)\/[^\s()]*?[0-9a-f]{32}(?:\?[^\s(),]*)?`
const PATH = String.raw`(?!https?:)\S*?[0-9a-f]{32}(?:_all)?\.(?:md|csv|html)`
/** In brackets behind a title, or alone between separators. */
const TARGET = new RegExp(String.raw`\((${URL}|${PATH})\)(?=, |$)|(?<=^|, )(${URL}|${PATH})(?=, |$)`, 'g')

/** Undefined when text is left over: then it is a sentence that mentions a page. */
export function readRelations(cell: string): Relation[] | undefined {
  const relations: Relation[] = []
  let at = 0
  for (const match of cell.matchAll(TARGET)) {
    const before = cell.slice(at, match.index)
    const href = match[1] ?? match[2]!
    if (match[1] === undefined ? before !== '' : before !== '' && !before.endsWith(' ')) return undefined
    const label = match[1] === undefined || before.trim() === '' ? undefined : before.slice(0, -1)
    const ids = /(?:^|[^0-9a-f])([0-9a-f]{32})(?:_all)?(?:\.\w+|\?.*)?$/.exec(decodedOnce(href) ?? href)
    if (!ids) return undefined
    relations.push({href, id: ids[1]!, label})
    at = match.index + match[0].length + 2
  }
  return at >= cell.length && cell !== '' ? relations : undefined
}

export interface FilePart {
  readonly href: string
  /** A file that lies elsewhere: its address stays. */
  readonly isUrl: boolean
  /** Undefined: an address, or a file that is not here, though its folder is. */
  readonly target: (Target & {to: 'file'}) | undefined
}

/**
 * Undefined when a part is neither a path of an attachment nor an address: Notion's files can lie elsewhere.
 * `isCell`: as paths of CSV cells are resolved.
 */
export function readFiles(
  cell: string,
  from: string,
  places: Places,
  isCell: boolean,
): FilePart[] | undefined {
  const parts: FilePart[] = []
  for (const href of cell.split(', ')) {
    const isUrl = /^https?:\/\/\S+$/i.test(href)
    const isPath = !/\s|^[a-z][a-z0-9+.-]*:/i.test(href) && /\.[A-Za-z0-9]{1,5}$/.test(href)
    const target = places.resolve(from, href, {isCell})
    if (isUrl) parts.push({href, isUrl, target: undefined})
    else if (isPath && target.to === 'file' && target.file.kind === 'attachment') {
      parts.push({href, isUrl, target})
    } else if (isPath && places.probe(from, href, {isCell}) === 'folder') {
      parts.push({href, isUrl, target: undefined})
    } else return undefined
  }
  return parts
}

/** Notion's own rule from a title to the name on disk (format notes, 2.2). */
export function notionName(title: string): string {
  const plain = title.replace(/[./\\:?*"<>|]|\p{Cc}/gu, ' ').replace(/\s+/g, ' ')
  return [...plain.trim()].slice(0, 50).join('').normalize('NFC').trim()
}

/** Does `text` consist of one of each list's alternatives, joined by `, `? */
export function isJoined(text: string, lists: readonly (readonly string[])[]): boolean {
  const literal = (words: string) => words.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  return new RegExp(`^${lists.map(list => `(?:${list.map(literal).join('|')})`).join(', ')}$`).test(text)
}
