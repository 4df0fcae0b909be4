import type {Source} from '../io.ts'
import {checkAgainst} from './against.ts'
import {type Archive, checkListing, checkOrder, isLitter, listArchive} from './archive.ts'
import {Faults} from './faults.ts'
import {checkFiles} from './files.ts'
import {MANIFEST, type Manifest, type Path, RELATIONS, REPORT, readManifest} from './manifest.ts'
import {checkMissing} from './missing.ts'
import {checkLengths, checkNames, reportedLong} from './names.ts'
import {Places} from './places.ts'
import {damageOf, textOf, type Watch} from './read.ts'
import {checkRelation, readRelations} from './relations.ts'
import {countFiles, type Verification} from './verification.ts'

export interface VerifyInput {
  /** The repaired archive or folder, with nothing in it opened. */
  readonly clean: Source
  readonly isFolder: boolean
  /** All parts of the export, and what the person calls them. */
  readonly against?: {readonly sources: readonly Source[]; readonly names: readonly string[]} | undefined
  readonly watch: Watch
}

/**
 * Proves a repaired archive without any of the code that made it. One document is in memory at a time; every
 * byte of both sides is read once, CSVs twice. Rejects only with what reading rejects with.
 */
export async function verify({clean, isFolder, against, watch}: VerifyInput): Promise<Verification> {
  const faults = new Faults()
  const archive = listArchive(clean, isFolder)
  const manifest = await findManifest(archive, faults)
  const base = {
    archive: clean.name,
    ...(against && {against: against.names}),
    after: countFiles(archive, manifest),
    missing: manifest?.missing.length ?? 0,
  }
  if (!manifest) {
    const checked = {files: 0, links: 0, relations: 0, names: 0}
    return {...base, checked, unchecked: [], faults: faults.gravest()}
  }
  const places = new Places(manifest, archive.files.keys())
  checkListing(archive, manifest, faults)
  // A folder has no order but that of its names.
  if (!isFolder) checkOrder(archive, manifest, faults)
  const names = await checkAllNames(archive, manifest, places, faults)
  checkMissing(manifest, places, faults)
  const relations = readRelations(await readOwn(archive, RELATIONS, faults), manifest, faults)
  const lines = [...relations.values()].flat()
  for (const line of lines) checkRelation(line, places, faults)
  const scene = {archive, manifest, places, relations, faults, watch}
  const {count, unchecked, seen} = await checkFiles(scene)
  const before = against && (await checkAgainst(against.sources, seen, scene))
  const checked = {files: count, links: places.links, relations: lines.length, names}
  return {...base, ...(before && {before}), checked, unchecked, faults: faults.gravest()}
}

async function findManifest(archive: Archive, faults: Faults): Promise<Manifest | undefined> {
  const blame = (detail: string) => faults.add('manifest', MANIFEST, detail)
  const text = await readOwn(archive, MANIFEST, faults, 'manifest')
  if (text !== undefined) return readManifest(text, blame)
  if (!archive.files.has(MANIFEST)) blame('is not here: this is nothing that notion-export-fix wrote')
  return undefined
}

/** Gives how many there are. */
async function checkAllNames(
  archive: Archive,
  manifest: Manifest,
  places: Places,
  faults: Faults,
): Promise<number> {
  const paths = [...archive.files.keys()].filter(path => places.byPath.has(path) || !isLitter(path))
  const report = (await readOwn(archive, REPORT, faults)) ?? ''
  checkNames(paths, faults)
  checkLengths(paths, manifest.maxPath, reportedLong(report), faults)
  return paths.length
}

/** One of our own files; undefined when it is not here, or when `faults` has been told what is wrong with it. */
async function readOwn(
  {source, files}: Archive,
  path: Path,
  faults: Faults,
  kind: 'manifest' | 'file-changed' = 'file-changed',
): Promise<string | undefined> {
  const entry = files.get(path)
  if (entry === undefined) return undefined
  const bytes = await source.read(entry).catch(error => {
    faults.add(kind, path, damageOf(error))
    return undefined
  })
  const text = bytes && textOf(bytes)
  if (bytes && text === undefined) faults.add(kind, path, 'is not UTF-8')
  return text
}
