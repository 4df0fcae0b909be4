import {expect} from 'vitest'
import {fixExport, memorySink, memorySource, type Report} from '../src/index.ts'
import {linksBetween, openLink, plainText, type ReadLink, readLink, writtenLink} from './laws-output.ts'
import type {Doc, Link, Piece} from './laws-pieces.ts'
import {Random} from './laws-words.ts'
import {type RandomExport, randomExport, type Thing} from './random-export.ts'

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
}

export interface Manifest {
  readonly items: readonly ManifestItem[]
  readonly missing: readonly {readonly in: string; readonly href: string}[]
  readonly ignored: readonly {readonly path: string; readonly why: string}[]
}

export interface Run {
  readonly made: RandomExport
  readonly out: ReadonlyMap<string, Uint8Array>
  readonly report: Report
  readonly manifest: Manifest
  /** By path below the wrapper folder. */
  readonly itemAt: ReadonlyMap<string, ManifestItem>
}

export type Parts = RandomExport['parts']

export async function run(made: RandomExport, maxPath?: number, parts: Parts = made.parts): Promise<Run> {
  const out = new Map<string, Uint8Array>()
  const sources = parts.map((part, i) => memorySource(part, {name: `Part-${i + 1}.zip`}))
  const report = await fixExport(sources, {output: memorySink(out), ...(maxPath && {maxPath})})
  const manifest: Manifest = JSON.parse(textOf(out.get('_notion-export-fix/manifest.json')!))
  const itemAt = new Map<string, ManifestItem>()
  for (const item of manifest.items) {
    for (const path of item.from) itemAt.set(path.slice(made.style.wrapper.length), item)
  }
  return {made, out, report, manifest, itemAt}
}

/** As many as a test may take some seconds for. */
const EXPORTS = 200

/** Faults of every random export, told with the seed that makes it again: `randomExport(seed)`. */
export async function everyExport(
  law: (run: Run, random: Random) => Promise<string[]> | string[],
  maxPath?: number,
) {
  const faults: string[] = []
  for (let seed = 1; seed <= EXPORTS; seed++) {
    try {
      const found = await law(await cached(seed, maxPath), new Random(-seed))
      faults.push(...found.map(fault => `seed ${seed}: ${fault}`))
    } catch (error) {
      throw new Error(`seed ${seed}`, {cause: error})
    }
  }
  expect(faults.slice(0, 10)).toEqual([])
}

const runs = new Map<string, Promise<Run>>()

function cached(seed: number, maxPath?: number): Promise<Run> {
  const key = `${seed} ${maxPath}`
  const known = runs.get(key) ?? run(randomExport(seed), maxPath)
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

/** What is wrong with the text of a page outside its links. */
export function textFaults({doc, text}: {doc: Doc; text: string}): string[] {
  const found = linksBetween(doc.pieces, plainText(doc.format, text))
  if (typeof found === 'string') return [`${doc.path}: ${found}`]
  const faults: string[] = []
  for (const [i, link] of linksOf(doc.pieces).entries()) {
    const before = readLink(link.form, link.written)!
    const after = readLink(link.form, found[i]!)
    const isSame = after && after.frame === before.frame
    const kept = isSame && (link.repeats || link.form === 'index' || after.label === before.label)
    if (!kept) faults.push(`${doc.path}: ${link.written} became ${found[i]}`)
  }
  // Not one byte of a table without links.
  if (linksOf(doc.pieces).length === 0 && text !== doc.text) faults.push(`${doc.path} changed`)
  return faults
}

/** What is wrong with the links of a page. Links that may lead nowhere are put into `missing`. */
export function linkFaults(
  run: Run,
  {doc, item, text}: {doc: Doc; item: ManifestItem; text: string},
  missing: {in: string; href: string}[],
): string[] {
  const found = linksBetween(doc.pieces, plainText(doc.format, text))
  if (typeof found === 'string') return []
  return linksOf(doc.pieces).flatMap((link, i) => {
    const after = readLink(link.form, found[i]!)
    const fault = after ? linkFault(run, item, link, after, missing) : 'cannot be read'
    return fault === undefined ? [] : [`${doc.path}: ${link.written} became ${found[i]}: ${fault}`]
  })
}

function linkFault(
  run: Run,
  item: ManifestItem,
  link: Link,
  {hrefs, label}: ReadLink,
  missing: {in: string; href: string}[],
): string | undefined {
  const {means} = link
  if (new Set(hrefs).size > 1) return 'its hrefs differ'
  const href = hrefs[0]
  if (means.to === 'outside') {
    return href === `https://www.notion.so/${means.id}` ? undefined : 'does not lead to notion.so'
  }
  if (means.to === 'missing') {
    for (const each of hrefs) missing.push({in: item.path, href: each})
    const place = openLink(item.path, href!)?.path
    if (place === undefined) return 'leads out of the archive'
    return run.out.has(place) ? 'leads to another file' : undefined
  }
  const goals = goalsOf(run, means.thing)
  if (href === undefined || href === '') {
    const names = goals.map(goal =>
      goal
        .split('/')
        .pop()!
        .replace(/\.\w+$/, ''),
    )
    return names.includes(label) ? undefined : `not named as ${names}`
  }
  const place = openLink(item.path, href)
  if (!place || !goals.includes(place.path)) return `does not lead to ${goals.join(' or ')}`
  if (place.block !== means.block) return `the block should be ${means.block}`
  const plain = writtenLink(item.path, place.path) + (means.block && `#${means.block}`)
  // In an attribute of Markdown's HTML an apostrophe may be encoded too.
  if (href.replaceAll('%27', "'") !== plain) return `should be written ${plain}`
  const name = place.path.split('/').pop()!
  if (link.form === 'index' && label !== name) return `not named as ${name}`
  const hasMoved = href !== readLink(link.form, link.written)!.hrefs[0]
  if (link.repeats && hasMoved && label.replace(/\\(?=[!-/:-@[-`{-~])/g, '') !== name)
    return `not named as ${name}`
  return undefined
}

/** Where a link to a thing may lead: a page; a database's page, else its CSV of all rows; a view itself. */
export function goalsOf({itemAt}: Run, {files}: Thing): string[] {
  const main =
    files.find(file => /\.(?:html|md)$/.test(file)) ??
    files.find(file => file.endsWith('_all.csv')) ??
    files[0]!
  return [itemAt.get(main)!.path]
}

function linksOf(pieces: readonly Piece[]): Link[] {
  return pieces.filter(piece => typeof piece !== 'string')
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)
}
