import type {Entry} from '../core/model.ts'
import type {Source} from '../io.ts'
import type {Faults} from './faults.ts'
import {MANIFEST, type Manifest, OURS, type Path, RELATIONS, REPORT} from './manifest.ts'

/** A repaired archive or folder, as it lies there. */
export interface Archive {
  readonly source: Source
  /** By path, without the folder that somebody packed it in. Of a path that is there twice the first. */
  readonly files: ReadonlyMap<Path, Entry>
  /** Paths that are there twice, and files beside the folder that holds everything else. */
  readonly odd: readonly {readonly path: Path; readonly why: string}[]
}

/** Lists a repaired archive or folder, also one that was packed again in one folder. */
export function listArchive(source: Source, isFolder: boolean): Archive {
  const root = rootOf(source)
  const files = new Map<Path, Entry>()
  const odd: {path: Path; why: string}[] = []
  for (const entry of source.entries) {
    // Some disks of macOS give names back in another form than they were given.
    const whole = isFolder ? entry.path.normalize('NFC') : entry.path
    const path = whole.slice(root.length)
    if (!whole.startsWith(root)) {
      if (!isLitter(whole)) odd.push({path: whole, why: `lies beside "${root}"`})
    } else if (files.has(path)) odd.push({path, why: 'is there twice'})
    else files.set(path, entry)
  }
  return {source, files, odd}
}

/** The folder that holds the manifest's, with its slash; `''` where that lies at the top. */
function rootOf({entries}: Source): Path {
  const paths = entries.map(({path}) => path)
  if (paths.includes(MANIFEST)) return ''
  const packed = paths.find(
    path => path.indexOf('/') + 1 === path.length - MANIFEST.length && path.endsWith(MANIFEST),
  )
  return packed?.slice(0, -MANIFEST.length) ?? ''
}

/** Every item is in the archive, and every file of the archive is an item or one of our own. */
export function checkListing({files, odd}: Archive, {items}: Manifest, faults: Faults): void {
  const known = new Set(items.map(({path}) => path))
  for (const {path} of items) if (!files.has(path)) faults.add('file-lost', path, 'stands in the manifest')
  if (!files.has(REPORT)) faults.add('file-lost', REPORT, 'is written into every archive')
  const hasDatabase = items.some(({kind}) => kind === 'database')
  if (hasDatabase && !files.has(RELATIONS)) {
    faults.add('file-lost', RELATIONS, 'is written into every archive that holds a database')
  }
  for (const {path, why} of odd) faults.add('file-extra', path, why)
  for (const path of files.keys()) {
    if (known.has(path) || path === MANIFEST || path === REPORT || path === RELATIONS || isLitter(path))
      continue
    faults.add('file-extra', path, 'does not stand in the manifest')
  }
}

/** The files of the archive stand in the order of the manifest, ours behind: what an archive must keep. */
export function checkOrder({files}: Archive, {items}: Manifest, faults: Faults): void {
  const rank = new Map(items.map(({path}, at) => [path, at]))
  let last = -1
  for (const path of files.keys()) {
    const at = path.startsWith(OURS) ? items.length : (rank.get(path) ?? last)
    if (at < last) faults.add('order', path, 'stands behind files that the manifest has after it')
    else last = at
  }
}

/** What macOS puts into folders and archives by itself. */
export function isLitter(path: Path): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return path.startsWith('__MACOSX/') || name.startsWith('._') || name === '.DS_Store'
}
