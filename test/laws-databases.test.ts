import {expect, test} from 'vitest'
import {openLink, plainText} from './laws-output.ts'
import {CELL, RECORD, type Target, type Value} from './laws-pieces.ts'
import {keyOf, type Row} from './laws-records.ts'
import {BARE, everyExport, type Run, textOf} from './laws-run.ts'
import {isShared, mainFile, readLine, titleOf, urlOf} from './laws-values.ts'
import {randomExport, type Thing} from './random-export.ts'

/** What becomes of databases: their rows, their relations, their table pages. */

test('relations.csv has every target of every row, and those outside keep their URL', async () => {
  for (const options of [{}, BARE]) {
    await everyExport(run => {
      const found = run.out.get('_notion-export-fix/relations.csv')
      const plain = found ? plainText('csv', textOf(found)) : '\ufeff'
      const [, ...lines] = plain.slice(1).split(RECORD)
      const read = lines.filter(line => line !== '').map(line => readRelation(run, line.split(CELL)))
      const wanted = databasesOf(run).flatMap(database => relationsOf(run, database))
      const faults: string[] = []
      for (const line of without(wanted, read)) faults.push(`${line} is not in relations.csv`)
      for (const line of without(read, wanted)) faults.push(`${line} should not be in relations.csv`)
      return faults
    }, options)
  }
})

test('no page is tied to two rows, none to a wrong one, and who stands alone is tied', async () => {
  await everyExport(run =>
    databasesOf(run).flatMap(database => {
      const tied = tiedPages(run, database)
      if (!tied || isShared(run.made, database)) return []
      const {rows, templates} = run.made.records.get(database)!
      const faults: string[] = []
      const paths = tied.filter(path => path !== undefined)
      if (new Set(paths).size < paths.length) faults.push('one page twice')
      const keys = [
        ...rows.map(({title, page}) => keyOf(page?.name ?? title)),
        ...[...templates.keys()].map(page => keyOf(page.name)),
      ]
      rows.forEach((row, i) => {
        const right = row.page && run.itemAt.get(mainFile(row.page))!.path
        const isAlone = keys.filter(key => key === keys[i]).length === 1
        if (tied[i] === right || saysNothing(run, tied[i])) return
        if (isAlone || tied[i] !== undefined)
          faults.push(`row ${i + 1} "${row.title}" is ${tied[i]}, not ${right}`)
      })
      return faults.map(fault => `${database.files[0]}: ${fault}`)
    }),
  )
})

test('every database has a table page, unless it has a page', async () => {
  await everyExport(run => {
    const faults: string[] = []
    for (const database of databasesOf(run)) {
      const item = run.itemAt.get(mainFile(database))!
      const table = run.tables.get(database.id!)
      if (run.made.style.html !== (table === undefined)) faults.push(`${item.path} has the table ${table}`)
      if (table === undefined) continue
      if (table !== item.path.replace(/\.csv$/, '.md')) faults.push(`${table} is not beside ${item.path}`)
      faults.push(...tableFaults(run, database, table))
    }
    return faults
  })
})

test('table pages take no names: with and without them all items have the same', async () => {
  const names = new Map<number, string>()
  const listed = ({itemAt}: Run) => JSON.stringify([...itemAt].map(([from, {path}]) => [from, path]))
  await everyExport(run => {
    names.set(run.made.seed, listed(run))
    return []
  })
  await everyExport(run => (names.get(run.made.seed) === listed(run) ? [] : ['other names']), BARE)
})

test('the laws see something', () => {
  const made = Array.from({length: 80}, (_, i) => randomExport(i + 1))
  const rows = made.flatMap(({records}) => [...records.values()].flatMap(({rows}) => rows))
  expect(rows.filter(({related}) => related.length > 0).length).toBeGreaterThan(100)
  expect(rows.filter(({page}) => page === undefined).length).toBeGreaterThan(10)
})

/** A page that shows no properties can be a row of its name that has none. */
function saysNothing({made, itemAt}: Run, path: string | undefined): boolean {
  return made.docs.some(doc => itemAt.get(doc.path)!.path === path && !doc.text.includes('\nText: '))
}

function databasesOf({made}: Run): Thing[] {
  return made.things.filter(({kind}) => kind === 'database')
}

