import type {Href, Meaning, Places} from './laws-links.ts'
import {type Records, recordsOf} from './laws-records.ts'
import {nameByNotion, type Random} from './laws-words.ts'
import type {Style, Thing} from './random-export.ts'

/** Documents as pieces: text that must stay, and links. */

/**
 * - `inline`: `[label](href)`; `image` with `!` before it
 * - `tag`: HTML, in which every link attribute is the same
 * - `bare`: the href itself, in cells and property lines
 * - `index`: an `<a>` of `index.html`, which shows the name of its target
 */
export interface Link {
  readonly form: 'inline' | 'image' | 'tag' | 'bare' | 'index'
  readonly written: string
  readonly means: Meaning
  /** The label is the path again. */
  readonly repeats?: boolean
}

/** One thing that a cell or a property line names. */
export interface Target extends Href {
  /** `Title (target)`; undefined for targets alone. */
  readonly label?: string
}

/** The whole value of a property, which is written anew, labels and all. */
export interface Value {
  readonly form: 'value'
  readonly kind: 'relation' | 'files' | 'checkbox'
  readonly written: string
  readonly targets: readonly Target[]
}

export type Piece = string | Link | Value

export interface Doc {
  readonly path: string
  readonly thing?: Thing
  readonly format: 'md' | 'html' | 'csv'
  /** Of a CSV: its cells, unquoted, with {@link CELL} and {@link RECORD} between them. */
  readonly pieces: readonly Piece[]
  readonly text: string
}

/** Every database has them. */
export const COLUMNS = ['Name', 'Done', 'Files', 'Related', 'Text', 'Events', 'Place']

/** The end of a line of a property block that has a line below it, and must stay a line when rendered. */
export const BREAK = '\u001d'
export const CELL = '\u001f'
export const RECORD = '\u001e'

/** The export around a document that is being written. */
export class World {
  private count = 0
  readonly places: Places
  readonly attachments: readonly Thing[]
  /** Pages, databases and views. */
  readonly ided: readonly Thing[]
  readonly random: Random
  readonly style: Style
  readonly things: readonly Thing[]
  /** Of every database. */
  readonly records = new Map<Thing, Records>()

  constructor(
    random: Random,
    style: Style,
    things: readonly Thing[],
    blobs: ReadonlyMap<string, Uint8Array>,
  ) {
    this.random = random
    this.style = style
    this.things = things
    const paths = [...blobs.keys(), ...things.flatMap(({files}) => files)].map(path => path.normalize('NFC'))
    const all = new Set(paths)
    const names = new Map<string, number>()
    for (const path of all) {
      const name = path.slice(path.lastIndexOf('/') + 1)
      names.set(name, (names.get(name) ?? 0) + 1)
    }
    for (const {folder, dir} of things) for (const at of [folder ?? '', dir]) all.add(at.normalize('NFC'))
    this.places = {all, names}
    this.attachments = things.filter(({kind}) => kind === 'attachment')
    this.ided = things.filter(({id}) => id !== undefined)
    for (const thing of things) if (thing.kind === 'database') this.records.set(thing, recordsOf(this, thing))
  }

  /** A number for texts that must be told apart. */
  next(): number {
    this.count++
    return this.count
  }

  /** Attachments whose paths can be told from text. */
  clear(): Thing[] {
    return this.attachments.filter(({name}) => /^[^#\s,:]*[^#\s,:.]\.[a-z]{3}$/.test(name))
  }

  uploads(): Thing[] {
    const clear = this.clear()
    return clear.length === 0 ? [] : Array.from({length: this.random.below(3)}, () => this.random.pick(clear))
  }

  urlTo(thing: Thing): Href {
    const slug = thing.name.match(/[A-Za-z0-9]+/g)?.join('-')
    const href = `https://www.notion.so/${slug ? `${slug}-` : ''}${thing.id}?pvs=21`
    return {href, means: {to: 'thing', thing, block: ''}}
  }

  /** Mostly something in the folder of the page that links, as in real exports. */
  any(list: readonly Thing[], near: Thing): Thing | undefined {
    const close = list.filter(thing => near.children.includes(thing))
    if (close.length > 0 && this.random.chance(60)) return this.random.pick(close)
    return list.length === 0 ? undefined : this.random.pick(list)
  }
}

export function inline(label: string, {href, means}: Href, image = false, repeats = false): Link {
  const written = `${image ? '!' : ''}[${label}](${href})`
  return {form: image ? 'image' : 'inline', written, means, ...(repeats && {repeats})}
}

export function tag(before: string, {href, means}: Href, after: string): Link {
  return {form: 'tag', written: before + escaped(href) + after, means}
}

export function index(before: string, {href, means}: Href, after: string): Link {
  return {form: 'index', written: before + escaped(href) + after, means}
}

export function bare({href, means}: Href): Link {
  return {form: 'bare', written: href, means}
}

/** Labels are not escaped, so not every title can stand in one. */
export function isLabel(title: string): boolean {
  return !/[[\]`<>\\!*]/.test(title)
}

/** Whether Notion's rule turns the title into the name; not for titles that leave nothing. */
export function isNamed({title, name}: Thing): boolean {
  return nameByNotion(title.normalize(name === name.normalize('NFC') ? 'NFC' : 'NFD')) === name
}

export function dashed(id: string): string {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;')
}
