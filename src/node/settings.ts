import {ExportError} from '../core/error.ts'
import {LEAST_MAX_PATH} from '../core/options.ts'
import {nameDecoder} from '../zip/name-bytes.ts'

/** Rejects settings that no run could use, before anything is opened or made. */
export function checkSettings({
  maxPath,
  nameEncoding,
}: {
  readonly maxPath?: number | undefined
  readonly nameEncoding?: string | undefined
}): void {
  if (maxPath !== undefined && !(Number.isSafeInteger(maxPath) && maxPath >= LEAST_MAX_PATH)) {
    throw new ExportError(
      'usage',
      `cannot use the path limit ${maxPath}: it must be ${LEAST_MAX_PATH} or more`,
      {hint: `give --max-path ${LEAST_MAX_PATH} or more, or leave it out`},
    )
  }
  nameDecoder(nameEncoding)
}
