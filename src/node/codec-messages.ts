import type {Want} from '../io.ts'
import type {NewFile, PackedFile, Slice, Unpacked} from '../zip/codec.ts'

/**
 * What goes to a worker thread and what comes back. Thousands of small objects are slow to send, so their
 * numbers go as one array, their bytes as one piece of memory, which is handed over and not copied.
 */

export interface UnpackJob {
  readonly kind: 'unpack'
  readonly bytes: Uint8Array<ArrayBuffer>
  /** {@link COLUMNS} numbers for each slice. */
  readonly slices: Float64Array
  /** Where what is inflated may lie. */
  readonly room: Uint8Array<ArrayBuffer> | undefined
}

export interface PackJob {
  readonly kind: 'pack'
  /** All files, one behind the other. */
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Where each of them ends. */
  readonly ends: Float64Array
}

export interface UnpackAnswer {
  readonly kind: 'unpack'
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What was inflated, one entry behind the other, in the room for it if that was enough. */
  readonly inflated: Uint8Array<ArrayBuffer>
  /** Where the bytes of each end; -1 for stored ones, which lie in `bytes`. */
  readonly ends: Float64Array
  readonly damage: ReadonlyMap<number, string>
}

export interface PackAnswer {
  readonly kind: 'pack'
  readonly bytes: Uint8Array
  /** End, method, size and CRC-32 of each file. */
  readonly files: Float64Array
}

export type Job = UnpackJob | PackJob
export type Answer = UnpackAnswer | PackAnswer

const COLUMNS = 6
const WANTS: readonly Want[] = ['check', 'bytes', 'head']

export function unpackJob(
  bytes: Uint8Array<ArrayBuffer>,
  slices: readonly Slice[],
  room: Uint8Array<ArrayBuffer> | undefined,
): UnpackJob {
  const numbers = new Float64Array(slices.length * COLUMNS)
  // One by one: a small array for each slice costs more than all of its numbers.
  slices.forEach(({start, length, size, crc32, method, want}, index) => {
    const at = index * COLUMNS
    numbers[at] = start
    numbers[at + 1] = length
    numbers[at + 2] = size
    numbers[at + 3] = crc32
    numbers[at + 4] = method
    numbers[at + 5] = WANTS.indexOf(want)
  })
  return {kind: 'unpack', bytes, slices: numbers, room}
}

/** Without their paths, which only messages need. */
export function slicesOf({slices}: UnpackJob): Slice[] {
  return Array.from({length: slices.length / COLUMNS}, (_, index) => {
    const at = index * COLUMNS
    return {
      path: '',
      start: slices[at]!,
      length: slices[at + 1]!,
      size: slices[at + 2]!,
      crc32: slices[at + 3]!,
      method: slices[at + 4] === 0 ? 0 : 8,
      want: WANTS[slices[at + 5]!]!,
    }
  })
}

export function unpackAnswer({bytes, room}: UnpackJob, results: Unpacked['results']): UnpackAnswer {
  const inflated = results.map(result => (result.bytes?.buffer === bytes.buffer ? undefined : result.bytes))
  const {joined, ends} = join(
    inflated.map(own => own ?? EMPTY),
    room,
  )
  const damage = new Map<number, string>()
  results.forEach((result, index) => {
    if (result.damage !== undefined) damage.set(index, result.damage)
    if (result.bytes && !inflated[index]) ends[index] = -1
  })
  return {kind: 'unpack', bytes, inflated: joined, ends, damage}
}

export function resultsOf(
  {bytes, inflated, ends, damage}: UnpackAnswer,
  slices: readonly Slice[],
): Unpacked['results'] {
  let from = 0
  return slices.map(({start, length, want}, index) => {
    const found = damage.get(index)
    if (found !== undefined) return {damage: found}
    if (want === 'check') return {}
    const end = ends[index]!
    if (end < 0) return {bytes: bytes.subarray(start, start + length)}
    const own = inflated.subarray(from, end)
    from = end
    return {bytes: own}
  })
}

export function packJob(files: readonly NewFile[]): PackJob {
  const {joined, ends} = join(files.map(({bytes}) => bytes))
  return {kind: 'pack', bytes: joined, ends}
}

export function filesOf({bytes, ends}: PackJob): NewFile[] {
  return Array.from(ends, (end, index) => ({path: '', bytes: bytes.subarray(ends[index - 1] ?? 0, end)}))
}

export function packAnswer(packed: readonly PackedFile[]): PackAnswer {
  const {joined, ends} = join(packed.map(({data}) => data))
  const files = new Float64Array(packed.length * 4)
  packed.forEach(({method, size, crc32}, index) => {
    const at = index * 4
    files[at] = ends[index]!
    files[at + 1] = method
    files[at + 2] = size
    files[at + 3] = crc32
  })
  return {kind: 'pack', bytes: joined, files}
}

export function packedFiles({bytes, files}: PackAnswer): PackedFile[] {
  return Array.from({length: files.length / 4}, (_, index) => {
    const at = index * 4
    const data = bytes.subarray(index === 0 ? 0 : files[at - 4]!, files[at]!)
    return {method: files[at + 1] === 0 ? 0 : 8, size: files[at + 2]!, crc32: files[at + 3]!, data}
  })
}

const EMPTY = new Uint8Array(0)

/** In memory of its own: small results of zlib lie in Node's common pool, which cannot be handed over. */
function join(
  arrays: readonly Uint8Array[],
  room?: Uint8Array<ArrayBuffer>,
): {joined: Uint8Array<ArrayBuffer>; ends: Float64Array} {
  const ends = new Float64Array(arrays.length)
  let size = 0
  arrays.forEach((array, index) => {
    size += array.length
    ends[index] = size
  })
  const joined = room && room.length >= size ? room.subarray(0, size) : new Uint8Array(size)
  arrays.forEach((array, index) => {
    joined.set(array, ends[index]! - array.length)
  })
  return {joined, ends}
}
