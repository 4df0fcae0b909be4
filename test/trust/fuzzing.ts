import {createHash} from 'node:crypto'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {
  ExportError,
  type FixOptions,
  fixExport,
  memorySink,
  type Problem,
  type Report,
} from '../../src/index.ts'
import {differenceFrom} from './fuzz-judge.ts'
import {type Mutant, makeMutant} from './mutants.ts'
import {PythonZip, type Reading} from './python-zip.ts'
import {Watchdog} from './watchdog.ts'

/** Many mutants, one after the other, in this process, and everything that may never happen to it. */

export interface Fuzzing {
  readonly seed: number
  /** The first mutant. */
  readonly first?: number
  readonly count: number
  /** Ends earlier, when so many milliseconds have gone by. */
  readonly milliseconds?: number
  /** Where inputs that failed are kept. */
  readonly keepIn: string
  /** Peak of the whole process, in bytes. */
  readonly mostMemory?: number
  readonly tell?: (line: string) => void
}

export interface Outcome {
  readonly done: number
  readonly accepted: number
  /** What was refused, by code. */
  readonly refused: ReadonlyMap<string, number>
  /** Archives that Python does not read, by what it says. */
  readonly unread: ReadonlyMap<string, number>
  readonly faults: readonly string[]
}

const HANG_SECONDS = 60
const SLOW_MILLISECONDS = 10_000
/** How many mutants between two looks at what lies around. */
const CANARY = 500
/** So many answers of Python may be open. */
const OPEN = 100

export async function fuzz(fuzzing: Fuzzing): Promise<Outcome> {
  const run = new Run(fuzzing)
  try {
    return await run.all()
  } finally {
    await run.close()
  }
}

