import {realpath, stat} from 'node:fs/promises'
import {resolve} from 'node:path'
import {ExportError} from '../core/error.ts'
import {compareCodePoints} from '../core/name.ts'

/**
 * The files and folders that the arguments name. One that exists is a path, never a pattern
 * (`Export [old].zip`); patterns are for shells that do not expand them. Each file once.
 */
export async function expandInputs(args: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>()
  for (const arg of args) {
    for (const path of (await exists(arg)) ? [arg] : await expand(arg)) {
      const real = await realpath(path).catch(() => resolve(path))
      if (!found.has(real)) found.set(real, path)
    }
  }
  return [...found.values()]
}

async function expand(pattern: string): Promise<string[]> {
  // Most arguments are paths, and these dozens of modules take a while to load.
  const {default: glob} = await import('fast-glob')
  if (!glob.isDynamicPattern(pattern)) return [pattern]
  // On Windows a backslash is a separator, which a pattern would read as an escape.
  const asPattern = process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern
  const paths = await glob(asPattern, {onlyFiles: false, dot: false})
  if (paths.length === 0) {
    throw new ExportError('input-missing', `cannot find any export: nothing matches "${pattern}"`, {
      path: pattern,
      hint: 'check the name; in a terminal you can drag the file into the window',
    })
  }
  return paths.sort(compareCodePoints)
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
