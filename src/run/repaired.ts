import {ExportError} from '../core/error.ts'
import {type Figures, MANIFEST_PATH, RELATIONS_PATH, REPORT_PATH} from '../core/manifest.ts'
import type {Entry} from '../core/model.ts'
import type {OutputOptions} from '../core/options.ts'
import type {Report} from '../core/report.ts'
import type {Sink, Source} from '../io.ts'
import {TOOL} from '../version.ts'
import {decodeText} from './text.ts'

/** What a manifest of ours says, as far as a later run asks. */
export interface OurManifest {
  readonly options: Readonly<Record<string, unknown>>
  /** Of all files that the run wrote, in its order; its own three are not among them. */
  readonly paths: readonly string[]
  /** What was written to each of them, as far as the manifest says. */
  readonly figures: ReadonlyMap<string, Figures>
}

/** An archive or folder that carries our manifest. */
export interface MadeWith extends OurManifest {
  readonly source: Source
  /** The folder that somebody packed it in, with its slash; `''` as we make it. */
  readonly root: string
}

/** Recognises an archive or folder that carries our manifest, also packed again in one root folder. */
export async function findRepaired(sources: readonly Source[]): Promise<MadeWith | undefined> {
  for (const source of sources) {
    const root = rootOf(source.entries)
    const entry = source.entries.find(({path}) => path === MANIFEST_PATH || path === root + MANIFEST_PATH)
    if (!entry) continue
    const made = readManifest(decodeText(await source.read(entry)))
    if (!made) continue
    if (sources.length > 1) throw refuse(source, 'it cannot be merged with other parts')
    return {source, root: entry.path === MANIFEST_PATH ? '' : root, ...made}
  }
  return undefined
}

/** The manifest in a text; undefined when it is none, or another program's. */
export function readManifest(text: string | undefined): OurManifest | undefined {
  try {
    const {format, tool, options, items} = JSON.parse(text ?? '')
    if (format !== 1 || tool?.name !== TOOL.name || typeof options !== 'object') return undefined
    return {
      options: options ?? {},
      paths: items.map(({path}: Line) => String(path)),
      figures: figuresIn(items),
    }
  } catch {
    return undefined
  }
}

interface Line {
  readonly path: unknown
  readonly outSize?: unknown
  readonly outCrc32?: unknown
}

function figuresIn(items: readonly Line[]): Map<string, Figures> {
  const figures = new Map<string, Figures>()
  for (const {path, outSize, outCrc32} of items) {
    if (typeof outSize !== 'number' || typeof outCrc32 !== 'string') continue
    figures.set(String(path), {size: outSize, crc32: Number.parseInt(outCrc32, 16)})
  }
  return figures
}

/** Rejects options that would give another archive: the ids that they need are gone. */
export function checkOptions({source, options}: MadeWith, wanted: Partial<OutputOptions>): void {
  for (const [name, value] of Object.entries(wanted)) {
    if (options[name] === value) continue
    throw refuse(source, `it was made with other options (${name}: ${options[name]}, not ${value})`)
  }
}

/** The same files again, byte for byte, in the order in which we wrote them. Gives their number. */
export async function copyAll(made: MadeWith, sink: Sink, signal?: AbortSignal): Promise<number> {
  const files = inOurOrder(made)
  for (const [path, entry] of files) {
    signal?.throwIfAborted()
    await sink.write({path, time: entry.time, data: await dataOf(made.source, sink, entry)})
  }
  return files.length
}

/** What there is to tell of an archive that is repaired already. */
export function repairedReport({source}: MadeWith): Report {
  return {
    tool: TOOL,
    status: 'already-repaired',
    sources: [{name: source.name, size: source.size}],
    date: '',
    counts: {page: 0, row: 0, database: 0, view: 0, table: 0, attachment: 0, index: 0},
    files: source.entries.length,
    written: 0,
    repaired: {ids: 0, titles: 0, links: 0, shortened: 0},
    problems: [],
    missing: [],
    renames: [],
    databases: [],
    views: [],
    relations: {all: 0, outside: 0},
    formulas: 0,
    ignored: [],
    incomplete: false,
  }
}

/**
 * The files by their new paths. A folder gives them in the order of their names, the archive had them in
 * that of the manifest, ours behind; what somebody added stands between.
 */
function inOurOrder({source, root, paths}: MadeWith): [path: string, entry: Entry][] {
  const rank = new Map(paths.map((path, at) => [path, at]))
  const ours = [REPORT_PATH, RELATIONS_PATH, MANIFEST_PATH]
  const rankOf = (path: string) => {
    const own = ours.indexOf(path)
    return own === -1 ? (rank.get(path) ?? paths.length) : paths.length + 1 + own
  }
  return source.entries
    .filter(({path}) => path.startsWith(root))
    .map((entry): [string, Entry] => [entry.path.slice(root.length), entry])
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
}

/** The one folder that all lies in, with its slash; `''` without one. What macOS packs beside it does not count. */
function rootOf(entries: readonly Entry[]): string {
  const roots = new Set(entries.map(({path}) => path.slice(0, path.indexOf('/') + 1)))
  roots.delete('__MACOSX/')
  const [root = ''] = roots
  return roots.size === 1 ? root : ''
}

async function dataOf(source: Source, sink: Sink, entry: Entry) {
  if (sink.takesPacked && source.packed) return {packed: await source.packed(entry)}
  return {size: entry.size, stream: () => source.stream(entry)}
}

function refuse(source: Source, found: string): ExportError {
  return new ExportError('already-repaired', `cannot repair "${source.name}" again: ${found}`, {
    path: source.name,
    hint: 'run on the original export',
  })
}
