/** Front matter of row pages, as a YAML library reads it (design, section 7). */
import {parseDocument} from 'yaml'
import {readFiles, readRelations} from './cells.ts'
import {columnOf, type RowPage} from './check-properties.ts'
import type {Database} from './databases.ts'
import {brief} from './fault.ts'
import {wrongFiles, wrongPaths} from './files.ts'
import {readInline, spaced, wrongLinks} from './inline.ts'
import type {Property} from './rows.ts'
import {ownTitles} from './stage.ts'

export function checkYaml(page: RowPage, after: string): void {
  const {file, item, block, database, stage} = page
  const blame = (why: string) => stage.blame('yaml', item.path, why)
  const [whole, text] = /^---\n([\s\S]*?)\n---\n/.exec(after) ?? []
  if (whole === undefined) {
    blame('no front matter')
    return
  }
  const document = parseDocument(text!, {strict: true, uniqueKeys: true})
  for (const {message} of [...document.errors, ...document.warnings]) blame(message)
  const values = document.toJS({mapAsMap: true}) as Map<unknown, unknown>
  if (!(values instanceof Map)) {
    blame('is no map')
    return
  }
  const keys = [...values.keys()]
  if (keys[0] !== 'title' || keys[1] !== 'notion-id') blame(`begins with ${brief(keys.slice(0, 2).join())}`)
  if (values.get('notion-id') !== file.id) blame(`notion-id ${brief(String(values.get('notion-id')))}`)
  const titles = ownTitles(stage.places.ids.get(file.id!)!)
  const title = values.get('title')
  const isNameless = titles.length === 0 && title !== undefined
  if (!isNameless && !titles.includes(title as string)) blame(`title ${brief(String(title))}`)
  const expected = new Map(block.properties.map(property => [keyOf(property.name), property]))
  for (const [key, property] of expected) {
    if (!values.has(key)) blame(`no ${brief(key)}`)
    else {
      const value = values.get(key)
      const why = wrongValue(property, value, page)
      if (why !== undefined)
        blame(`${brief(key)}: ${brief(property.value)} became ${brief(json(value))}: ${why}`)
    }
  }
  for (const [key, value] of [...values].slice(2)) {
    const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0)
    const isColumn = [...database.properties].some(name => keyOf(name) === key)
    if (!expected.has(key as string) && !(isEmpty && isColumn)) blame(`${brief(String(key))} is no property`)
  }
  checkBody(page, after.slice(whole.length))
}

const json = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

function keyOf(name: string): string {
  return name === 'title' || name === 'notion-id' ? `${name} (property)` : name
}

/** The page without its property lines; how many blank lines stand where they stood is free. */
function checkBody({file, item, block, stage, checkStretch}: RowPage, after: string): void {
  const before = file.bytes.toString('utf8')
  const heading = /^\ufeff?# [^\n]*/.exec(before)?.[0].replace('\ufeff', '') ?? ''
  const body = after.replace(/^\n/, '')
  if (!body.startsWith(heading)) {
    stage.blame('words', item.path, `behind the front matter stands ${brief(body.slice(0, 60))}`)
    return
  }
  const from = block.properties.length > 0 ? block.end : heading.length
  const start = from + /^\n*/.exec(before.slice(from))![0].length
  checkStretch(start, before.length, body.slice(heading.length).replace(/^\n*/, ''))
}

