import type {Database} from './database.ts'
import type {Id, Survey} from './model.ts'

/** What a view leaves out of its database. */
export interface Hidden {
  /** Entry of the view. */
  readonly entry: number
  /** Entry of the database. */
  readonly of: number
  readonly rows: {readonly shown: number; readonly all: number}
  readonly columns: {readonly shown: number; readonly all: number}
}

/** What each view hides; views that show everything are not listed. */
export function findHidden(survey: Survey, byId: ReadonlyMap<Id, Database>): Hidden[] {
  return survey.items.flatMap(item => {
    const database = item?.kind === 'view' ? byId.get(item.viewOf ?? '') : undefined
    if (!item || !database) return []
    const rows = {shown: item.shows?.rows ?? 0, all: database.rows.length}
    const columns = {shown: item.shows?.columns ?? 0, all: database.columns.length}
    const hides = rows.shown < rows.all || columns.shown < columns.all
    return hides ? [{entry: item.entry, of: database.entry, rows, columns}] : []
  })
}
