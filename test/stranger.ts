import {execFile} from 'node:child_process'
import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import {afterEach, beforeEach} from 'vitest'
import {makeZip} from './make-zip.ts'

/** The built command, used as a stranger uses it: in a folder of their own, judged by what is there after. */

export const BIN = resolve('bin/notion-export-fix.js')
export const UUID = '5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a'
export const HOME = `Home ${'1a'.repeat(16)}`
export const PAGE = `Page ${'2b'.repeat(16)}`
export const FILES: Record<string, string> = {
  [`${HOME}.md`]: `# Home\n\n[Page](${encodeURI(`${HOME}/${PAGE}.md`)})`,
  [`${HOME}/${PAGE}.md`]: '# Page',
}
export const CLEAN = 'Notion export 2025-11-18.zip'
export const OURS = ['_notion-export-fix/report.md', '_notion-export-fix/manifest.json']

export const partName = (number: number) => `Export-${UUID}-Part-${number}.zip`

export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A new folder for each test, and what a stranger does in it. */
export class Stranger {
  folder = ''

  constructor() {
    beforeEach(() => {
      this.folder = mkdtempSync(join(tmpdir(), 'nef-'))
    })
    afterEach(() => {
      chmodSync(this.folder, 0o755)
      rmSync(this.folder, {recursive: true, force: true})
    })
  }

  run(...args: string[]): Promise<Result> {
    return this.call(process.execPath, [BIN, ...args])
  }

  /** A shell line; `$NEF` is the command. */
  shell(line: string): Promise<Result> {
    return this.call('bash', ['-c', line], {NEF: `${process.execPath} ${BIN}`})
  }

  /** A script of theirs. */
  python(script: string, ...args: string[]): Promise<Result> {
    return this.call('python3', ['-c', script, ...args], {PYTHONHASHSEED: '0'})
  }

  /** What lies in the folder, or in one of its folders, hidden files included. */
  here(below = '.'): string[] {
    return readdirSync(join(this.folder, below)).sort()
  }

  at(path: string): string {
    return join(this.folder, path)
  }

  read(path: string): Buffer {
    return readFileSync(this.at(path))
  }

  write(path: string, data: string | Uint8Array): void {
    mkdirSync(dirname(this.at(path)), {recursive: true})
    writeFileSync(this.at(path), data)
  }

  zip(path: string, files: Record<string, string | Uint8Array>, options = {}): Promise<string> {
    return makeZip(this.at(path), files, options)
  }

  /** Part 1 holds the first file of the export, every other part the second. */
  async parts(...numbers: number[]): Promise<void> {
    const files = Object.entries(FILES)
    for (const number of numbers) {
      const [name, text] = files[number === 1 ? 0 : 1]!
      await this.zip(partName(number), {[`Export-${UUID}/${name}`]: text})
    }
  }

  /** The names in an archive, as Info-ZIP tells them. */
  async names(zip: string): Promise<string[]> {
    const {stdout} = await this.call('unzip', ['-Z1', zip])
    return stdout.split('\n').filter(name => name !== '')
  }

  private call(file: string, args: string[], env: Record<string, string> = {}): Promise<Result> {
    return new Promise(done => {
      const options = {cwd: this.folder, env: {...process.env, ...env}, maxBuffer: 1 << 28, timeout: 60_000}
      const child = execFile(file, args, options, (error, stdout, stderr) =>
        done({code: error ? child.exitCode : 0, stdout, stderr}),
      )
    })
  }
}
