/** Cells of CSVs, old against new (design, section 7). */
import {isJoined, readFiles, readRelations} from './cells.ts'
import {type Csv, readCsv} from './csv.ts'
import {type Column, headerOf} from './databases.ts'
import {brief} from './fault.ts'
import {wrongPaths} from './files.ts'
import {decodedOnce, outputTarget} from './href.ts'
import type {InputFile} from './input.ts'
import type {Item} from './output.ts'
import type {Goal, Stage} from './stage.ts'

/** Judges what is neither relation nor file: the text with its mentions. */
type CheckText = (before: string, after: string, where: string) => void

export function checkCsv(
  file: InputFile,
  item: Item,
  after: string,
  stage: Stage,
  checkText: CheckText,
): void {
  const {blame} = stage
  let tables: [Csv, Csv]
  try {
    tables = [readCsv(file.bytes.toString('utf8')), readCsv(after)]
  } catch (error) {
    blame('csv', item.path, String(error))
    return
  }
  const [was, is] = tables
  if (was.hasBom !== is.hasBom) blame('csv', item.path, 'byte order mark')
  if (was.ends.join() !== is.ends.join()) blame('csv', item.path, 'number or kind of line ends')
  const columns = columnsOf(was, file, stage)
  for (const [row, record] of was.records.entries()) {
    if (record.length !== is.records[row]?.length) blame('csv', item.path, `cells in record ${row}`)
    for (const [i, cell] of record.entries()) {
      const now = is.records[row]?.[i]
      if (!now) continue
      const where = `${item.path} [${row}, ${i}]`
      if (cell.text === now.text && cell.raw !== now.raw) blame('csv', where, 'quoted anew')
      const column = row === 0 ? undefined : columns[i]
      if (column?.kind === 'relation' && cell.text !== '') {
        checkRelation(cell.text, now.text, file, item, where, stage, checkText)
      } else if (column?.kind === 'files' && cell.text !== '') {
        checkFiles(cell.text, now.text, column, file, item, where, stage)
      } else checkText(cell.text, now.text, where)
    }
  }
}

/** A view's columns are what the database's columns of these names are. */
function columnsOf(csv: Csv, file: InputFile, stage: Stage): (Column | undefined)[] {
  const database = stage.databases.ofFile.get(file)
  if (database?.file === file) return [...database.columns]
  return headerOf(csv).map(name => database?.columns.find(column => column.name === name))
}

function checkRelation(
  before: string,
  after: string,
  file: InputFile,
  item: Item,
  where: string,
  stage: Stage,
  checkText: CheckText,
): void {
  const relations = readRelations(before)
  if (!relations) {
    checkText(before, after, where)
    return
  }
  const goals = relations.map(one => stage.goalOf(one, file.path, {isCell: true}))
  const lists =
    stage.style.relations === 'titles'
      ? goals.map(({titles}) => titles)
      : goals.map(goal => linkForms(goal, item.path, stage))
  if (!isJoined(after, lists)) {
    stage.blame(
      'cell-relation',
      where,
      `${brief(after)} instead of ${brief(lists.map(([a]) => a).join(', '))}`,
    )
  }
}

/** `Title (path)`, encoded as Notion does or as our links are; `Title (url)` outside. */
function linkForms(goal: Goal, csv: string, stage: Stage): string[] {
  const {titles, paths, isBare, href, id} = goal
  if (!paths) {
    const urls = [href, `https://www.notion.so/${id}`]
    return titles.flatMap(title =>
      isBare && urls.includes(title) ? [title] : urls.map(url => `${title} (${url})`),
    )
  }
  const relatives = [...paths].flatMap(path => {
    const up = csv.split('/').slice(0, -1)
    const down = path.split('/')
    while (up.length > 0 && down.length > 1 && up[0] === down[0]) {
      up.shift()
      down.shift()
    }
    const relative = [...up.map(() => '..'), ...down].join('/')
    const code = (each: string) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`
    return [encodeURI(relative), encodeURI(relative).replace(/[()#?]/g, code)]
  })
  const dead = relatives.filter(href => {
    const to = outputTarget(csv, href.replace(/[#?]/g, encodeURIComponent))
    return !to || !stage.output.files.has(to.path)
  })
  if (dead.length > 0) stage.blame('cell-relation', csv, `dead: ${decodedOnce(dead[0]!)}`)
  return titles.flatMap(title => relatives.map(relative => `${title} (${relative})`))
}

function checkFiles(
  before: string,
  after: string,
  column: Column,
  file: InputFile,
  item: Item,
  where: string,
  stage: Stage,
): void {
  const parts = readFiles(before, file.path, stage.places, true)
  if (!parts || (column.isSoft && before === after)) return
  const why = wrongPaths(after, parts, item.path, stage)
  if (why !== undefined) stage.blame('cell-files', where, `${brief(before)} became ${brief(after)}: ${why}`)
}
