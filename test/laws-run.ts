import {expect} from 'vitest'
import {type FixOptions, fixExport, memorySink, memorySource, type Report, type Source} from '../src/index.ts'
import type {Doc} from './laws-pieces.ts'
import {Random} from './laws-words.ts'
import {type RandomExport, randomExport} from './random-export.ts'

/** One run over a random export, and what is found in its output. */

export interface ManifestItem {
  readonly id?: string
  readonly kind: string
  readonly title: string
  readonly path: string
  readonly from: readonly string[]
  readonly size: number
  readonly crc32: string
  readonly outSize: number
  readonly outCrc32: string
  /** Of a row. */
  readonly database?: string
  /** Of a view. */
  readonly viewOf?: string
}

export interface Manifest {
  readonly items: readonly ManifestItem[]
  readonly missing: readonly {readonly in: string; readonly href: string}[]
  readonly ignored: readonly {readonly path: string; readonly why: string}[]
}

export interface Run {
  readonly made: RandomExport
  readonly options: Options
  readonly out: ReadonlyMap<string, Uint8Array>
  readonly report: Report
  readonly manifest: Manifest
  /** By path below the wrapper folder. */
  readonly itemAt: ReadonlyMap<string, ManifestItem>
  /** Table pages by database. */
  readonly tables: ReadonlyMap<string, string>
}

export type Options = Pick<FixOptions, 'maxPath' | 'relations' | 'properties' | 'tables' | 'csvSafe'>

/** Relation cells that can be read back, and databases without pages of ours. */
export const BARE: Options = {relations: 'links', tables: false}

export type Parts = RandomExport['parts']

export function sourcesOf(parts: Parts): Source[] {
  return parts.map((part, i) => memorySource(part, {name: `Part-${i + 1}.zip`}))
}

export async function run(
  made: RandomExport,
  options: Options = {},
  sources: Source[] = sourcesOf(made.parts),
): Promise<Run> {
  const out = new Map<string, Uint8Array>()
  const report = await fixExport(sources, {output: memorySink(out), ...options})
  const manifest: Manifest = JSON.parse(textOf(out.get('_notion-export-fix/manifest.json')!))
  const itemAt = new Map<string, ManifestItem>()
  for (const item of manifest.items) {
    for (const path of item.from) itemAt.set(path.slice(made.style.wrapper.length), item)
  }
  const tables = new Map<string, string>()
  for (const {kind, id, path} of manifest.items) if (kind === 'table') tables.set(id!, path)
  return {made, options, out, report, manifest, itemAt, tables}
}

/** As many as a test may take some seconds for. */
const EXPORTS = 80

/** Faults of every random export, told with the seed that makes it again: `randomExport(seed)`. */
export async function everyExport(
  law: (run: Run, random: Random) => Promise<string[]> | string[],
  options: Options = {},
) {
  const faults: string[] = []
  for (let seed = 1; seed <= EXPORTS; seed++) {
    try {
      const found = await law(await cached(seed, options), new Random(-seed))
      faults.push(...found.map(fault => `seed ${seed}: ${fault}`))
    } catch (error) {
      throw new Error(`seed ${seed}`, {cause: error})
    }
  }
  expect(faults.slice(0, 10)).toEqual([])
}

const runs = new Map<string, Promise<Run>>()

function cached(seed: number, options: Options): Promise<Run> {
  const key = `${seed} ${JSON.stringify(options)}`
  const known = runs.get(key) ?? run(randomExport(seed), options)
  runs.set(key, known)
  return known
}

/** Documents, each with its item and its text in the output. */
export function* documents({
  made,
  itemAt,
  out,
}: Run): Generator<{doc: Doc; item: ManifestItem; text: string}> {
  for (const doc of made.docs) {
    const item = itemAt.get(doc.path)!
    yield {doc, item, text: textOf(out.get(item.path)!)}
  }
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)
}
