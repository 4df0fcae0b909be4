import {ExportError} from '../core/error.ts'
import {dirname} from '../core/href.ts'
import {isNotionsZip} from '../core/parts.ts'
import type {Source} from '../io.ts'

/** What was given, for messages. */
export interface Given {
  readonly sources: readonly Source[]
  readonly named: readonly {readonly name: string}[]
}

/**
 * The error for inputs in which nothing is Notion's, with what only we know: how the person calls them,
 * and whether Notion's ZIPs lie deeper in them, where a ZIP counts as an attachment. All other errors pass.
 */
export function explainNotNotion(error: unknown, {sources, named}: Given): unknown {
  if (!(error instanceof ExportError && error.code === 'not-notion')) return error
  const names = named.map(({name}) => name).join(', ')
  const paths = sources.flatMap(({entries}) => entries.map(({path}) => path))
  const {found, hint} = paths.length === 0 ? EMPTY : (deeperZips(paths) ?? NOTHING)
  return new ExportError('not-notion', `cannot repair "${names}": ${found}`, {
    path: names,
    hint,
    cause: error,
  })
}

const CHOOSE = 'choose the ZIP that Notion sent (Settings → Export all workspace content)'
const EMPTY = {found: 'it is empty', hint: CHOOSE}
const NOTHING = {found: "no page or database of Notion's is in it", hint: CHOOSE}

function deeperZips(paths: readonly string[]): {found: string; hint: string} | undefined {
  const zips = paths.filter(path => isNotionsZip(path.slice(path.lastIndexOf('/') + 1)))
  if (zips.length === 0) return undefined
  const folders = [...new Set(zips.map(dirname))].map(folder => (folder === '' ? 'its root' : `"${folder}/"`))
  const shown = folders.length > 3 ? [...folders.slice(0, 3), 'other folders'] : folders
  return {
    found: `no page or database of Notion's is in it, but Part ZIPs were found in ${shown.join(', ')}`,
    hint: 'give these ZIPs, or the folder that they lie in; what is inside another ZIP must be unpacked first',
  }
}
