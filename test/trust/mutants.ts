import {Random} from '../laws-words.ts'
import {randomExport} from '../random-export.ts'
import {deflated, stored, written} from '../zip/support.ts'
import {mutateArchive} from './mutate-archive.ts'
import {type Files, mutateContents, mutateNames} from './mutate-files.ts'

/** An input with something wrong in it, as far as chance would have it. */
export interface Mutant {
  /** What was done to it, in a word. */
  readonly kind: string
  readonly archive: Buffer
  /** For whatever else is left to chance. */
  readonly random: Random
}

/** Exports are cut down to so many files and bytes: small ones are fast, and have all that large ones have. */
const MOST_FILES = 7
const MOST_BYTES = 6000
const EXPORTS = 400

/** The same for the same two numbers, on every machine. */
export async function makeMutant(seed: number, number: number): Promise<Mutant> {
  const random = new Random(Math.imul(seed, 1_000_003) + number)
  const files = smallExport(random)
  const kind = random.below(100)
  if (kind < 45) {
    const other = await pack(random, smallExport(random))
    return {kind: 'bytes', random, archive: mutateArchive(random, await pack(random, files), other)}
  }
  if (kind < 75) return {kind: 'contents', random, archive: await pack(random, mutateContents(random, files))}
  if (kind < 90) return {kind: 'names', random, archive: await pack(random, mutateNames(random, files))}
  const parts = [mutateNames(random, files), mutateContents(random, smallExport(random))]
  return {kind: 'parts', random, archive: await packParts(random, parts)}
}

const exports = new Map<number, Files>()

function smallExport(random: Random): Files {
  const number = random.below(EXPORTS)
  const known = exports.get(number) ?? randomExport(number).parts.flatMap(part => [...part])
  exports.set(number, known)
  const small = known.filter(([, bytes]) => bytes.length <= MOST_BYTES)
  // HTML pages begin with a long style: an export can have nothing small.
  if (small.length === 0) small.push(known.reduce((a, b) => (b[1].length < a[1].length ? b : a)))
  const wanted = random.shuffled(small.keys()).slice(0, 1 + random.below(MOST_FILES))
  return wanted.sort((a, b) => a - b).map(at => small[at]!)
}

async function pack(random: Random, files: Files): Promise<Buffer> {
  const entry = (path: string, bytes: Uint8Array) => (random.chance(70) ? deflated : stored)(path, bytes)
  // A name can be too long for any archive.
  const fitting = files.filter(([path]) => path !== '' && Buffer.byteLength(path) < 0xffff)
  return Buffer.from(await written(fitting.map(([path, bytes]) => entry(path, bytes))))
}

/** Part ZIPs inside a ZIP, one of them with faults of its own now and then. */
async function packParts(random: Random, parts: readonly Files[]): Promise<Buffer> {
  const uuid = random.uuid()
  const packed: [string, Uint8Array][] = []
  for (const [at, files] of parts.entries()) {
    const part = await pack(random, files)
    const bytes = random.chance(40) ? mutateArchive(random, part, part) : part
    packed.push([`Export-${uuid}-Part-${at + 1}.zip`, bytes])
  }
  return pack(random, packed)
}
