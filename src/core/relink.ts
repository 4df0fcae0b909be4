import {DocumentLinks, type LinkLog, type Scene} from './document-links.ts'
import type {Id, Plan, Survey} from './model.ts'
import {once} from './once.ts'
import {Places} from './places.ts'
import {Resolver} from './resolve.ts'
import {fold} from './safe-name.ts'

export interface RelinkOptions {
  readonly anchors?: Scene['anchors']
  /** Table pages that are written, by database: links to a database lead to them. */
  readonly tables?: ReadonlyMap<Id, string>
}

/** Makes the links of every document new. One for a run; what it makes for a document is a pure function. */
export class Relinker {
  readonly resolver: Resolver
  private readonly scene: Scene

  constructor(
    survey: Survey,
    plan: Plan,
    {anchors = () => undefined, tables = new Map()}: RelinkOptions = {},
  ) {
    this.resolver = new Resolver(survey)
    this.scene = {
      survey,
      plan,
      resolver: this.resolver,
      anchors,
      places: new Places(survey, plan, tables),
      // Most exports lack no file.
      taken: once(() => {
        const paths = [...plan.paths, ...plan.tables.values()].filter(path => path !== undefined)
        return new Set(paths.map(fold))
      }),
      free: new Map(),
    }
  }

  /** The links of one document. What cannot be repaired is written to `log`. */
  linksOf(entry: number, log: LinkLog, path?: string): DocumentLinks {
    return new DocumentLinks(this.scene, entry, log, path)
  }
}
