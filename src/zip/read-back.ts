import type {Figures} from '../io.ts'
import type {RandomAccess} from './model.ts'
import {listZip} from './read.ts'

/** What was put into an archive, file by file. Numbers in one list: an object for each would be larger. */
export class Expected {
  readonly #paths: string[] = []
  /** Size and CRC-32 of each. */
  readonly #figures: number[] = []

  add(path: string, {size, crc32}: Figures): void {
    this.#paths.push(path)
    this.#figures.push(size, crc32)
  }

  get count(): number {
    return this.#paths.length
  }

  has(at: number, path: string, {size, crc32}: Figures): boolean {
    return this.#paths[at] === path && this.#figures[2 * at] === size && this.#figures[2 * at + 1] === crc32
  }
}

/** A reader that shares no code with the writer must find in the archive exactly what was put there. */
export async function readBack(access: RandomAccess, name: string, expected: Expected): Promise<void> {
  let count = 0
  let isSame = true
  await listZip(access, {name}, (entry, isFolder) => {
    isSame &&= !isFolder && expected.has(count++, entry.path, entry)
  })
  if (!isSame || count !== expected.count) {
    throw new Error('the archive that was written is not the one that was planned')
  }
}
