import {basename, dirname, inFolder} from './href.ts'
import type {Id, Survey} from './model.ts'
import {parseFileName} from './name.ts'

/** Which properties the page of a row can have: the columns of its database, in all of its files. */
export class Columns {
  private readonly survey: Survey
  private readonly byDatabase = new Map<Id, Set<string>>()
  /**
   * By the folder of pages that may be rows though their folder is not the database's: in a flat export they
   * lie beside it, and a page of the database's name can own the folder that both share.
   */
  private readonly nearby = new Map<string, Set<string>>()

  constructor(survey: Survey) {
    this.survey = survey
    const owners = new Set([...survey.folders.values()].map(folder => folder.owner))
    survey.items.forEach((item, entry) => {
      if (item?.format !== 'csv' || item.id === undefined) return
      const header = survey.digests.get(entry)?.records?.[0] ?? []
      const columns = header.map(name => name.replace(/^\ufeff/, ''))
      add(this.byDatabase, item.id, columns)
      if (owners.has(item.id)) return
      const place = survey.places[entry]!
      add(this.nearby, dirname(place), columns)
      const stem = parseFileName(basename(place))?.stem.trim() ?? ''
      add(this.nearby, inFolder(dirname(place), stem), columns)
    })
  }

  /** Undefined for what cannot be a row. */
  of(entry: number): ReadonlySet<string> | undefined {
    const item = this.survey.items[entry]
    if (item?.kind === 'row' && item.database !== undefined) return this.byDatabase.get(item.database)
    return item?.kind === 'page' ? this.nearby.get(dirname(this.survey.places[entry]!)) : undefined
  }
}

function add<K>(map: Map<K, Set<string>>, key: K, values: readonly string[]): void {
  const set = map.get(key) ?? new Set()
  for (const value of values) set.add(value)
  map.set(key, set)
}
