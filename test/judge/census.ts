/** What an export's links are, counted by the judge's own reading: the numbers that people counted by hand. */
import {Places, type Target} from './href.ts'
import {type Input, readExport} from './input.ts'
import {spansOf} from './links.ts'

export interface Counted {
  readonly path: string
  readonly kind: 'markdown' | 'html' | 'index'
  readonly use: 'link' | 'embed'
  readonly href: string
  readonly target: Target
  /** A path, not a URL: what a browser would look for in the export. */
  readonly isRelative: boolean
}

/** Every link and image of pages and indexes; not property lines and cells. */
export function countLinks(zip: string): Counted[] {
  const input: Input = readExport([zip])
  const places = new Places(input)
  return input.files.flatMap(file => {
    const {kind, path} = file
    if (kind !== 'markdown' && kind !== 'html' && kind !== 'index') return []
    return spansOf(file, {kind: 'page'}, places).flatMap(({use, href}) => {
      if (use !== 'link' && use !== 'embed') return []
      const target = places.resolve(path, href, {isRaw: kind === 'index'})
      return {path, kind, use, href, target, isRelative: !/^(?:[a-z][a-z0-9+.-]*:|#|\/\/|$)/i.test(href)}
    })
  })
}
