/** Why a run stopped. A closed union, so that callers can switch on it. */
export type ErrorCode =
  | 'aborted'
  | 'already-repaired'
  | 'bad-zip'
  | 'damaged-entry'
  | 'encrypted'
  | 'input-missing'
  | 'no-access'
  | 'no-space'
  | 'not-a-zip'
  | 'not-notion'
  | 'output-busy'
  | 'output-exists'
  | 'output-is-input'
  | 'output-unsafe'
  | 'part-missing'
  | 'thread-failed'
  | 'truncated'
  | 'unsafe-name'
  | 'unsupported'
  | 'usage'

/**
 * An expected failure: nothing was written. The message says what was tried and what was found, in
 * lower case; `hint` says what to do next. Anything else that is thrown is a bug of ours.
 */
export class ExportError extends Error {
  readonly code: ErrorCode
  /** The file or entry that it is about, as the person or the archive named it; not escaped. */
  readonly path?: string
  readonly hint?: string

  constructor(code: ErrorCode, message: string, more: {path?: string; hint?: string; cause?: unknown} = {}) {
    super(message, more.cause === undefined ? undefined : {cause: more.cause})
    this.name = 'ExportError'
    this.code = code
    if (more.path !== undefined) this.path = more.path
    if (more.hint !== undefined) this.hint = more.hint
  }
}