class Run {
  private readonly fuzzing: Fuzzing
  private readonly root = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'nef-fuzz-'))
  private readonly python = new PythonZip()
  private readonly watchdog = new Watchdog(HANG_SECONDS)
  private readonly open = new Set<Promise<void>>()
  private readonly refused = new Map<string, number>()
  private readonly unread = new Map<string, number>()
  private readonly faults: string[] = []
  private accepted = 0
  private isOverMemory = false

  constructor(fuzzing: Fuzzing) {
    this.fuzzing = fuzzing
    for (const path of ['canary/folder', 'work']) mkdirSync(join(this.root, path), {recursive: true})
    for (const path of ['canary/a.txt', 'canary/folder/b.md', 'c.zip'])
      writeFileSync(join(this.root, path), path)
  }

  async all(): Promise<Outcome> {
    const {seed, first = 0, count, milliseconds = Number.POSITIVE_INFINITY, tell} = this.fuzzing
    const start = performance.now()
    const canary = this.canary()
    let number = first
    for (; number < first + count && performance.now() - start < milliseconds; number++) {
      this.watchdog.watch(number)
      const mutant = await makeMutant(seed, number)
      await this.one(number, mutant)
      if (number % CANARY === 0 && this.canary() !== canary)
        this.fault(number, mutant, 'something was written outside')
      if ((number - first + 1) % 5000 === 0) tell?.(this.line(number - first + 1, performance.now() - start))
    }
    this.watchdog.watch(-1)
    await Promise.all(this.open)
    if (this.canary() !== canary) this.faults.push(`seed ${seed}: something was written outside`)
    const {accepted, refused, unread, faults} = this
    return {done: number - first, accepted, refused, unread, faults}
  }

  async close(): Promise<void> {
    this.python.close()
    await this.watchdog.close()
    rmSync(this.root, {recursive: true, force: true})
  }

  private async one(number: number, mutant: Mutant): Promise<void> {
    const {random, archive} = mutant
    const input = this.at('export.zip')
    writeFileSync(input, archive)
    const way = random.pick(['memory', 'memory', 'memory', 'archive', 'folder', 'dry'] as const)
    const keepGoing = random.chance(25)
    const out = new Map<string, Uint8Array>()
    const options: FixOptions = {
      ...(way === 'memory' && {output: memorySink(out)}),
      ...(way === 'archive' && {output: this.at('out.zip')}),
      ...(way === 'folder' && {output: this.at('out')}),
      ...(way === 'dry' && {dryRun: true}),
      ...(random.chance(20) && {maxPath: 60 + random.below(100)}),
      ...(random.chance(20) && {relations: 'links' as const}),
      ...(random.chance(20) && {properties: 'yaml' as const}),
      ...(random.chance(20) && {tables: false}),
      keepGoing,
      threads: 0,
    }
    const start = process.cpuUsage()
    const result = await fixExport([input], options).catch((error: unknown) => error)
    const {user, system} = process.cpuUsage(start)
    const took = (user + system) / 1000
    if (took > SLOW_MILLISECONDS)
      this.fault(number, mutant, `it took ${Math.round(took)} ms of the processor`)
    this.checkMemory(number, mutant)
    if (result instanceof Error) this.checkRefusal(number, mutant, result)
    else this.checkAccepted(number, mutant, result as Report, out)
    for (const name of readdirSync(this.at('.'))) rmSync(this.at(name), {recursive: true})
    while (this.open.size > OPEN) await Promise.race(this.open)
  }

  private checkRefusal(number: number, mutant: Mutant, error: Error): void {
    if (!(error instanceof ExportError)) {
      this.fault(number, mutant, error.stack ?? error.message)
      return
    }
    count(this.refused, error.code)
    const left = readdirSync(this.at('.')).filter(name => name !== 'export.zip')
    if (left.length > 0) this.fault(number, mutant, `refused (${error.code}), and left ${left}`)
  }

  private checkAccepted(number: number, mutant: Mutant, report: Report, out: Map<string, Uint8Array>): void {
    this.accepted++
    const there = readdirSync(this.at('.')).filter(
      name => name !== 'export.zip' && !/^out(?:\.zip)?$/.test(name),
    )
    if (there.length > 0) this.fault(number, mutant, `left ${there}`)
    // A repaired archive says of itself what it likes; a damaged part, Python does not look into.
    const isPart = ({code, path}: Problem) => code === 'entry-damaged' && /-Part-\d+\.zip/.test(path)
    if (report.status !== 'written' || report.problems.some(isPart)) return
    const manifest = this.manifestIn(out)
    if (manifest === undefined) return
    const judged = this.python.read(mutant.archive).then(reading => {
      if (isUnread(reading)) {
        count(this.unread, reading.error!.slice(0, 40))
        return
      }
      const difference = differenceFrom(JSON.parse(manifest), reading, report.incomplete)
      if (difference !== undefined) this.fault(number, mutant, difference)
    })
    const open = judged.finally(() => this.open.delete(open))
    this.open.add(open)
  }

  /** Of an archive only Python could say, and the next run of the command does. */
  private manifestIn(out: Map<string, Uint8Array>): string | undefined {
    const path = '_notion-export-fix/manifest.json'
    const bytes = out.get(path)
    if (bytes) return Buffer.from(bytes).toString()
    return existsSync(this.at(`out/${path}`)) ? readFileSync(this.at(`out/${path}`), 'utf8') : undefined
  }

  private checkMemory(number: number, mutant: Mutant): void {
    const {mostMemory = Number.POSITIVE_INFINITY} = this.fuzzing
    const peak = process.resourceUsage().maxRSS * 1024
    if (peak <= mostMemory || this.isOverMemory) return
    this.isOverMemory = true
    this.fault(number, mutant, `memory went up to ${Math.round(peak / 1e6)} MB`)
  }

  private fault(number: number, {kind, archive}: Mutant, what: string): void {
    const {seed, keepIn, tell} = this.fuzzing
    mkdirSync(keepIn, {recursive: true})
    const kept = join(keepIn, `fuzz-${seed}-${number}.zip`)
    writeFileSync(kept, archive)
    const line = `--seed ${seed} --first ${number} (${kind}), kept as ${kept}: ${what}`
    this.faults.push(line)
    tell?.(line)
  }

  private line(done: number, milliseconds: number): string {
    const memory = Math.round(process.resourceUsage().maxRSS / 1e3)
    const refused = [...this.refused].map(([code, times]) => `${code} ${times}`).join(', ')
    const rate = Math.round((done / milliseconds) * 1000)
    return `${done} mutants, ${rate} a second, ${memory} MB: ${this.accepted} accepted; refused: ${refused}; ${this.faults.length} faults`
  }

  /** All that lies around the place where we work. */
  private canary(): string {
    const hash = createHash('sha256')
    for (const entry of readdirSync(this.root, {recursive: true, encoding: 'utf8'}).sort()) {
      if (entry === 'work' || entry.startsWith('work/')) continue
      hash.update(`${entry}\n`)
      if (/\.\w+$/.test(entry)) hash.update(readFileSync(join(this.root, entry)))
    }
    return hash.digest('hex')
  }

  private at(path: string): string {
    return join(this.root, 'work', path)
  }
}

/** Python before 3.12 does not list a name that says it is UTF-8 and is not. */
function isUnread({error}: Reading): boolean {
  return error?.startsWith('UnicodeDecodeError') ?? false
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
