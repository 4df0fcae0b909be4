/** The built command on the real exports, which belong to others and lie beside the repository, not in it. */
import {execFile} from 'node:child_process'
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {afterAll} from 'vitest'
import {Places} from './href.ts'
import {readExport} from './input.ts'
import {type Manifest, readOutput} from './output.ts'
import {Stage, type Style} from './stage.ts'
import {readZip} from './zip.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const command = join(root, 'bin', 'notion-export-fix.js')
export const exportsFolder = join(root, '..', 'shared', 'exports')
export const zips = existsSync(exportsFolder)
  ? readdirSync(exportsFolder).filter(name => name.endsWith('.zip'))
  : []
export const isHere = zips.length > 0
if (!isHere) {
  // biome-ignore lint/suspicious/noConsole: a silent skip would look like a pass
  console.warn(`\n*** NO REAL EXPORTS in ${exportsFolder}: their tests are SKIPPED ***\n`)
}

export const temp = mkdtempSync(join(tmpdir(), 'nef-real-'))
afterAll(() => rmSync(temp, {recursive: true, force: true}))

export interface Told {
  code: string
  path: string
  detail?: string
}

export interface Run {
  readonly output: string
  readonly told: Told[]
}

export async function run(args: readonly string[], zone = 'UTC'): Promise<{stdout: string; stderr: string}> {
  const options = {cwd: temp, maxBuffer: 1 << 27, env: {...process.env, TZ: zone}}
  return promisify(execFile)(process.execPath, [command, ...args], options)
}

/** Each export is repaired once with the same options; every test looks at the same archive. */
const runs = new Map<string, Promise<Run>>()
export function repaired(zip: string, args: readonly string[] = []): Promise<Run> {
  const output = join(temp, `${args.join(' ')} ${zip}`.trim())
  const start = async (): Promise<Run> => {
    const {stdout} = await run([join(exportsFolder, zip), '-o', output, '--json', ...args])
    return {output, told: problemsIn(JSON.parse(stdout))}
  }
  if (!runs.has(output)) runs.set(output, start())
  return runs.get(output)!
}

/** Wherever the report keeps its problems: objects that have a code and a path. */
function problemsIn(value: unknown): Told[] {
  if (typeof value !== 'object' || value === null) return []
  const self = value as Partial<Told>
  const isProblem = typeof self.code === 'string' && typeof self.path === 'string'
  return [...(isProblem ? [self as Told] : []), ...Object.values(value).flatMap(problemsIn)]
}

export function textOf(output: string, path: string): string {
  const file = readZip(readFileSync(output)).find(({name}) => name === path)
  if (!file) throw new Error(`${path} is not in the archive`)
  return file.bytes.toString('utf8')
}

export function manifestOf(output: string): Manifest {
  return JSON.parse(textOf(output, '_notion-export-fix/manifest.json')) as Manifest
}

/** The judge's own picture of the export's databases, and where everything lies in the output. */
export function stageOf(zip: string, output: string, style: Partial<Style> = {}): Stage {
  const input = readExport([join(exportsFolder, zip)])
  const fail = (kind: string, path: string, detail: string): never => {
    throw new Error(`${kind}: ${path}: ${detail}`)
  }
  const result = readOutput(input, readZip(readFileSync(output)), fail)!
  const whole: Style = {relations: 'titles', properties: 'lines', tables: true, ...style}
  return new Stage(input, result, new Places(input), whole, undefined, fail)
}
