import type {Databases} from './databases.ts'
import type {MissingLink} from './document-links.ts'
import type {Id, Kind, Plan, Problem, ProblemCode, RenameReason, Survey} from './model.ts'

/** Everything that a run did, as data. `summary.ts` turns it into words. */
export interface Report {
  readonly tool: {readonly name: string; readonly version: string}
  readonly status: 'written' | 'already-written' | 'already-repaired' | 'planned'
  readonly sources: readonly {readonly name: string; readonly size: number}[]
  /** Where it was written; undefined for a dry run and for sinks without a name. */
  readonly output?: string
  /** Date of the newest item, as the export has it: `YYYY-MM-DD`. */
  readonly date: string
  /** Files of the export by what they are. */
  readonly counts: Readonly<Record<Kind, number>>
  /** Files of the export, ignored ones not counted. */
  readonly files: number
  /** Files in the output that come from the export; less than `files` where two had equal bytes. */
  readonly written: number
  readonly repaired: Repaired
  readonly problems: readonly Problem[]
  readonly missing: readonly MissingLink[]
  readonly renames: readonly Rename[]
  /** Databases, and what stayed open in tying their rows to pages. */
  readonly databases: readonly DatabaseReport[]
  /** Views that show less than their database. */
  readonly views: readonly ViewReport[]
  /** Relations in databases: how many, and how many lead to what is not in the export. */
  readonly relations: {readonly all: number; readonly outside: number}
  /** Cells of CSVs that a spreadsheet would run; with `csvSafe` those that were kept from it. */
  readonly formulas: number
  readonly ignored: readonly {readonly path: string; readonly why: string}[]
  /** Parts or entries that could not be read; only with `keepGoing`. */
  readonly incomplete: boolean
  /** For a folder whose paths are too long for Windows where it was written: the `--max-path` that fits. */
  readonly fittingMaxPath?: number
  /** The same, where none fits: the folder should lie higher up. */
  readonly liesTooDeep?: boolean
  /** New path of the page to open first. */
  readonly firstPage?: string
}

export interface Repaired {
  /** Names that lost an id. */
  readonly ids: number
  /** Names that got their full title back. */
  readonly titles: number
  /** Links that were changed, in pages and cells. */
  readonly links: number
  /** Names that were cut, or moved to `_deep`, to fit the path budget. */
  readonly shortened: number
}

/** One database. Rows are its records; pages those in its folder. */
export interface DatabaseReport {
  readonly path: string
  readonly rows: number
  /** Records that no page fits. */
  readonly without: number
  /** Records that several pages fit alike, so that none was chosen. */
  readonly ambiguous: number
  /** Pages that no record claims. */
  readonly extra: number
}

/** One view: how much of its database it shows. */
export interface ViewReport {
  readonly path: string
  /** Path of the database. */
  readonly of: string
  readonly rows: {readonly shown: number; readonly all: number}
  readonly columns: {readonly shown: number; readonly all: number}
}

/** A rename that is more than losing an id. */
export interface Rename {
  readonly from: string
  readonly to: string
  readonly reasons: readonly RenameReason[]
}

/** What a code means to a person; `{n}` is how many things the problems stand for. The compiler wants every code. */
export const PROBLEM_WORDS: Record<ProblemCode, {readonly one: string; readonly many: string}> = {
  'file-missing': {
    one: '1 link leads to a file that the export does not hold',
    many: '{n} links lead to files that the export does not hold',
  },
  'page-outside': {
    one: '1 link leads to a page that the export does not hold; it now leads to notion.so',
    many: '{n} links lead to pages that the export does not hold; they now lead to notion.so',
  },
  'link-guessed': {
    one: '1 link was repaired by its file name alone',
    many: '{n} links were repaired by their file names alone',
  },
  'path-too-long': {
    one: '1 path is still longer than --max-path allows',
    many: '{n} paths are still longer than --max-path allows',
  },
  'not-utf8': {
    one: '1 document is not UTF-8 and was copied unchanged',
    many: '{n} documents are not UTF-8 and were copied unchanged',
  },
  'too-large': {
    one: '1 document is larger than 64 MB and was copied unchanged',
    many: '{n} documents are larger than 64 MB and were copied unchanged',
  },
  'part-missing': {
    one: '1 part of the export is missing',
    many: '{n} parts of the export are missing',
  },
  'entry-damaged': {
    one: '1 file is damaged in the export; what could be read was kept',
    many: '{n} files are damaged in the export; what could be read was kept',
  },
  'zip-irregular': {
    one: '1 thing in the ZIP breaks the rules of the format; everything was read all the same',
    many: '{n} things in the ZIP break the rules of the format; everything was read all the same',
  },
  'zip-leftover': {
    one: '1 stretch of bytes in the ZIP belongs to no file and was left out',
    many: '{n} stretches of bytes in the ZIP belong to no file and were left out',
  },
  'name-undecodable': {
    one: '1 name in the ZIP is not the UTF-8 that it claims to be; its bad bytes are now written as %XX',
    many: '{n} names in the ZIP are not the UTF-8 that they claim to be; their bad bytes are now written as %XX',
  },
  'entry-huge': {
    one: '1 file is over 1 GB and over 200 times as large as it lies in the ZIP; look whether it can be yours',
    many: '{n} files are over 1 GB and over 200 times as large as they lie in the ZIP; look whether they can be yours',
  },
  'csv-formula': {
    one: '1 cell would run as a formula in a spreadsheet; --csv-safe takes the danger out of it',
    many: '{n} cells would run as formulas in a spreadsheet; --csv-safe takes the danger out of them',
  },
  'csv-guarded': {
    one: "1 cell got a ' before it, so that no spreadsheet runs it as a formula",
    many: "{n} cells got a ' before them, so that no spreadsheet runs them as formulas",
  },
  'workspace-named': {
    one: 'the index page holds the name and the id of the workspace',
    many: '{n} index pages hold the name and the id of the workspace',
  },
}

