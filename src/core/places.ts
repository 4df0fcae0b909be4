import {type Base, Bases} from './bases.ts'
import {basename, baseOf, encodePath} from './href.ts'
import {isEven} from './markdown-label.ts'
import type {Id, Plan, Survey} from './model.ts'

/** Where links to the entries of an export lead: a database is shown on its table page, if there is one. */
export class Places {
  private readonly survey: Survey
  private readonly plan: Plan
  private readonly tables: ReadonlyMap<Id, string>
  private readonly bases = new Bases()
  // By entry, as far as somebody asked: the folder, and the encoded name. Encoding knows no slashes, so it is
  // done once, before the path is made relative.
  private readonly baseOfEntry: (Base | undefined)[]
  private readonly nameOfEntry: (string | undefined)[]
  /** Entries whose encoded names are not even: few. */
  private readonly odd = new Set<number>()

  /** `tables`: the table pages that are written, by database. */
  constructor(survey: Survey, plan: Plan, tables: ReadonlyMap<Id, string>) {
    this.survey = survey
    this.plan = plan
    this.tables = tables
    this.baseOfEntry = survey.items.map(() => undefined)
    this.nameOfEntry = survey.items.map(() => undefined)
  }

  /** The path in the output. */
  of(entry: number): string {
    const {kind, id} = this.survey.items[entry]!
    const table = kind === 'database' && id !== undefined ? this.tables.get(id) : undefined
    return table ?? this.plan.paths[entry]!
  }

  /** The folder that a document lies in. */
  baseOf(path: string): Base {
    return this.bases.of(baseOf(path))
  }

  /** The link to an entry from a document in a folder: a relative path, encoded. */
  href(from: Base, entry: number): string {
    const name = this.nameOfEntry[entry] ?? this.encode(entry)
    return this.bases.way(from, this.baseOfEntry[entry]!) + name
  }

  /** Whether the link to an entry, from wherever, is even: see {@link isEven}. To be asked when it was made. */
  isEven(entry: number): boolean {
    return this.baseOfEntry[entry]!.isEven && !this.odd.has(entry)
  }

  private encode(entry: number): string {
    const path = this.of(entry)
    const name = encodePath(basename(path))
    this.nameOfEntry[entry] = name
    this.baseOfEntry[entry] = this.baseOf(path)
    if (!isEven(name)) this.odd.add(entry)
    return name
  }
}
