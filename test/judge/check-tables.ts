/** Table pages: there for every database, and the same rows, links and words as its CSV (design, section 7). */
import {readFiles, readRelations} from './cells.ts'
import {readCsv} from './csv.ts'
import type {Database} from './databases.ts'
import {brief} from './fault.ts'
import {wrongFiles} from './files.ts'
import {outputTarget} from './href.ts'
import {readInline, spaced, type Token, wrongLinks} from './inline.ts'
import type {Item} from './output.ts'
import {ownTitles, type Stage} from './stage.ts'
import {readTable} from './table.ts'

const MOST = 1000

export function checkTables(stage: Stage): void {
  const {databases, output, input, style, blame} = stage
  const tables = output.manifest.items.filter(({kind}) => kind === 'table')
  const expected = new Set<Item>()
  for (const database of databases.all) {
    const csv = output.placed.get(database.file)
    const isPaged = input.files.some(({id, kind}) => id === database.id && /^(?:markdown|html)$/.test(kind))
    if (!csv || isPaged || !style.tables) continue
    const path = csv.path.replace(/\.csv$/, '.md')
    const table = tables.find(item => item.id === database.id)
    if (!table) {
      blame('table-absent', path, 'a database without its table page')
      continue
    }
    expected.add(table)
    if (table.path !== path) blame('table-place', table.path, `expected ${path}`)
    if (table.from.length > 0) blame('table-place', table.path, 'has an origin')
    if (table.title !== csv.title)
      blame('table-title', table.path, `${brief(table.title)} for ${brief(csv.title)}`)
    const text = output.files.get(table.path)?.bytes.toString('utf8')
    const cells = output.files.get(csv.path)?.bytes.toString('utf8')
    if (text !== undefined && cells !== undefined)
      checkTable(text, cells, table.path, csv.path, database, stage)
  }
  for (const table of tables) if (!expected.has(table)) blame('table-stray', table.path, 'of no database')
}

function checkTable(
  text: string,
  cells: string,
  path: string,
  csv: string,
  database: Database,
  stage: Stage,
): void {
  const {blame} = stage
  const table = readTable(text)
  if (!table) {
    blame('table-rows', path, 'no table that a reader of GFM would see')
    return
  }
  const order = [database.title, ...database.columns.keys()].filter(
    (i, at) => at === 0 || i !== database.title,
  )
  const names = order.map(i => database.columns[i]!.name)
  if (table.header.map(words).join('\n') !== names.map(spaced).join('\n')) {
    blame('table-rows', path, `header ${brief(table.header.join(' | '))}`)
  }
  const count = Math.min(MOST, database.records.length)
  if (table.rows.length !== count) blame('table-rows', path, `${table.rows.length} rows of ${count}`)
  if (database.records.length > MOST) {
    const links = readInline(table.rest.trim()).filter(({type}) => type === 'link')
    if (!links.some(({url}) => outputTarget(path, url)?.path === csv)) {
      blame('table-rows', path, 'does not say where the other rows are')
    }
  }
  const now = readCsv(cells).records.slice(1)
  const seen = new Set<string>()
  for (const [row, written] of table.rows.entries()) {
    if (written.length !== order.length)
      blame('table-rows', path, `${written.length} cells in row ${row + 1}`)
    for (const [at, i] of order.entries()) {
      const cell = database.records[row]?.[i]
      if (cell === undefined || written[at] === undefined) continue
      const is = now[row]?.[i]?.text ?? ''
      const tokens = readInline(written[at])
      const [kind, why] =
        at === 0
          ? ['table-title', wrongTitle(tokens, is, row, path, database, stage, seen)]
          : wrongCell(written[at], tokens, cell, is, i, path, database, stage)
      if (why !== undefined) blame(kind, `${path} [${row + 1}, ${at}]`, `${brief(written[at])}: ${why}`)
    }
  }
}

const words = (markdown: string): string =>
  spaced(
    readInline(markdown)
      .map(({text}) => text)
      .join(''),
  )

/** The CSV's text, linked to the row's page; no page twice. */
function wrongTitle(
  tokens: readonly Token[],
  cell: string,
  row: number,
  path: string,
  database: Database,
  stage: Stage,
  seen: Set<string>,
): string | undefined {
  const rows = stage.rows.get(database)!
  const {pages, isLoose} = rows[row]!
  const text = spaced(tokens.map(token => token.text).join(''))
  const nameless = ['', 'Untitled', ...pages.flatMap(page => ownTitles([page]))]
  if (spaced(cell) === '' ? !nameless.includes(text) : text !== spaced(cell)) return `expected ${brief(cell)}`
  const links = tokens.filter(({type}) => type === 'link')
  const isShared = rows.filter(other => other.pages.some(page => pages.includes(page))).length > 1
  const isCertain = pages.length === 1 && !isLoose && !isShared
  if (links.length === 0) return isCertain ? 'not linked to its page' : undefined
  const to = outputTarget(path, links[0]!.url)?.path ?? ''
  const goals = pages.map(page => stage.output.placed.get(page)?.path)
  if (links.length > 1 || tokens.length > 1 || !goals.includes(to)) return `leads to ${brief(to)}`
  if (seen.has(to)) return `a second row leads to ${brief(to)}`
  seen.add(to)
  return undefined
}

function wrongCell(
  raw: string,
  tokens: readonly Token[],
  cell: string,
  now: string,
  i: number,
  path: string,
  database: Database,
  stage: Stage,
): [string, string | undefined] {
  const column = database.columns[i]!
  const {kind} = column
  const {file} = database
  if (cell === '') return ['table-cell', raw === '' ? undefined : 'was empty']
  if (kind === 'checkbox') {
    const box = cell === 'Yes' ? '☑' : '☐'
    return ['table-cell', raw === box ? undefined : `expected ${box}`]
  }
  if (kind === 'relation') {
    const goals = readRelations(cell)!.map(one => stage.goalOf(one, file.path, {isCell: true}))
    return ['table-relation', wrongLinks(tokens, goals, path)]
  }
  const parts = kind === 'files' ? readFiles(cell, file.path, stage.places, true) : undefined
  const plain = tokens.map(({text}) => text).join('')
  // A mention of a page in a sentence may stand as a link whose target is what the CSV has.
  const bare = tokens.map(({text, url}) => (url === '' ? text : url)).join('')
  const isText = [plain, bare, raw.replaceAll('<br>', '\n')].some(shown => spaced(shown) === spaced(now))
  if (parts && !(isText && stage.mayStay(column, database)))
    return ['table-files', wrongFiles(tokens, parts, path, stage)]
  return ['table-cell', isText ? undefined : `expected ${brief(now)}`]
}
