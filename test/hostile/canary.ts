import {createHash} from 'node:crypto'
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'

/** A folder with things around and beside the place of work, each of which must stay what it is. */
export function plant(root: string): string {
  const work = join(root, 'around', 'work')
  mkdirSync(join(work, 'beside'), {recursive: true})
  mkdirSync(join(work, 'empty'))
  for (const path of [
    'around/above.txt',
    'around/work/mine.txt',
    'around/work/beside/photo.png',
    'evil.png',
  ]) {
    writeFileSync(join(root, path), `mine: ${path}`)
  }
  symlinkSync('../above.txt', join(work, 'beside', 'link'))
  return work
}

/** What lies below a folder, as one hash: names, kinds, modes, contents; the outputs left out. */
export function hashTree(root: string, leftOut: readonly string[] = []): string {
  const hash = createHash('sha256')
  const open = [root]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const name of readdirSync(at).sort()) {
      const path = join(at, name)
      if (leftOut.includes(path)) continue
      const stats = lstatSync(path)
      hash.update(`${path}\0${stats.mode}\0${stats.isDirectory() ? '' : stats.size}\0`)
      if (stats.isDirectory()) open.push(path)
      else hash.update(stats.isSymbolicLink() ? readlinkSync(path) : readFileSync(path))
    }
  }
  return hash.digest('hex')
}
