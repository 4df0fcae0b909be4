import {ExportError} from '../core/error.ts'
import {MANIFEST_PATH} from '../core/manifest.ts'
import type {Entry} from '../core/model.ts'
import type {Sink, Source} from '../io.ts'
import {decodeText} from './text.ts'

/** What an archive of ours says about how it was made. */
export interface MadeWith {
  readonly source: Source
  readonly options: {readonly maxPath?: number}
}

/** Recognises an archive or folder that carries our manifest. */
export async function findRepaired(sources: readonly Source[]): Promise<MadeWith | undefined> {
  for (const source of sources) {
    const entry = source.entries.find(({path}) => path === MANIFEST_PATH)
    if (!entry) continue
    const options = optionsIn(decodeText(await source.read(entry)))
    if (!options) continue
    if (sources.length > 1) throw refuse(source, 'it cannot be merged with other parts')
    return {source, options}
  }
  return undefined
}

/** Rejects options that would give another archive: the ids that they need are gone. */
export function checkOptions({source, options}: MadeWith, wanted: {readonly maxPath?: number}): void {
  if (wanted.maxPath !== undefined && wanted.maxPath !== options.maxPath) {
    throw refuse(source, `it was made with --max-path ${options.maxPath}`)
  }
}

/** The same files again, byte for byte, in the same order. */
export async function copyAll(source: Source, sink: Sink, signal?: AbortSignal): Promise<void> {
  for (const entry of source.entries) {
    signal?.throwIfAborted()
    await sink.write({path: entry.path, time: entry.time, data: await dataOf(source, sink, entry)})
  }
}

async function dataOf(source: Source, sink: Sink, entry: Entry) {
  if (sink.takesPacked && source.packed) return {packed: await source.packed(entry)}
  return {size: entry.size, stream: () => source.stream(entry)}
}

function optionsIn(text: string | undefined): MadeWith['options'] | undefined {
  try {
    const manifest = JSON.parse(text ?? '')
    return manifest?.format === 1 && typeof manifest.options === 'object'
      ? (manifest.options ?? {})
      : undefined
  } catch {
    return undefined
  }
}

function refuse(source: Source, found: string): ExportError {
  return new ExportError('already-repaired', `cannot repair "${source.name}" again: ${found}`, {
    path: source.name,
    hint: 'run on the original export',
  })
}
