import {join, type Random} from './laws-words.ts'
import type {Thing} from './random-export.ts'

/** The forms in which Notion, people and other tools write links, and what each of them means. */

export type Meaning =
  /** Something here; `block` is the anchor that the link must have, `''` for none. */
  | {readonly to: 'thing'; readonly thing: Thing; readonly block: string}
  /** A page that is not in the export. */
  | {readonly to: 'outside'; readonly id: string}
  /** A page that nobody can tell from any other: its URL stays. */
  | {readonly to: 'url'; readonly url: string}
  /** A file that is not in the export. */
  | {readonly to: 'missing'}

export interface Href {
  readonly href: string
  readonly means: Meaning
}

/** What lies where, so that a link is never written that could mean two things. */
export interface Places {
  /** Files and folders, NFC. */
  readonly all: ReadonlySet<string>
  /** How many files have a name, NFC. */
  readonly names: ReadonlyMap<string, number>
}

type Form = (random: Random, from: string, thing: Thing, places: Places) => string | undefined

const exact: Form = (random, from, thing) => encodeURI(relative(from, random.pick(thing.files)))

/** Attachments that Notion encoded on disk too (format notes, 2.3); not if the half-decoded path exists. */
const twice: Form = (random, from, thing, places) => {
  const path = random.pick(thing.files)
  const once = encodeURI(relative(from, path))
  const isClear = !path.includes('%') && !places.all.has(resolve(from, once))
  return isClear ? encodeURI(once) : undefined
}

/** Only the id is right. */
const wrongPath: Form = (random, from, {id, files}) =>
  id &&
  encodeURI(
    random.pick(['Somewhere else/Old name ', '../Old (name) ', 'Old #3 ', '']) + id + extension(files[0]!),
  ).replace(/^/, () => (from === '' ? '' : random.pick(['', './'])))

/** Relations and mentions of databases: `.csv` for `.md` and the other way round (format notes, 3.3, 4.5). */
const wrongExtension: Form = (random, from, {id, files}) =>
  id &&
  encodeURI(relative(from, files[0]!)).replace(
    /(?:_all)?\.\w+$/,
    random.pick(['.md', '.csv', '.html', '_all.csv']),
  )

const url: Form = (random, _from, {id, name}) => {
  if (id === undefined) return undefined
  const slug = name.match(/[A-Za-z0-9]+/g)?.join('-')
  const last = slug ? `${slug}-${id}` : id
  return random.pick([
    `https://www.notion.so/${id}`,
    `https://www.notion.so/${last}?pvs=21`,
    `https://notion.so/my-team/${last}?v=${random.hex(32)}`,
    `https://my-team.notion.site/${last}`,
    `https://app.notion.com/p/${last}?pvs=21`,
    `https://www.notion.so/my-team/${random.hex(32)}?p=${id}&pm=s`,
    `https://www.notion.so/${last}?pvs=4#${random.hex(32)}`,
    `/${last}?pvs=21`,
  ])
}

/** Seen since 2026-06: the host stands right before the path. */
const GLUED = ['https://app.notion.com', 'https://www.notion.so']

const glued: Form = (random, from, thing) => {
  const path = encodeURI(relative(from, random.pick(thing.files)))
  return /^[A-Za-z0-9%]/.test(path) ? random.pick(GLUED) + path : undefined
}

/** The only file of that name; names that Notion gives say nothing, documents may be other extensions. */
const nameOnly: Form = (_random, _from, {id, name}, places) => {
  const isSign =
    /^(?:image|untitled)\b/i.test(name) || /\.(?:md|csv|html)$/.test(name) || /[%?#()]/.test(name)
  const count = places.names.get(name.normalize('NFC'))
  return isSign || count !== 1 || id !== undefined ? undefined : `Nowhere/${encodeURI(name)}`
}

const FORMS: readonly Form[] = [exact, exact, exact, twice, wrongPath, wrongExtension, url, glued, nameOnly]

/** A link to `thing` from a document in the folder `from`. */
export function hrefTo(random: Random, from: string, thing: Thing, places: Places): Href {
  const form = random.pick(thing.id === undefined ? [exact, exact, twice, glued, nameOnly] : FORMS)
  const href = form(random, from, thing, places) ?? encodeURI(relative(from, thing.files[0]!))
  return {href, means: {to: 'thing', thing, block: ''}}
}

/** What Notion itself writes, which is all that stands in cells and property lines. */
export function plainHref(from: string, thing: Thing): Href {
  // Never the CSV of all rows.
  const file = thing.files.find(path => !path.endsWith('_all.csv'))!
  return {href: encodeURI(relative(from, file)), means: {to: 'thing', thing, block: ''}}
}

/** A link to a page of HTML with one of its blocks, or one that is gone. Blocks are written without dashes too. */
export function blockHref(random: Random, from: string, thing: Thing): Href {
  const block = random.chance(70) ? random.pick(thing.blocks) : random.uuid()
  const written = random.chance(50) ? block : block.replaceAll('-', '')
  const href = `${encodeURI(relative(from, thing.files[0]!))}#${written}`
  return {href, means: {to: 'thing', thing, block: thing.blocks.includes(block) ? block : ''}}
}

/** A page that Notion left out. */
export function outsideHref(random: Random): Href {
  const id = random.id(random.chance(50))
  const means: Meaning = {to: 'outside', id}
  const title = encodeURI(random.pick(['Lost page', 'Lost (page', 'Lost #3', '']))
  const dir = random.pick(['', 'Gone/', '../'])
  return {href: `${dir}${title}%20${id}.${random.pick(['md', 'csv', 'html'])}`, means}
}

/** A page of Notion's own site that is not here, as its pages link to each other. */
export function rootedHref(random: Random): Href {
  const id = random.id(random.chance(50))
  return {href: `/Some-page-${id}?pvs=21`, means: {to: 'outside', id}}
}

/** A file that Notion left out: nothing here has its name. */
export function missingHref(random: Random, owner: Thing | undefined): Href {
  const folder = owner?.folder?.split('/').pop()
  // Nobody can tell where a path ends that has one parenthesis and no id at its end.
  const own = folder === undefined || /[()]/.test(folder) ? 'No such folder' : folder
  const dir = random.pick(['', `${own}/`, `${own}/`, 'Elsewhere/Deeper/', '../', '../../../../../../'])
  const path = encodeURI(`${dir}missing ${random.below(9)}.${random.pick(['png', 'pdf'])}`)
  const host = /^[A-Z]/.test(path) && random.chance(15) ? random.pick(GLUED) : ''
  return {href: host + path + (random.chance(10) ? '?a=1' : ''), means: {to: 'missing'}}
}

/** From a folder to a path, as on disk. */
export function relative(from: string, to: string): string {
  const left = from === '' ? [] : from.split('/')
  const right = to.split('/')
  while (left.length > 0 && right.length > 1 && left[0] === right[0]) {
    left.shift()
    right.shift()
  }
  return [...left.map(() => '..'), ...right].join('/')
}

/** Where a relative path leads, NFC. */
export function resolve(from: string, path: string): string {
  const at: string[] = []
  for (const segment of join(from, path).normalize('NFC').split('/')) {
    if (segment === '..') at.pop()
    else if (segment !== '' && segment !== '.') at.push(segment)
  }
  return at.join('/')
}

function extension(path: string): string {
  return path.slice(path.lastIndexOf('.'))
}
