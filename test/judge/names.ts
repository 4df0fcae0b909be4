/** What a path may look like (design, section 5; trust/windows-names.md). Knows nothing of the input. */
import type {Blame} from './fault.ts'
import {dirOf} from './input.ts'

const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$) *(?:\.|$)/i
const FORBIDDEN = /[<>:"|?*\\]|\p{Cc}/u

/** Faults of single paths: what Windows refuses, and what is too long. */
export function checkPath(path: string, maxPath: number, blame: Blame): void {
  if (path.length > maxPath) blame('path-too-long', path, `${path.length} units, allowed ${maxPath}`)
  const folder = dirOf(path)
  if (folder.length > maxPath - 12) {
    blame('folder-too-long', path, `folder of ${folder.length} units, allowed ${maxPath - 12}`)
  }
  for (const segment of path.split('/')) {
    const detail = JSON.stringify(segment)
    if (segment === '') blame('windows-name', path, 'empty segment')
    if (FORBIDDEN.test(segment)) blame('windows-name', path, `forbidden character in ${detail}`)
    if (/[. ]$/.test(segment)) blame('windows-name', path, `ends in dot or space: ${detail}`)
    if (segment.startsWith(' ')) blame('windows-name', path, `begins with a space: ${detail}`)
    if (RESERVED.test(segment)) blame('windows-name', path, `reserved device name ${detail}`)
    if (Buffer.byteLength(segment) > 240) blame('windows-name', path, `over 240 bytes: ${detail}`)
    if (segment !== segment.normalize('NFC')) blame('not-nfc', path, detail)
    if (/\p{Surrogate}/u.test(segment)) blame('windows-name', path, `lone surrogate in ${detail}`)
  }
}

/** How NTFS, APFS and friends, taken together, may see a name: no case, no form. */
export function fold(path: string): string {
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

/** No two paths, files or folders, may meet on a file system that folds. */
export function checkCollisions(paths: readonly string[], blame: Blame): void {
  const seen = new Map<string, {spelled: string; isFolder: boolean}>()
  for (const path of paths) {
    const parts = path.split('/')
    parts.forEach((_, i) => {
      const spelled = parts.slice(0, i + 1).join('/')
      const isFolder = i < parts.length - 1
      const other = seen.get(fold(spelled))
      if (!other) seen.set(fold(spelled), {spelled, isFolder})
      else if (other.isFolder !== isFolder) blame('file-and-folder', path, `meets ${other.spelled}`)
      else if (other.spelled !== spelled || !isFolder) blame('collision', path, `meets ${other.spelled}`)
    })
  }
}
