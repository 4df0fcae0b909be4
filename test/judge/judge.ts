/**
 * Decides whether a repaired archive is right, from the export, the archive and the design alone.
 * Shares no code with `src`: whoever is wrong there must not be wrong here in the same way.
 */
import {readFileSync} from 'node:fs'
import {checkArchive} from './archive-tools.ts'
import {checkRelations} from './check-relations.ts'
import {checkTables} from './check-tables.ts'
import type {Blame, Fault} from './fault.ts'
import {Places} from './href.ts'
import {type Input, readExport} from './input.ts'
import {checkDeadLinks, checkLinks} from './links.ts'
import {checkCollisions, checkPath} from './names.ts'
import {readOutput} from './output.ts'
import {Stage, type Style} from './stage.ts'
import {checkStructure} from './structure.ts'
import {readZip, type ZipFile} from './zip.ts'

export interface JudgeOptions {
  /** What the command was given as `--max-path`. */
  readonly maxPath?: number
  /** What `--json` told: when given, every problem that the design demands must be among them. */
  readonly told?: readonly {readonly code: string; readonly path: string; readonly detail?: string}[]
  /** What the command was told about databases; what is not here is the default. */
  readonly style?: Partial<Style>
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
  const style: Style = {relations: 'titles', properties: 'lines', tables: true, ...options.style}
  checkOptions(result.manifest.options, style, blame)
  const stage = new Stage(input, result, new Places(input), style, options.told, blame)
  checkLinks(stage)
  checkTables(stage)
  checkRelations(stage)
  checkDeadLinks(result, blame)
  return faults
}

/** The manifest tells under which options it was written. */
function checkOptions(told: unknown, style: Style, blame: Blame): void {
  for (const [key, value] of Object.entries(style)) {
    const is = (told as Record<string, unknown>)[key]
    if (is !== value) blame('options', 'manifest', `${key} is ${is}, not ${value}`)
  }
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
