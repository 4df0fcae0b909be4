import {realpath, stat} from 'node:fs/promises'
import {basename, dirname, join, relative, resolve, sep} from 'node:path'
import {ExportError} from '../core/error.ts'
import type {Sink} from '../io.ts'
import {folderOutput} from './folder-output.ts'
import {outputExists, zipOutput} from './zip-output.ts'

/** Longest path that Windows' own programs open, in UTF-16 units: MAX_PATH without its final NUL. */
const WINDOWS_PATH = 259

export interface OutputChoice {
  /** What the person asked for; `x.zip` is an archive, anything else a folder. */
  readonly output?: string | undefined
  /** Where an archive goes whose name is ours to choose; beside the first input if left out. */
  readonly outputFolder?: string | undefined
  readonly force?: boolean | undefined
}

/** Where the output of these inputs may go. Throws before any work what would fail after it. */
export async function checkOutput(inputs: readonly string[], {output, force}: OutputChoice): Promise<void> {
  if (output === undefined) return
  const target = await realPath(output)
  const exists = await stat(output).catch(() => undefined)
  for (const input of inputs) {
    const source = await realPath(input)
    const same = await stat(input).catch(() => undefined)
    if (source === target || (exists && same && exists.dev === same.dev && exists.ino === same.ino)) {
      throw isInput(output, 'it is the input')
    }
    if (isInside(source, target)) throw isInput(output, `it holds the input "${basename(input)}"`)
    if (same?.isDirectory() && isInside(target, source))
      throw isInput(output, 'it lies inside the input folder')
  }
  if (isArchive(output)) {
    if (exists?.isDirectory()) throw outputExists(output)
    if (exists && !force) throw outputExists(output)
    return
  }
  if (isInside(process.cwd(), target) || process.cwd() === target) {
    throw new ExportError('output-unsafe', `cannot write to "${output}": it is or holds the working folder`, {
      path: output,
      hint: 'choose a new folder',
    })
  }
}

/** Opens the sink for an export of this date. */
export function openOutput(inputs: readonly string[], date: string, choice: OutputChoice): Promise<Sink> {
  const {output, outputFolder, force = false} = choice
  if (output === undefined) {
    const folder = outputFolder ?? dirname(resolve(inputs[0] ?? '.'))
    return zipOutput(join(folder, `Notion export ${date}.zip`), {onExisting: 'next'})
  }
  if (isArchive(output)) return zipOutput(resolve(output), {onExisting: force ? 'replace' : 'refuse'})
  return folderOutput(resolve(output), {force})
}

export function isArchive(output: string): boolean {
  return /\.zip$/i.test(output)
}

/** The `--max-path` with which a folder would fit on Windows, if it does not now. */
export function fittingMaxPath(output: string, longestPath: number): number | undefined {
  const root = resolve(output).length + 1
  return root + longestPath > WINDOWS_PATH ? WINDOWS_PATH - root : undefined
}

function isInput(output: string, why: string): ExportError {
  return new ExportError('output-is-input', `cannot write to "${output}": ${why}`, {
    path: output,
    hint: 'choose another place; the original is never touched',
  })
}

/** Links resolved as far as the path exists. */
async function realPath(path: string): Promise<string> {
  const full = resolve(path)
  const known = await realpath(full).catch(() => undefined)
  if (known !== undefined) return known
  const parent = dirname(full)
  return parent === full ? full : join(await realPath(parent), basename(full))
}

function isInside(path: string, folder: string): boolean {
  const inside = relative(folder, path)
  return (
    inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`) && resolve(folder, inside) === path
  )
}
