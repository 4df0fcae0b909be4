import {relative, resolve, sep} from 'node:path'

/** Whether `path` lies below `folder`, both absolute. A name that begins with two dots is a name like any other. */
export function isInside(path: string, folder: string): boolean {
  const inside = relative(folder, path)
  return (
    inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && resolve(folder, inside) === path
  )
}
