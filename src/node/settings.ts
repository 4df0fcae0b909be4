import {ExportError} from '../core/error.ts'
import {LEAST_MAX_PATH} from '../core/options.ts'
import {nameDecoder} from '../zip/name-bytes.ts'

/** More than any machine has use for; each costs memory. */
const MOST_THREADS = 64

/** Rejects settings that no run could use, before anything is opened or made. */
export function checkSettings({
  maxPath,
  nameEncoding,
  threads,
}: {
  readonly maxPath?: number | undefined
  readonly nameEncoding?: string | undefined
  readonly threads?: number | undefined
}): void {
  if (maxPath !== undefined && !(Number.isSafeInteger(maxPath) && maxPath >= LEAST_MAX_PATH)) {
    throw new ExportError(
      'usage',
      `cannot use the path limit ${maxPath}: it must be ${LEAST_MAX_PATH} or more`,
      {hint: `give --max-path ${LEAST_MAX_PATH} or more, or leave it out`},
    )
  }
  if (threads !== undefined && !(Number.isSafeInteger(threads) && threads >= 0 && threads <= MOST_THREADS)) {
    throw new ExportError(
      'usage',
      `cannot use ${threads} threads: between 0 and ${MOST_THREADS} are possible`,
    )
  }
  nameDecoder(nameEncoding)
}
