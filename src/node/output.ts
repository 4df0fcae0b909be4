import {realpath, stat} from 'node:fs/promises'
import {basename, dirname, join, resolve} from 'node:path'
import {ExportError} from '../core/error.ts'
import {LEAST_MAX_PATH} from '../core/options.ts'
import type {Sink} from '../io.ts'
import type {Room} from '../run/room.ts'
import type {Codec} from '../zip/codec.ts'
import {folderOutput} from './folder-output.ts'
import {checkTarget} from './folder-target.ts'
import {isInside} from './inside.ts'
import {outputExists} from './publish.ts'
import {checkSpace} from './space.ts'
import {clearLeftovers} from './temporary.ts'
import {zipOutput} from './zip-output.ts'

/** Longest path that Windows' own programs open, in UTF-16 units: MAX_PATH without its final NUL. */
const WINDOWS_PATH = 259

export interface OutputChoice {
  /** What the person asked for; `x.zip` is an archive, anything else a folder. */
  readonly output?: string | undefined
  /** Where an archive goes whose name is ours to choose; beside the first input if left out. */
  readonly outputFolder?: string | undefined
  readonly force?: boolean | undefined
  readonly dryRun?: boolean | undefined
  /** Stops also what comes after the last file: reading back takes its time. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Where the output of these inputs may go. Throws before any work what would fail after it; a dry run is
 * told the same, but changes nothing.
 */
export async function checkOutput(inputs: readonly string[], choice: OutputChoice): Promise<void> {
  const {output, outputFolder, force = false, dryRun} = choice
  if (output === undefined) {
    if (outputFolder !== undefined) await checkOutputFolder(inputs, outputFolder)
    return
  }
  const target = await realPath(output)
  const exists = await stat(output).catch(() => undefined)
  for (const input of inputs) {
    const source = await realPath(input)
    const same = await stat(input).catch(() => undefined)
    if (source === target || (exists && same && exists.dev === same.dev && exists.ino === same.ino)) {
      throw isInput(output, 'it is the input')
    }
    if (isInside(source, target)) throw isInput(output, `it holds the input "${basename(input)}"`)
  }
  await checkOutside(inputs, output)
  await checkParent(output)
  if (!dryRun) await clearLeftovers(resolve(output))
  if (isArchive(output)) {
    if (exists?.isDirectory() || (exists && !force)) throw outputExists(output)
    return
  }
  if (isInside(process.cwd(), target) || process.cwd() === target) {
    throw new ExportError('output-unsafe', `cannot write to "${output}": it is or holds the working folder`, {
      path: output,
      hint: 'choose a new folder',
    })
  }
  await checkTarget(output, force)
}

/** A folder for archives that somebody is about to make, or has made. */
export async function checkOutputFolder(inputs: readonly string[], folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  if (found && !found.isDirectory()) {
    throw new ExportError('output-exists', `cannot write into "${folder}": it is a file`, {
      path: folder,
      hint: 'choose a folder',
    })
  }
  await checkOutside(inputs, folder, true)
}

/** Opens the sink for an export of this date, if the disk has room for it; without `room` nobody asks. */
export async function openOutput(
  inputs: readonly string[],
  {date, room}: {readonly date: string; readonly room?: Room | undefined},
  choice: OutputChoice & {readonly codec: Codec},
): Promise<Sink> {
  const {output, outputFolder, force = false, codec, signal} = choice
  const folder = outputFolder ?? dirname(resolve(inputs[0] ?? '.'))
  const target = output === undefined ? join(folder, `Notion export ${date}.zip`) : resolve(output)
  const isZip = output === undefined || isArchive(output)
  if (room) await checkSpace(dirname(target), isZip ? room.packed : room.whole, `write "${target}"`)
  if (!isZip) return folderOutput(target, {force, signal})
  return zipOutput(target, {
    onExisting: output === undefined ? 'next' : force ? 'replace' : 'refuse',
    codec,
    signal,
  })
}

export function isArchive(output: string): boolean {
  return /\.zip$/i.test(output)
}

/** What to tell of a folder whose paths are too long for Windows where it was written. */
export function windowsFit(
  output: string,
  longestPath: number,
): {readonly fittingMaxPath?: number; readonly liesTooDeep?: true} {
  const left = WINDOWS_PATH - (resolve(output).length + 1)
  if (longestPath <= left) return {}
  return left >= LEAST_MAX_PATH ? {fittingMaxPath: left} : {liesTooDeep: true}
}

/** An input folder must not change: not by our output, not by a folder for it. */
async function checkOutside(inputs: readonly string[], output: string, orSame = false): Promise<void> {
  const target = await realPath(output)
  for (const input of inputs) {
    const source = await realPath(input)
    const isFolder = await stat(input).then(
      stats => stats.isDirectory(),
      () => false,
    )
    if (isFolder && (isInside(target, source) || (orSame && target === source))) {
      throw isInput(output, 'it lies inside the input folder')
    }
  }
}

async function checkParent(output: string): Promise<void> {
  const folder = dirname(output)
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory()) return
  const [what, hint] = found
    ? [`"${folder}" is not a folder`, 'choose another place']
    : ['its folder does not exist', `make the folder "${folder}" first`]
  throw new ExportError('no-access', `cannot write "${output}": ${what}`, {path: output, hint})
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
