import {ExportError} from '../core/error.ts'
import type {Contents, Source, Want} from '../io.ts'
import type {Gathered} from './gather.ts'

/** Entries that were read together, of any source. */
export interface ReadTogether {
  /** In the order in which they were asked for, as `Source.readMany` gives them. */
  readonly contents: readonly (Contents | ExportError)[]
  /** Says, once, that nobody looks at their bytes again: what is read next may lie in the same memory. */
  release(): void
}

export async function readContents(
  {entries, sourceOf}: Gathered,
  wanted: readonly number[],
  want: (entry: number) => Want,
): Promise<ReadTogether> {
  const bySource = new Map<Source, number[]>()
  for (const entry of wanted) {
    const list = bySource.get(sourceOf[entry]!)
    if (list) list.push(entry)
    else bySource.set(sourceOf[entry]!, [entry])
  }
  const found = new Map<number, Contents | ExportError>()
  const lent: (() => void)[] = []
  for (const [source, list] of bySource) {
    const results = source.readMany
      ? await readTogether(source, list)
      : await Promise.all(list.map(entry => readAlone(source, entry)))
    results.forEach((result, at) => {
      found.set(list[at]!, result)
    })
    lent.push(() => source.release?.(results))
  }
  return {
    contents: wanted.map(entry => found.get(entry)!),
    release() {
      for (const release of lent) release()
    },
  }

  function readTogether(source: Source, list: readonly number[]) {
    const numbers = new Map(list.map(entry => [entries[entry]!, entry]))
    return source.readMany!([...numbers.keys()], entry => want(numbers.get(entry)!))
  }

  async function readAlone(source: Source, entry: number): Promise<Contents | ExportError> {
    if (want(entry) === 'check' || entries[entry]!.damage) return {}
    try {
      const bytes = await source.read(entries[entry]!)
      return {bytes, head: bytes}
    } catch (error) {
      if (error instanceof ExportError && error.code === 'damaged-entry') return error
      throw error
    }
  }
}
