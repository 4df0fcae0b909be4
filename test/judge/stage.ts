/** What the checks of databases share: the truth about rows and targets, and what the command was told to do. */
import type {Relation} from './cells.ts'
import {notionName, readRelations} from './cells.ts'
import {readCsv} from './csv.ts'
import {type Column, type Database, type Databases, findDatabases} from './databases.ts'
import type {Blame} from './fault.ts'
import type {Places, Reading} from './href.ts'
import {unescapedHtml} from './html.ts'
import type {Input, InputFile} from './input.ts'
import {fileGoals, idGoals, type Told} from './one-link.ts'
import type {Output} from './output.ts'
import {headingOf, matchRows, type Row} from './rows.ts'

export interface Style {
  readonly relations: 'titles' | 'links'
  readonly properties: 'lines' | 'yaml'
  readonly tables: boolean
}

/** Where one target of a relation should lead, and what it may be called. */
export interface Goal {
  readonly href: string
  readonly id: string
  /** Never empty; for a bare target without a known title the target itself. */
  readonly titles: readonly string[]
  /** Undefined: the target is not in the export. */
  readonly paths: ReadonlySet<string> | undefined
  /** Has neither a label nor a page: it may stay as it is. */
  readonly isBare: boolean
}

export class Stage {
  readonly input: Input
  readonly output: Output
  readonly places: Places
  readonly databases: Databases
  readonly style: Style
  readonly told: readonly Told[] | undefined
  readonly blame: Blame
  readonly rows: ReadonlyMap<Database, readonly Row[]>
  /** What cells call a target, for targets that have no page here. */
  readonly #labels = new Map<string, Set<string>>()

  constructor(
    input: Input,
    output: Output,
    places: Places,
    style: Style,
    told: readonly Told[] | undefined,
    blame: Blame,
  ) {
    this.input = input
    this.output = output
    this.places = places
    this.style = style
    this.told = told
    this.blame = blame
    this.databases = findDatabases(input, places)
    this.rows = new Map(this.databases.all.map(database => [database, matchRows(database)]))
    for (const {columns, records} of this.databases.all) {
      for (const record of records) {
        for (const [i, {kind}] of columns.entries()) {
          if (kind === 'relation') for (const one of readRelations(record[i]!) ?? []) this.#learn(one)
        }
      }
    }
  }

  #learn({id, label}: Relation): void {
    if (label !== undefined) this.#labels.set(id, (this.#labels.get(id) ?? new Set()).add(label))
  }

  /** The record of a row's page, when it is certain which. */
  recordOf(page: InputFile): {database: Database; values: ReadonlyMap<string, string>} | undefined {
    const database = this.databases.ofPage.get(page)
    if (!database) return undefined
    const at = this.rows.get(database)!.findIndex(({pages}) => pages.length === 1 && pages[0] === page)
    const values = database.columns.map(({name}, i) => [name, database.records[at]?.[i] ?? ''] as const)
    return {database, values: new Map(at < 0 ? [] : values)}
  }

  /**
   * May text of this column stay text? Where no file of a column is here, the repair may take it for words;
   * but once its CSV has new paths, lines and tables must lead there too.
   */
  mayStay(column: Column, database: Database): boolean {
    if (!column.isSoft) return false
    const path = this.output.placed.get(database.file)?.path ?? ''
    const now = this.output.files.get(path)?.bytes.toString('utf8')
    const i = database.columns.indexOf(column)
    const cells = now === undefined ? [] : readCsv(now).records.slice(1)
    return database.records.every((record, row) => record[i] === cells[row]?.[i]?.text)
  }

  goalOf(relation: Relation, from: string, reading: Reading): Goal {
    const target = this.places.resolve(from, relation.href, reading)
    const id = target.to === 'file' ? (target.file.id ?? relation.id) : relation.id
    const common = {href: relation.href, id}
    if (this.places.ids.has(id)) {
      const own = ownTitles(this.places.ids.get(id)!)
      const titles = own.length > 0 ? own : [relation.label ?? relation.href]
      const paths = target.to === 'file' ? fileGoals(target.file, this.output) : idGoals(id, this.output)
      return {...common, titles, paths, isBare: false}
    }
    if (relation.label !== undefined) {
      const titles = [...new Set([relation.label, relation.label.trim()])]
      return {...common, titles, paths: undefined, isBare: false}
    }
    const known = [...(this.#labels.get(id) ?? [])]
    const bare = [relation.href, `https://www.notion.so/${id}`]
    return {...common, titles: [...bare, ...known], paths: undefined, isBare: true}
  }
}

/** The page's H1 when Notion's rule makes the name on disk of it; where it does not, also that name. */
export function ownTitles(files: readonly InputFile[]): string[] {
  const page =
    files.find(({kind}) => kind === 'markdown') ?? files.find(({kind}) => kind === 'html') ?? files[0]!
  const raw = headingOf(page)
  const heading = raw !== undefined && page.kind === 'html' ? unescapedHtml(raw) : raw
  const name = page.stem.normalize('NFC').trim()
  const isOwn = heading !== undefined && heading !== '' && notionName(heading) === name
  const titles = isOwn ? [heading, heading.trim()] : [heading ?? '', name]
  return [...new Set(titles)].filter(title => title !== '')
}

/** Is `url` an address of this very page? */
export function isAddressOf(url: string, goal: Goal): boolean {
  return url === goal.href || url === `https://www.notion.so/${goal.id}`
}
