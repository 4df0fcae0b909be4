/** The word of Node or of the system for what went wrong: `ENOENT`. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** Too many open files: by the limit of this program, or of the whole system. */
export function isTooMany(code: string | undefined): boolean {
  return code === 'EMFILE' || code === 'ENFILE'
}
