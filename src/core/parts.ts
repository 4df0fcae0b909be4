import {ExportError} from './error.ts'
import type {Problem} from './model.ts'
import {compareCodePoints} from './name.ts'

/** The parts in which Notion sends a large export, told by their names alone. */

/** A part as its name tells it. */
export interface Part {
  readonly uuid: string
  readonly number: number
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** `Export-<uuid>-Part-1.zip`, or the folder that it was extracted to; a browser may have put a number behind. */
const PART = new RegExp(`^(?:Export|ExportBlock)-(${UUID})-Part-(\\d+)(?: \\d+| \\(\\d+\\))?(?:\\.zip)?$`)

/** A ZIP of Notion's, as it comes (`<uuid>_Export-<uuid>.zip`) or as a part. */
const NOTIONS_ZIP = new RegExp(
  `^(?:${UUID}_)?(?:Export|ExportBlock)-${UUID}(?:-Part-\\d+)?(?: \\d+| \\(\\d+\\))?\\.zip$`,
)

export function partOf(name: string): Part | undefined {
  const match = PART.exec(name)
  return match ? {uuid: match[1]!, number: Number(match[2])} : undefined
}

/** A part that is still a ZIP. Only at the root of an input: anywhere else it is an attachment. */
export function isPartZip(path: string): boolean {
  return path.endsWith('.zip') && partOf(path) !== undefined
}

export function isNotionsZip(name: string): boolean {
  return NOTIONS_ZIP.test(name)
}

/** The parts whose ZIPs or folders lie at the root of an input with these files. */
export function partsAmong(paths: Iterable<string>): Part[] {
  const roots = new Set<string>()
  for (const path of paths) roots.add(path.split('/', 1)[0]!)
  return [...roots].flatMap(name => partOf(name) ?? [])
}

/** By part, then by name: the order in which somebody named them means nothing. */
export function comparePartNames(a: string, b: string): number {
  return (partOf(a)?.number ?? 0) - (partOf(b)?.number ?? 0) || compareCodePoints(a, b)
}

/** Numbers below the highest that are not here. What is missing at the end, nobody can know. */
function missingParts(parts: readonly Part[]): Part[] {
  const numbers = new Map<string, Set<number>>()
  for (const {uuid, number} of parts) {
    numbers.set(uuid, (numbers.get(uuid) ?? new Set()).add(number))
  }
  const missing: Part[] = []
  for (const [uuid, here] of numbers) {
    const highest = [...here].reduce((most, number) => Math.max(most, number), 0)
    // A part's number can be anything that somebody typed: tell the first few.
    for (let number = 1; number < highest && missing.length < 20; number++) {
      if (!here.has(number)) missing.push({uuid, number})
    }
  }
  return missing
}

/** `Part-1 is missing`, `Part-1 and Part-2 are missing`. */
function missingWords(missing: readonly Part[]): string {
  const names = missing.map(({number}) => `Part-${number}`)
  const last = names.pop()
  return names.length === 0 ? `${last} is missing` : `${names.join(', ')} and ${last} are missing`
}

/**
 * The problems of an export of which only these parts are here. Rejects it, unless somebody wants what is
 * here all the same.
 */
export function checkParts(parts: readonly Part[], keepGoing: boolean): Problem[] {
  const missing = missingParts(parts)
  if (missing.length > 0 && !keepGoing) {
    throw new ExportError('part-missing', `cannot repair this export: ${missingWords(missing)}`, {
      hint: 'download all parts and give them together, or save what is here with --keep-going',
    })
  }
  return missing.map(({uuid, number}) => ({
    code: 'part-missing',
    path: `Export-${uuid}-Part-${number}.zip`,
  }))
}
