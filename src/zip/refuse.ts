import {type ErrorCode, ExportError} from '../core/error.ts'

export const DOWNLOAD_AGAIN = 'download the export from Notion again'

/** The error for an archive that we do not read; `archive` is its name as the person gave it. */
export function refuse(
  code: ErrorCode,
  archive: string,
  found: string,
  hint = DOWNLOAD_AGAIN,
  cause?: unknown,
): ExportError {
  return new ExportError(code, `cannot read "${archive}": ${found}`, {path: archive, hint, cause})
}

/** The same for an archive that we do not read because of one entry: `found` goes on after its path. */
export function refuseEntry(
  code: ErrorCode,
  archive: string,
  path: string,
  found: string,
  hint = DOWNLOAD_AGAIN,
): ExportError {
  return new ExportError(code, `cannot read "${archive}": its entry "${path}" ${found}`, {path, hint})
}