/** What `relations.csv` must say, but for the row's page, which can be open. */
function relationsOf(run: Run, database: Thing): string[] {
  const main = mainCsv(database)
  const doc = run.made.docs.find(({path}) => path === main)!
  const {rows} = run.made.records.get(database)!
  const values = valuesByRow(doc.pieces)
  return rows.flatMap((row, i) =>
    (values[i] ?? []).flatMap(({column, value}) =>
      value.targets.map(target =>
        JSON.stringify([run.itemAt.get(main)!.path, String(i + 1), row.title, column, ...goal(run, target)]),
      ),
    ),
  )
}

function mainCsv({files}: Thing): string {
  return files.find(file => file.endsWith('_all.csv')) ?? files.find(file => file.endsWith('.csv'))!
}

function goal(run: Run, target: Target): string[] {
  const {means} = target
  const title = titleOf(run, target) ?? ''
  if (means.to === 'thing') return [means.thing.id!, title, 'here', '']
  const id = means.to === 'outside' ? means.id : means.to === 'url' ? /[0-9a-f]{32}/.exec(means.url)![0] : ''
  return [id, title, '', urlOf(target)]
}

/** One line, its row's and its target's page checked against their ids. */
function readRelation(run: Run, cells: string[]): string {
  const [database, row, rowId, rowTitle, rowPath, property, id, title, path, url] = cells
  const idOf = (at: string) => run.manifest.items.find(item => item.path === at && item.kind !== 'table')?.id
  const isRow = rowPath === '' ? rowId === '' : idOf(rowPath!) === rowId
  const isHere = path !== '' && (idOf(path!) === id || run.tables.get(id!) === path)
  const place = path === '' ? '' : isHere ? 'here' : `wrong path ${path}`
  return JSON.stringify([
    database,
    isRow ? row : `wrong row ${rowPath}`,
    rowTitle,
    property,
    id,
    title,
    place,
    url,
  ])
}

function valuesByRow(pieces: readonly (string | {form: string})[]): {column: string; value: Value}[][] {
  const rows: {column: string; value: Value}[][] = []
  const columns: Readonly<Record<number, string>> = {3: 'Related', 5: 'Events'}
  let [row, column] = [-1, 0]
  for (const piece of pieces) {
    if (typeof piece !== 'string') {
      const value = piece as Value
      if (value.form === 'value' && value.kind === 'relation' && row >= 0)
        rows[row]!.push({column: columns[column]!, value})
      continue
    }
    for (const sign of piece) {
      if (sign === CELL) column++
      if (sign === RECORD) {
        row++
        column = 0
        rows.push([])
      }
    }
  }
  return rows
}

/** All of `list` that are not in `other`, as often as they are too many. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1)
  return list.filter(line => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}

/** The cells of a GFM table, a record each; a pipe inside a cell is `\|`. */
function readTable(text: string): string[][] {
  const lines = text.split('\n').filter(line => line.startsWith('| '))
  return lines.slice(2).map(line => line.slice(2, -2).split(/(?<!\\) \| /))
}

/** The page of each record, as the table page links it; undefined when there is no table. */
function tiedPages(run: Run, database: Thing): (string | undefined)[] | undefined {
  const table = run.tables.get(database.id!)
  if (table === undefined) return undefined
  return readTable(textOf(run.out.get(table)!)).map(([title]) => {
    const [link] = readLine(title!)
    return link?.label === undefined ? undefined : openLink(table, link.href)?.path
  })
}

function tableFaults(run: Run, database: Thing, table: string): string[] {
  const {rows} = run.made.records.get(database)!
  const text = textOf(run.out.get(table)!)
  const found = readTable(text)
  const faults: string[] = []
  // Whatever leads to something here leads to its new place, in cells of text too.
  const stale = run.made.things.find(({id}) => id !== undefined && text.includes(`%20${id}`))
  if (stale) faults.push(`still names ${stale.files[0]}`)
  if (found.length !== rows.length) faults.push(`${found.length} rows, not ${rows.length}`)
  rows.forEach((row, i) => {
    const cells = found[i] ?? []
    if (cells.length !== 7) faults.push(`row ${i + 1} has ${cells.length} cells`)
    if (cells[1] !== (row.done ? '☑' : '☐')) faults.push(`row ${i + 1} has the box ${cells[1]}`)
    faults.push(...fileFaults(run, table, row, cells[2] ?? ''))
  })
  return faults.map(fault => `${table}: ${fault}`)
}

function fileFaults(run: Run, table: string, {files}: Row, cell: string): string[] {
  const places = readLine(cell.replaceAll('\\|', '|')).map(({href}) => openLink(table, href)?.path)
  const wanted = files.map(file => run.itemAt.get(mainFile(file))!.path)
  return places.join('\n') === wanted.join('\n') ? [] : [`files ${places}, not ${wanted}`]
}
