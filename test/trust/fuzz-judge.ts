import {percentCodeBadBytes} from '../../src/zip/name-bytes.ts'
import type {ManifestItem} from '../laws-run.ts'
import type {ReadEntry, Reading} from './python-zip.ts'

/** Whether our manifest says of an archive what Python says of it. */

export interface Accepted {
  readonly items: readonly ManifestItem[]
  readonly ignored: readonly {readonly path: string}[]
}

/** What differs, in a line; undefined when all is told alike. */
export function differenceFrom({items, ignored}: Accepted, {error, entries}: Reading): string | undefined {
  if (error !== undefined) return `Python refuses it: ${error}`
  const ours = items.flatMap(({from, size, crc32}) => from.map(path => ({path, figures: `${size} ${crc32}`})))
  const left = new Map<string, string[]>()
  for (const {path, figures} of ours) add(left, path, figures)
  for (const {path} of ignored) add(left, path, '')
  for (const entry of entries) {
    const figures = `${entry.size} ${entry.crc32}`
    const name = namesOf(entry).find(name => left.get(name)?.some(known => known === '' || known === figures))
    if (name === undefined) {
      if (entry.isFolder && entry.size === 0) continue
      return `${JSON.stringify(entry.name)} (${figures}) is not in the manifest: ${JSON.stringify([...left]).slice(0, 500)}`
    }
    const list = left.get(name)!
    list.splice(list.indexOf(list.includes(figures) ? figures : ''), 1)
    if (list.length === 0) left.delete(name)
  }
  if (left.size === 0) return undefined
  return `only the manifest has ${JSON.stringify([...left]).slice(0, 500)}`
}

function add(left: Map<string, string[]>, path: string, figures: string): void {
  left.set(path, [...(left.get(path) ?? []), figures])
}

/** How a name may be read: as UTF-8 whether it says so or not, as CP437, with its bad bytes percent-coded. */
function namesOf({raw, name}: ReadEntry): string[] {
  const bytes = Buffer.from(raw, 'hex')
  const read = [bytes.toString('utf8'), name, percentCodeBadBytes(bytes)]
  return read.map(text =>
    text
      .replaceAll('\\', '/')
      .split('/')
      .filter(part => part !== '' && part !== '.')
      .join('/'),
  )
}
