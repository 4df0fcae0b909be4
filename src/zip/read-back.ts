import type {Figures} from '../io.ts'
import type {RandomAccess} from './model.ts'
import {openZip} from './read.ts'

/** A file that was put into an archive. */
export interface Expected {
  readonly path: string
  readonly figures: Figures
}

/** A reader that shares no code with the writer must find in the archive exactly what was put there. */
export async function readBack(
  access: RandomAccess,
  name: string,
  expected: readonly Expected[],
): Promise<void> {
  const {entries} = await openZip(access, {name})
  const same =
    entries.length === expected.length &&
    entries.every((entry, at) => {
      const {path, figures} = expected[at]!
      return entry.path === path && entry.size === figures.size && entry.crc32 === figures.crc32
    })
  if (!same) throw new Error('the archive that was written is not the one that was planned')
}
