/**
 * Decides whether a repaired archive is right, from the export, the archive and the design alone.
 * Shares no code with `src`: whoever is wrong there must not be wrong here in the same way.
 */
import {readFileSync} from 'node:fs'
import {checkArchive} from './archive-tools.ts'
import type {Blame, Fault} from './fault.ts'
import {type Input, readExport} from './input.ts'
import {checkDeadLinks, checkLinks} from './links.ts'
import {checkCollisions, checkPath} from './names.ts'
import {readOutput} from './output.ts'
import {checkStructure} from './structure.ts'
import {readZip, type ZipFile} from './zip.ts'

export interface JudgeOptions {
  /** What the command was given as `--max-path`. */
  readonly maxPath?: number
  /** What `--json` told: when given, every problem that the design demands must be among them. */
  readonly told?: readonly {readonly code: string; readonly path: string; readonly detail?: string}[]
  /** Skips the four foreign readers, for tests of everything else. */
  readonly skipArchiveTools?: boolean
}

/** Every fault of `output`, the repaired archive of `inputs` (the parts of one export). None: it is right. */
export async function judge(
  inputs: readonly string[],
  output: string,
  options: JudgeOptions = {},
): Promise<Fault[]> {
  const faults: Fault[] = []
  const blame: Blame = (kind, path, detail) => void faults.push({class: kind, path, detail})
  let entries: ZipFile[]
  try {
    entries = readZip(readFileSync(output))
  } catch (error) {
    return [{class: 'archive', path: output, detail: String(error)}]
  }
  if (!options.skipArchiveTools) await checkArchive(output, entries, blame)
  const paths = entries.map(entry => entry.name).filter(name => !name.endsWith('/'))
  for (const path of paths) checkPath(path, options.maxPath ?? 180, blame)
  checkCollisions(paths, blame)
  const input = cachedExport(inputs)
  const result = readOutput(input, entries, blame)
  if (!result) return faults
  checkStructure(input, result, blame)
  checkLinks(input, result, options.told, blame)
  checkDeadLinks(result, blame)
  return faults
}

/** One export is judged with many options; reading it once saves half of the time. */
const exports = new Map<string, Input>()
function cachedExport(inputs: readonly string[]): Input {
  const key = inputs.join('\n')
  const known = exports.get(key) ?? readExport(inputs)
  exports.clear()
  exports.set(key, known)
  return known
}