/** Problems by code, the order of the table above kept. */
export function groupProblems(problems: readonly Problem[]): {code: ProblemCode; list: Problem[]}[] {
  const groups = new Map<ProblemCode, Problem[]>()
  for (const code of Object.keys(PROBLEM_WORDS) as ProblemCode[]) groups.set(code, [])
  for (const problem of problems) groups.get(problem.code)!.push(problem)
  return [...groups].filter(([, list]) => list.length > 0).map(([code, list]) => ({code, list}))
}

/** The sentence for the problems of one code. */
export function problemSentence(code: ProblemCode, list: readonly Problem[]): string {
  const {one, many} = PROBLEM_WORDS[code]
  const count = countProblems(list)
  return count === 1 ? one : many.replace('{n}', String(count))
}

/** How many things the problems stand for. */
export function countProblems(list: readonly Problem[]): number {
  return list.reduce((sum, {count = 1}) => sum + count, 0)
}

/** How many cells of CSVs these problems tell of. */
export function countFormulas(problems: readonly Problem[]): number {
  return countProblems(problems.filter(({code}) => code === 'csv-formula' || code === 'csv-guarded'))
}

/** How many files of each kind the export has. */
export function countKinds(survey: Survey): Record<Kind, number> {
  const counts: Record<Kind, number> = {
    page: 0,
    row: 0,
    database: 0,
    view: 0,
    table: 0,
    attachment: 0,
    index: 0,
  }
  for (const item of survey.items) if (item) counts[item.kind]++
  return counts
}

/** Renames that are more than losing an id, in the order of the entries. */
export function listRenames(survey: Survey, plan: Plan): Rename[] {
  return [...plan.renames]
    .sort(([a], [b]) => a - b)
    .map(([entry, reasons]) => ({from: survey.places[entry]!, to: plan.paths[entry]!, reasons}))
}

/** What the report says of databases and views. */
export function listDatabases(plan: Plan, databases: Databases): Pick<Report, 'databases' | 'views'> {
  return {
    databases: databases.open.map(({entry, ...counts}) => ({path: plan.paths[entry]!, ...counts})),
    views: databases.hidden.map(({entry, of, ...shown}) => ({
      path: plan.paths[entry]!,
      of: plan.paths[of]!,
      ...shown,
    })),
  }
}

/** The index if there is one, else what lies nearest to the root; of those a page rather than a table. */
export function firstPage(survey: Survey, plan: Plan, tables: ReadonlyMap<Id, string>): string | undefined {
  const rank: Record<Kind, number> = {
    index: 0,
    page: 1,
    table: 2,
    database: 3,
    row: 4,
    view: 5,
    attachment: 6,
  }
  let best: {entry: number; score: number} | undefined
  survey.items.forEach((item, entry) => {
    const path = plan.paths[entry]
    if (path === undefined || !item || item.kind === 'attachment') return
    const score = item.kind === 'index' ? 0 : path.split('/').length * 10 + rank[item.kind]
    if (!best || score < best.score) best = {entry, score}
  })
  if (!best) return undefined
  const {kind, id} = survey.items[best.entry]!
  const table = kind === 'database' && id !== undefined ? tables.get(id) : undefined
  return table ?? plan.paths[best.entry]
}
