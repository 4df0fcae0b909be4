/** One thing that is wrong with an output. `class` groups, `path` says where, `detail` what. */
export interface Fault {
  readonly class: string
  readonly path: string
  readonly detail: string
}

export type Blame = (kind: string, path: string, detail: string) => void

/** Long texts make a failing test unreadable; the place is enough to find the rest. */
export function brief(text: string, length = 120): string {
  return JSON.stringify(text.length > length ? `${text.slice(0, length)}…` : text)
}
