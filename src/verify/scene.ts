import type {Archive} from './archive.ts'
import type {Faults} from './faults.ts'
import type {Item, Manifest, Path} from './manifest.ts'
import type {Places} from './places.ts'
import type {Watch} from './read.ts'
import type {Relation} from './relations.ts'

/** What all checks of one archive share. */
export interface Scene {
  readonly archive: Archive
  readonly manifest: Manifest
  readonly places: Places
  /** Lines of `relations.csv`, by the path of their database. */
  readonly relations: ReadonlyMap<Path, readonly Relation[]>
  readonly faults: Faults
  readonly watch: Watch
}

/** The columns of a CSV that hold relations. A view has the columns of its database. */
export function relatedColumns({id, viewOf}: Item, {places, relations}: Scene): ReadonlySet<string> {
  const database = places.byId.get(viewOf ?? id ?? '')?.find(item => item.kind === 'database')
  return new Set(relations.get(database?.path ?? '')?.map(({property}) => property))
}