function wrongValue(property: Property, value: unknown, page: RowPage): string | undefined {
  const {file, item, database, stage, checkStretch} = page
  const column = columnOf(property.name, database)
  const was = property.value.trim()
  const relations = column?.kind === 'relation' ? readRelations(was) : undefined
  if (relations) {
    if (!Array.isArray(value) || value.length !== relations.length) return `not ${relations.length} targets`
    const goals = relations.map(one => stage.goalOf(one, file.path, {}))
    const whys = goals.map((goal, i) => wrongLinks(readInline(String(value[i])), [goal], item.path))
    return whys.find(why => why !== undefined)
  }
  const parts = column?.kind === 'files' ? readFiles(was, file.path, stage.places, false) : undefined
  if (parts) {
    if (!Array.isArray(value))
      return value === was && stage.mayStay(column!, database) ? undefined : 'not a list'
    if (value.length !== parts.length) return `not ${parts.length} files`
    const whys = parts.map((part, i) => {
      const tokens = readInline(String(value[i]))
      const isText = tokens.length === 1 && tokens[0]!.type === 'text'
      return isText
        ? wrongPaths(String(value[i]).replaceAll(', ', ',%20'), [part], item.path, stage)
        : wrongFiles(tokens, [part], item.path, stage, false)
    })
    return whys.find(why => why !== undefined)
  }
  if (column?.kind === 'checkbox') return value === (was === 'Yes') ? undefined : 'no boolean'
  if (Array.isArray(value)) {
    if (column && !mayBeList(property.name, database)) return 'not a list column'
    return value.every(each => typeof each === 'string') && value.join(', ') === was
      ? undefined
      : 'another list'
  }
  if (isList(property.name, database)) return 'no list'
  if (typeof value === 'number') return Number(was) === value ? undefined : 'another number'
  if (isNumeric(property.name, database)) return 'no number'
  if (value === null && was === '') return undefined
  if (typeof value !== 'string') return 'no text'
  if (/^\d{4}-\d\d-\d\d/.test(value) && value !== was) return wrongDate(was, value)
  if (spaced(value) !== spaced(was)) checkStretch(property.start, property.start + was.length, value)
  return undefined
}

function cellsOf(name: string, database: Database): string[] {
  const i = database.columns.findIndex(column => column.name === name)
  return database.records.map(record => record[i] ?? '').filter(cell => cell !== '')
}

function mayBeList(name: string, database: Database): boolean {
  const cells = cellsOf(name, database)
  return cells.some(cell => cell.includes(', ')) && !cells.some(cell => cell.includes('\n'))
}

/** More than half of its parts recur: no reading of the rule says otherwise. */
function isList(name: string, database: Database): boolean {
  const cells = cellsOf(name, database).map(cell => cell.split(', '))
  const parts = new Set(cells.flat())
  const recurring = [...parts].filter(part => cells.filter(cell => cell.includes(part)).length > 1)
  const isDate = cells.flat().some(part => /^\d{4}\b/.test(part))
  return mayBeList(name, database) && recurring.length * 2 > parts.size && !isDate
}

function isNumeric(name: string, database: Database): boolean {
  const cells = cellsOf(name, database)
  return cells.length > 0 && cells.every(cell => /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,16})?$/.test(cell))
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** English dates are read again; of others at least the numbers must be the same. */
function wrongDate(was: string, value: string): string | undefined {
  const ends = was.split(' → ')
  const dates = value.split('/')
  if (ends.length !== dates.length) return 'an end of the range is lost'
  for (const [i, end] of ends.entries()) {
    const [, month, day, year, hour, minute, half, zone] =
      /^([A-Z][a-z]{2})[a-z]* (\d+), (\d{4})(?: (\d+):(\d\d)(?: ([AP])M)?)?( \(.*\))?$/.exec(end) ?? []
    if (zone) return 'the time zone is lost'
    const two = (number: number) => String(number).padStart(2, '0')
    let expected = `${year}-${two(MONTHS.indexOf(month ?? '') + 1)}-${two(Number(day))}`
    if (hour !== undefined) {
      const shift = half === 'P' ? 12 : 0
      expected += `T${two(half === undefined ? Number(hour) : (Number(hour) % 12) + shift)}:${minute}`
    }
    const numbers = dates[i]!.slice(0, 10).split('-').map(Number)
    const isSame = month ? dates[i]!.startsWith(expected) : numbers.every(one => end.includes(String(one)))
    if (!isSame) return `another date than ${brief(end)}`
  }
  return undefined
}
