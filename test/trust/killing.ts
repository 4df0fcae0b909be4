import {execFile, spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {setTimeout as wait} from 'node:timers/promises'
import {promisify} from 'node:util'
import {verifyExport} from '../../src/index.ts'
import {Random} from '../laws-words.ts'

/** Runs of the built command that are killed (SIGKILL) at random moments, and what must be true after each. */

/** Complains about an output; undefined when it is whole. */
type Judge = (output: string) => Promise<string | undefined>

export interface Killing {
  /** Holds the export, `export.zip`, and nothing else. */
  readonly folder: string
  readonly times: number
  readonly seed: number
  readonly tell?: (line: string) => void
}

interface Scene {
  readonly output: string
  /** Whether something of ours stands there already, which `--force` replaces. */
  readonly isThere: boolean
}

const SCENES: readonly Scene[] = [
  {output: 'out.zip', isThere: false},
  {output: 'out', isThere: false},
  {output: 'out.zip', isThere: true},
  {output: 'out', isThere: true},
]

/** A run to its end after every so many kills: it must clear up and succeed. */
const UNTOUCHED = 4

const BIN = resolve('bin/notion-export-fix.js')
const run = promisify(execFile)

/** Everything that was wrong, each with the kill that it came after; empty when all is as it must be. */
export async function killAtRandom(killing: Killing): Promise<string[]> {
  const {folder, times, seed, tell = () => {}} = killing
  const random = new Random(seed)
  const faults: string[] = []
  for (const scene of SCENES) {
    const bench = await Bench.make(folder, scene)
    const kills = Math.ceil(times / SCENES.length)
    for (let number = 1; number <= kills; number++) {
      const delay = bench.moment(random)
      const found = await bench.killAfter(delay)
      if (number % UNTOUCHED === 0 || number === kills) found.push(...(await bench.runToTheEnd()))
      faults.push(
        ...found.map(fault => `seed ${seed}, ${scene.output}, kill ${number} after ${delay} ms: ${fault}`),
      )
    }
    tell(`${scene.output}${scene.isThere ? ' --force' : ''}: ${kills} kills, ${bench.came} of them too late`)
    bench.remove()
  }
  return faults
}

class Bench {
  /** Runs that were over before they were killed. */
  came = 0
  private readonly folder: string
  private readonly scene: Scene
  /** Besides the same bytes as those of a run that was left alone. */
  private readonly judges: readonly Judge[]
  /** What the judges said, by the digest of the output. */
  private readonly judged = new Map<string, readonly (string | undefined)[]>()
  /** What stands at the output before and after a run. */
  private before = 'nothing'
  private after = ''
  private duration = 0
  private readonly old: string

  private constructor(folder: string, scene: Scene) {
    this.folder = join(folder, 'bench')
    this.old = join(folder, 'old')
    this.scene = scene
    this.judges = [whole, proved(join(folder, 'export.zip'))]
  }

  static async make(folder: string, scene: Scene): Promise<Bench> {
    const bench = new Bench(folder, scene)
    mkdirSync(bench.folder)
    cpSync(join(folder, 'export.zip'), join(bench.folder, 'export.zip'))
    if (scene.isThere) {
      await run(process.execPath, [BIN, 'export.zip', '-o', scene.output, '--no-tables', '-q'], {
        cwd: bench.folder,
      })
      cpSync(bench.output, bench.old, {recursive: true, preserveTimestamps: true})
      bench.before = digest(bench.output)
    }
    const start = performance.now()
    await bench.runToTheEnd()
    bench.duration = performance.now() - start
    bench.after = digest(bench.output)
    return bench
  }

  /** In milliseconds. Half of them lie in the last third, where things get their names. */
  moment(random: Random): number {
    const part = random.chance(50) ? random.below(1000) / 1000 : 0.67 + random.below(400) / 1000
    return Math.round(part * this.duration)
  }

  async killAfter(delay: number): Promise<string[]> {
    this.reset()
    const start = performance.now()
    const child = spawn(process.execPath, this.args(), {cwd: this.folder, stdio: 'ignore'})
    const ended = new Promise<boolean>(done => child.on('exit', code => done(code !== null)))
    await Promise.race([wait(delay), ended])
    child.kill('SIGKILL')
    if (await ended) {
      // The machine has become faster: later moments must come earlier.
      this.duration = performance.now() - start
      this.came++
    }
    return this.judge([this.before, this.after])
  }

  /** What was killed before must be no hindrance. */
  async runToTheEnd(): Promise<string[]> {
    const before = this.after === '' ? undefined : digest(this.output)
    if (before !== undefined && before !== 'nothing' && !this.scene.isThere) this.reset()
    try {
      await run(process.execPath, this.args(), {cwd: this.folder})
    } catch (error) {
      return [`the next run fails: ${error}`]
    }
    const left = readdirSync(this.folder).filter(name => name.startsWith('.nef-'))
    const faults = left.map(name => `the next run leaves ${name}`)
    return this.after === '' ? faults : [...faults, ...(await this.judge([this.after]))]
  }

  remove(): void {
    rmSync(this.folder, {recursive: true})
    rmSync(this.old, {recursive: true, force: true})
  }

  private get output(): string {
    return join(this.folder, this.scene.output)
  }

  private args(): string[] {
    return [BIN, 'export.zip', '-o', this.scene.output, '-q', ...(this.scene.isThere ? ['--force'] : [])]
  }

  /** Only the output: what a kill left under other names stays for the next run. */
  private reset(): void {
    rmSync(this.output, {recursive: true, force: true})
    if (this.scene.isThere) cpSync(this.old, this.output, {recursive: true, preserveTimestamps: true})
  }

  private async judge(allowed: readonly string[]): Promise<string[]> {
    const found = digest(this.output)
    if (found === 'nothing') return allowed.includes(found) || this.isAside() ? [] : ['the output is gone']
    if (!allowed.includes(found)) return [`${this.scene.output} is neither absent nor whole`]
    // The same bytes get the same judgement.
    const complaints =
      this.judged.get(found) ?? (await Promise.all(this.judges.map(judge => judge(this.output))))
    this.judged.set(found, complaints)
    return complaints.filter(complaint => complaint !== undefined)
  }

  /** Between two renames the old folder stands beside; the next run puts it back. */
  private isAside(): boolean {
    const old = readdirSync(this.folder).find(name => name.endsWith('.part.old'))
    return old !== undefined && digest(join(this.folder, old)) === this.before
  }
}

const whole: Judge = async output => {
  if (!output.endsWith('.zip')) return undefined
  const complaint = (error: unknown) => `unzip -tq says ${error}`
  return run('unzip', ['-tq', output]).then(() => undefined, complaint)
}

/** What `verify --against` says. */
function proved(original: string): Judge {
  return async output => {
    const {faults} = await verifyExport(output, {against: [original]})
    return faults.length === 0 ? undefined : `verify says ${JSON.stringify(faults[0])}`
  }
}

/** Of a file or of all files below a folder, with their names; `nothing` where there is none. */
function digest(path: string): string {
  if (!existsSync(path)) return 'nothing'
  const hash = createHash('sha256')
  if (path.endsWith('.zip')) return hash.update(readFileSync(path)).digest('hex')
  for (const entry of readdirSync(path, {recursive: true, encoding: 'utf8'}).sort()) {
    hash.update(`${entry}\n`)
    const bytes = read(join(path, entry))
    if (bytes) hash.update(bytes)
  }
  return hash.digest('hex')
}

/** Undefined for folders. */
function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
