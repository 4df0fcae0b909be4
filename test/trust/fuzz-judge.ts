import {percentCodeBadBytes} from '../../src/zip/name-bytes.ts'
import type {ManifestItem} from '../laws-run.ts'
import type {ReadEntry, Reading} from './python-zip.ts'

/** Whether our manifest says of an archive what Python says of it. */

export interface Accepted {
  readonly items: readonly ManifestItem[]
  readonly ignored: readonly {readonly path: string}[]
}

/** Of an ignored entry the manifest tells no figures. */
const ANY = ''

/**
 * What differs, in a line; undefined when all is told alike. With `isDamaged` that counts too what the archive
 * only claims of an entry.
 */
export function differenceFrom(
  {items, ignored}: Accepted,
  {error, entries}: Reading,
  isDamaged: boolean,
): string | undefined {
  if (error !== undefined) return `Python refuses it: ${error}`
  const left = new Map<string, string[]>()
  for (const {from, size, crc32} of items) for (const path of from) add(left, path, `${size} ${crc32}`)
  for (const {path} of ignored) add(left, path, ANY)
  for (const entry of entries) {
    // The claim first: of two entries of one name it may be the only thing that tells them apart.
    const told = [...(isDamaged ? [entry.claimed] : []), ...(entry.error === null ? [entry.read] : []), ANY]
    if (namesOf(entry).some(name => told.some(figures => take(left, name, figures)))) continue
    if ((entry.isFolder || entry.name.endsWith('\\')) && entry.size === 0) continue
    return `not in the manifest: ${JSON.stringify(entry)}, but ${JSON.stringify([...left]).slice(0, 500)}`
  }
  if (left.size === 0) return undefined
  return `only the manifest has ${JSON.stringify([...left]).slice(0, 500)}`
}

/** Takes one out, if it is there. */
function take(left: Map<string, string[]>, path: string, figures: string): boolean {
  const list = left.get(path)
  const at = list?.indexOf(figures) ?? -1
  if (!list || at < 0) return false
  list.splice(at, 1)
  if (list.length === 0) left.delete(path)
  return true
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
