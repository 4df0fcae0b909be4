import {basename, dirname, inFolder, sharedFolders} from './href.ts'
import {IdTable} from './id-table.ts'
import type {Id, Item, Survey} from './model.ts'
import {push} from './multimap.ts'
import {compareCodePoints, parseFileName, parseFolderName} from './name.ts'
import {splitExtension} from './safe-name.ts'

/** Names that Notion gives to any upload say nothing about which one is meant. */
const GENERIC = /^(?:image|untitled)(?: \d+| \(\d+\))?$/i

/** What lies where in the export: by place, by id, by name. Every look-up takes constant time. */
export class Lookup {
  private readonly byPlace = new Map<string, number>()
  /** The first file of an id. */
  private readonly byId: IdTable
  /** All files of an id that has several, by the first. */
  private readonly several = new Map<number, Files>()
  private readonly foldersById = new Map<Id, string[]>()
  /** Attachments by file name; `-1` when two share it. */
  private readonly byName = new Map<string, number>()
  private readonly survey: Survey

  constructor(survey: Survey) {
    this.survey = survey
    this.byId = new IdTable(survey.items.length)
    survey.items.forEach((item, entry) => {
      if (!item) return
      const place = survey.places[entry]!
      // What stands in two parts is one file; if it is damaged in one, links lead to the other.
      const known = this.byPlace.get(place)
      const isNew = known === undefined || survey.entries[known]!.damage !== undefined
      if (isNew) this.byPlace.set(place, entry)
      if (item.id !== undefined) this.addFile(item.id, entry)
      else if (isNew) this.byName.set(basename(place), this.byName.has(basename(place)) ? -1 : entry)
    })
    for (const {place, owner} of survey.folders.values()) {
      if (owner !== undefined) push(this.foldersById, owner, place)
    }
  }

  private addFile(id: Id, entry: number): void {
    const first = this.byId.get(id)
    if (first < 0) this.byId.add(id, entry)
    else if (!this.several.has(first)) this.several.set(first, {all: [first, entry]})
    else this.several.get(first)!.all.push(entry)
  }

  /**
   * The file that every link to an id leads to, whatever path it takes: the id's only file, or all its files
   * are a database's and one shows it. Undefined where the path decides. The id begins at `at` in `text`.
   */
  only(text: string, at: number): number | undefined {
    const first = this.byId.get(text, at)
    if (first < 0) return undefined
    const files = this.several.get(first)
    if (!files) return first
    files.isOne ??= this.isOne(files)
    return files.isOne ? this.bestOf(files)[0] : undefined
  }

  private isOne(files: Files): boolean {
    const [main, ...others] = this.bestOf(files)
    return (
      others.length === 0 && files.all.every(entry => entry === main || isTable(this.survey.items[entry]!))
    )
  }

  /** The first folder of a page or database. */
  folderOf(id: Id): string | undefined {
    return this.foldersById.get(id)?.[0]
  }

  /** The entry at a place, or the one that owns the folder there. */
  at(place: string, isWhole: boolean): number | undefined {
    const entry = this.byPlace.get(place)
    if (entry !== undefined) return this.preferred(entry)
    // `C#/x.png` cut at its `#` is no link to the folder C.
    const owner = place === '' || !isWhole ? undefined : this.survey.folders.get(place)?.owner
    return owner === undefined ? undefined : this.mainOf(owner, place)
  }

  /** Links to any file of a database lead to the one that shows it; every other file stands for itself. */
  private preferred(entry: number): number {
    const item = this.survey.items[entry]!
    return isTable(item) && item.id !== undefined
      ? (this.mainOf(item.id, this.survey.places[entry]!) ?? entry)
      : entry
  }

  byLastId(place: string): number | undefined {
    const name = basename(place)
    const id = parseFileName(name)?.id ?? parseFolderName(name)?.id
    return id === undefined ? undefined : this.mainOf(id, place)
  }

  swapped(place: string): number | undefined {
    const {stem, ext} = splitExtension(basename(place))
    if (!DOCUMENTS.includes(ext)) return undefined
    for (const other of DOCUMENTS) {
      const entry = this.byPlace.get(inFolder(dirname(place), stem + other))
      if (entry !== undefined) return this.preferred(entry)
    }
    return undefined
  }

  /** A file in the folder of the page that the link names, or of the page that holds the link. */
  inOwnersFolder(from: number, place: string): number | undefined {
    const named = parseFolderName(basename(dirname(place)))?.id
    const own = this.survey.items[from]!.id
    for (const id of [named, own]) {
      for (const folder of (id !== undefined && this.foldersById.get(id)) || []) {
        const entry = this.byPlace.get(inFolder(folder, basename(place)))
        if (entry !== undefined) return entry
      }
    }
    return undefined
  }

  onlyOfItsName(name: string): number | undefined {
    const entry = this.byName.get(name)
    return entry === undefined || entry < 0 || GENERIC.test(splitExtension(name).stem) ? undefined : entry
  }

  /**
   * The file that a link to an id leads to: a database's page if it has one, else its CSV of all rows. Of
   * several, the one that shares the longest folder path with `near`, then the first by path.
   */
  mainOf(id: Id, near: string): number | undefined {
    const first = this.byId.get(id)
    if (first < 0) return undefined
    const files = this.several.get(first)
    if (!files) return first
    const places = this.survey.places
    return this.bestOf(files).reduce((best, entry) =>
      sharedFolders(places[entry]!, near) > sharedFolders(places[best]!, near) ? entry : best,
    )
  }

  /** The files of an id that show it best, all of one sort, by path. */
  private bestOf(files: Files): readonly number[] {
    if (files.best) return files.best
    const score = (entry: number) => {
      const item = this.survey.items[entry]!
      return RANK[item.ext as keyof typeof RANK] + (item.kind === 'view' ? 10 : 0)
    }
    const least = Math.min(...files.all.slice(0, MOST_OF_ONE_ID).map(score))
    files.best = files.all
      .filter(entry => score(entry) === least)
      .sort((a, b) => compareCodePoints(this.survey.places[a]!, this.survey.places[b]!))
      .slice(0, MOST_OF_ONE_ID)
    return files.best
  }
}

/** The files of one id; what is not known yet is found when somebody asks. */
interface Files {
  readonly all: number[]
  /** See {@link Lookup.mainOf}. */
  best?: readonly number[]
  /** See {@link Lookup.only}. */
  isOne?: boolean
}

function isTable({kind}: Item): boolean {
  return kind === 'database' || kind === 'view'
}

/** Merged exports hold a page a few times; more than this is made to be slow. */
const MOST_OF_ONE_ID = 100

const DOCUMENTS = ['.md', '.csv', '.html']
const RANK = {'.html': 0, '.md': 1, '.csv': 2, '': 3}
