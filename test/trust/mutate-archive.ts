import type {Random} from '../laws-words.ts'

/** Archives with faults in their bytes: what a bad disk, a bad program or a bad person makes of one. */

/** Name of a record, its signature, and where its fields lie, each with its width (APPNOTE 4.3). */
const RECORDS: readonly (readonly [
  signature: number,
  fields: readonly (readonly [at: number, width: number])[],
])[] = [
  [0x04034b50, fields(0, 4, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2)],
  [0x02014b50, fields(0, 4, 2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4)],
  [0x06054b50, fields(0, 4, 2, 2, 2, 2, 4, 4, 2)],
  [0x08074b50, fields(0, 4, 4, 4, 4)],
  [0x06064b50, fields(0, 4, 8, 2, 2, 4, 4, 8, 8, 8, 8)],
]

function fields(start: number, ...widths: number[]): [number, number][] {
  let at = start
  return widths.map(width => {
    at += width
    return [at - width, width]
  })
}

/** One to three faults in an archive; `other` is one to take pieces from. */
export function mutateArchive(random: Random, archive: Buffer, other: Buffer): Buffer {
  let mutant: Buffer = Buffer.from(archive)
  for (let left = random.pick([1, 1, 1, 2, 3]); left > 0 && mutant.length > 0; left--) {
    mutant = random.pick(WAYS)(random, mutant, other)
  }
  return mutant
}

type Way = (random: Random, archive: Buffer, other: Buffer) => Buffer

const flipBits: Way = (random, archive) => {
  for (let left = 1 + random.below(8); left > 0; left--) {
    archive[random.below(archive.length)]! ^= 1 << random.below(8)
  }
  return archive
}

const fill: Way = (random, archive) => {
  const at = random.below(archive.length)
  const end = Math.min(archive.length, at + 1 + random.below(16))
  return archive.fill(random.pick([0, 1, 0x20, 0x2f, 0x5c, 0x7f, 0x80, 0xff]), at, end)
}

const changeField: Way = (random, archive) => {
  const [signature, places] = random.pick(RECORDS)
  const found = allOf(archive, signature)
  if (found.length === 0) return flipBits(random, archive, archive)
  const [offset, width] = random.pick(places)
  const at = random.pick(found) + offset
  if (at + width > archive.length) return archive
  const twin = random.pick(found) + offset
  const old = archive.readUIntLE(at, Math.min(width, 6))
  const most = 2 ** (8 * Math.min(width, 6)) - 1
  const value = random.pick([
    0,
    1,
    most,
    most - 1,
    old + 1,
    old - 1,
    old ^ (1 << random.below(16)),
    archive.length,
    random.below(archive.length + 1),
    random.below(0xffff),
    twin + width <= archive.length ? archive.readUIntLE(twin, Math.min(width, 6)) : 0,
  ])
  archive.writeUIntLE(((value % (most + 1)) + most + 1) % (most + 1), at, Math.min(width, 6))
  return archive
}

/** The same change where the local header and the directory say it, so that both agree. */
const changeBoth: Way = (random, archive) => {
  const at = random.below(6)
  const [local, central] = [
    [6, 8],
    [8, 10],
    [14, 16],
    [18, 20],
    [22, 24],
    [26, 28],
  ][at]! as [number, number]
  const [locals, centrals] = [allOf(archive, 0x04034b50), allOf(archive, 0x02014b50)]
  const number = random.below(Math.max(1, Math.min(locals.length, centrals.length)))
  const value = random.pick([0, 1, 8, 9, 0x800, 0x808, 0xffff, random.below(5000)])
  for (const place of [locals[number]! + local, centrals[number]! + central]) {
    if (place + 2 <= archive.length) archive.writeUInt16LE(value, place)
  }
  return archive
}

const truncate: Way = (random, archive) => archive.subarray(0, random.below(archive.length + 1))

const cutOut: Way = (random, archive) => {
  const at = random.below(archive.length)
  const end = at + 1 + random.below(random.pick([4, 64, archive.length]))
  return Buffer.concat([archive.subarray(0, at), archive.subarray(end)])
}

const repeat: Way = (random, archive) => {
  const [start, end] = [random.below(archive.length), random.below(archive.length + 1)].sort((a, b) => a - b)
  const at = random.below(archive.length + 1)
  return Buffer.concat([archive.subarray(0, at), archive.subarray(start!, end), archive.subarray(at)])
}

const splice: Way = (random, archive, other) => {
  const at = random.below(archive.length + 1)
  return Buffer.concat([archive.subarray(0, at), other.subarray(random.below(other.length + 1))])
}

const prepend: Way = (random, archive, other) =>
  Buffer.concat([other.subarray(0, random.below(other.length + 1)), archive])

const append: Way = (random, archive, other) => {
  const tail = random.chance(50)
    ? Buffer.alloc(1 + random.below(100))
    : other.subarray(random.below(other.length))
  return Buffer.concat([archive, tail])
}

const WAYS: readonly Way[] = [
  flipBits,
  fill,
  changeField,
  changeField,
  changeField,
  changeField,
  changeBoth,
  truncate,
  cutOut,
  repeat,
  splice,
  prepend,
  append,
]

function allOf(archive: Buffer, signature: number): number[] {
  const wanted = Buffer.alloc(4)
  wanted.writeUInt32LE(signature)
  const found: number[] = []
  for (let at = archive.indexOf(wanted); at >= 0; at = archive.indexOf(wanted, at + 1)) found.push(at)
  return found
}
