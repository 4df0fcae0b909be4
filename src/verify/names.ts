import type {Faults} from './faults.ts'
import {OURS, type Path} from './manifest.ts'

/** Names that every system can store (Microsoft, "Naming Files, Paths, and Namespaces"), judged as they stand. */

/** In UTF-8, of one segment: what remains of 255 when a system adds a number of its own. */
const SEGMENT_BYTES = 240
/** Folders must leave room for a short name (the same page of Microsoft's). */
const FOLDER_ROOM = 12

const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$) *(?:\.|$)/i
const FORBIDDEN = /[<>:"|?*\\]/
/** What turns a name around, so that it poses as another one. */
const DECEIVING = /[\u202a-\u202e\u2066-\u2069]/

/** Every path can be stored on every system, and no two meet there. */
export function checkNames(paths: readonly Path[], faults: Faults): void {
  for (const path of paths) {
    for (const why of unsafe(path)) faults.add('name-unsafe', path, why)
  }
  checkClashes(paths, faults)
}

/** `reported`: paths without their ends that the report says could not be made shorter. */
export function checkLengths(
  paths: readonly Path[],
  maxPath: number,
  reported: readonly string[],
  faults: Faults,
): void {
  for (const path of paths) {
    if (path.startsWith(OURS) || reported.some(stem => path.startsWith(stem))) continue
    const folder = Math.max(0, path.lastIndexOf('/'))
    if (path.length > maxPath) faults.add('name-long', path, `${path.length} units; ${maxPath} are allowed`)
    else if (folder > maxPath - FOLDER_ROOM) {
      faults.add('name-long', path, `a folder of ${folder} units; ${maxPath - FOLDER_ROOM} are allowed`)
    }
  }
}

/** Stems under the heading of `path-too-long`: the only lines of the report that end in a bare number. */
export function reportedLong(report: string): string[] {
  return [...report.matchAll(/^- (`+) ?(.+?) ?\1: `\d+`$/gm)].map(([, , stem]) => stem!)
}

function unsafe(path: Path): string[] {
  const found: string[] = []
  for (const name of path.split('/')) {
    const say = (why: string) => found.push(`${JSON.stringify(name)} ${why}`)
    if (name === '' || name === '.' || name === '..') say('is no name')
    else if (/[. ]$/.test(name)) say('ends in a dot or a space')
    if (FORBIDDEN.test(name)) say('holds a character that Windows forbids')
    if (/\p{Cc}/u.test(name)) say('holds a control character')
    if (DECEIVING.test(name)) say('holds a character that turns it around')
    if (DEVICE.test(name)) say('is kept for a device by Windows')
    if (/\p{Surrogate}/u.test(name)) say('is no Unicode text')
    if (name !== name.normalize('NFC')) say('is not in its composed form (NFC)')
    if (Buffer.byteLength(name) > SEGMENT_BYTES) say(`is longer than ${SEGMENT_BYTES} bytes`)
  }
  return found
}

/** File against file, file against folder, and folders that are one on disk but two in the archive. */
function checkClashes(paths: readonly Path[], faults: Faults): void {
  const seen = new Map<string, {readonly spelt: Path; readonly isFile: boolean}>()
  const told = new Set<Path>()
  for (const path of paths) {
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const isFile = end < 0
      const spelt = isFile ? path : path.slice(0, end)
      const key = fold(spelt)
      const other = seen.get(key)
      if (!other) seen.set(key, {spelt, isFile})
      else if ((isFile || other.isFile || other.spelt !== spelt) && !told.has(spelt)) {
        told.add(spelt)
        faults.add('name-clash', spelt, `meets ${other.spelt}`)
      }
      if (isFile) break
    }
  }
}

/** Lower case last: `ẞ`, `ß` and `SS` are one here, which may be too strict, but never too lax. */
function fold(path: Path): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}
