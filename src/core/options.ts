/** How the output is written. Every option has a default, and names depend on none but `maxPath`. */
export interface OutputOptions {
  /** Longest path, in UTF-16 units. */
  readonly maxPath: number
  /** Relation cells in CSVs: titles alone, or `Title (path)`. */
  readonly relations: 'titles' | 'links'
  /** Property block of a row's page: repaired lines, or YAML front matter. */
  readonly properties: 'lines' | 'yaml'
  /** A readable page for each database. */
  readonly tables: boolean
  /** A leading `'` before cells of CSVs that a spreadsheet would run. */
  readonly csvSafe: boolean
}

export const DEFAULTS: OutputOptions = {
  maxPath: 180,
  relations: 'titles',
  properties: 'lines',
  tables: true,
  csvSafe: false,
}

/** Below this the rules for cutting names leave no room for a name. */
export const LEAST_MAX_PATH = 60
