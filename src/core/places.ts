import {encodePath} from './href.ts'
import type {Id, Plan, Survey} from './model.ts'

/** Where links to the entries of an export lead: a database is shown on its table page, if there is one. */
export class Places {
  private readonly survey: Survey
  private readonly plan: Plan
  private readonly tables: ReadonlyMap<Id, string>
  /** By entry, as far as somebody asked. */
  private readonly encoded: (string | undefined)[]
  private lastBase = ''
  private lastEncodedBase = ''

  /** `tables`: the table pages that are written, by database. */
  constructor(survey: Survey, plan: Plan, tables: ReadonlyMap<Id, string>) {
    this.survey = survey
    this.plan = plan
    this.tables = tables
    this.encoded = survey.items.map(() => undefined)
  }

  /** The path in the output. */
  of(entry: number): string {
    const {kind, id} = this.survey.items[entry]!
    const table = kind === 'database' && id !== undefined ? this.tables.get(id) : undefined
    return table ?? this.plan.paths[entry]!
  }

  /** The same, encoded. Encoding knows no slashes, so it is done once, before the path is made relative. */
  encodedOf(entry: number): string {
    const known = this.encoded[entry]
    if (known !== undefined) return known
    const made = encodePath(this.of(entry))
    this.encoded[entry] = made
    return made
  }

  /** A folder with its slash, encoded. Documents come folder by folder, so the last one is kept. */
  encodedBase(base: string): string {
    if (base !== this.lastBase) {
      this.lastBase = base
      this.lastEncodedBase = encodePath(base)
    }
    return this.lastEncodedBase
  }
}
