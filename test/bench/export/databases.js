// @ts-check
/** What stands in the two databases: their columns, related both ways, and their CSVs. */
import {csv, href} from '../../../fixtures/sample-export/notion.js'
import {Random} from './random.js'
import {word, words} from './words.js'

/**
 * @typedef {import('./workspace.js').Place} Row
 * @typedef {import('./workspace.js').Database} Database
 * @typedef {{text: string} | {rows: Row[]} | {files: import('./workspace.js').Attachment[]}} Value
 * @typedef {Map<string, Value>} Values what is not empty, by column, in the order of the row's page
 * @typedef {'title' | 'text' | 'checkbox' | 'date' | 'number' | 'select' | 'multi_select' | 'relation' | 'file'} Type
 */

/** @type {Readonly<Record<Database['kind'], Readonly<Record<string, Type>>>>} */
export const COLUMNS = {
  tasks: {
    Name: 'title',
    Done: 'checkbox',
    Due: 'date',
    Estimate: 'number',
    Note: 'text',
    Photo: 'file',
    Project: 'relation',
    Status: 'select',
    Tags: 'multi_select',
  },
  projects: {Name: 'title', Budget: 'text', Period: 'date', Phase: 'select', Tasks: 'relation'},
}

/** @type {Record<Database['kind'], readonly string[]>} */
const VIEW = {tasks: ['Project', 'Name', 'Done', 'Status'], projects: ['Name', 'Tasks']}

const STATES = ['Not started', 'In progress', 'Done', 'On hold']
const TAGS = ['Writing', 'Research', 'Garden', 'Roof', 'Kitchen', 'Money', 'Later']
const MONTHS = ['January', 'February', 'March', 'April', 'June', 'July', 'September', 'November']

/** @param {import('./workspace.js').Workspace} workspace */
export function fillDatabases({seed, tasks, projects}) {
  const random = new Random(`${seed} databases`)
  /** @type {Map<Row, Row[]>} */
  const tasksOf = new Map(projects.rows.map(project => [project, []]))
  for (const task of tasks.rows) {
    const count = random.chance(0.1) ? 2 : 1
    const chosen = [...new Set(Array.from({length: count}, () => random.pick(projects.rows)))]
    for (const project of chosen) tasksOf.get(project)?.push(task)
    task.values = taskValues(random, task, chosen)
  }
  for (const project of projects.rows) {
    project.values = projectValues(random, tasksOf.get(project) ?? [])
  }
}

/** @param {Random} random @param {Row} task @param {Row[]} projects @returns {Values} */
function taskValues(random, task, projects) {
  const due = random.chance(0.7) ? day(random) : ''
  const note = random.chance(0.3) ? `${words(random, 6)}, ${word(random)}` : ''
  const tags = TAGS.filter(() => random.chance(0.25)).join(', ')
  return filled([
    ['Status', {text: random.pick(STATES)}],
    ['Project', {rows: projects}],
    ['Due', {text: due}],
    ['Estimate', {text: String(random.between(1, 40))}],
    ['Done', {text: random.chance(0.4) ? 'Yes' : 'No'}],
    ['Tags', {text: tags}],
    ['Photo', {files: task.files}],
    ['Note', {text: note}],
  ])
}

/** @param {Random} random @param {Row[]} tasks @returns {Values} */
function projectValues(random, tasks) {
  return filled([
    ['Tasks', {rows: tasks}],
    ['Phase', {text: random.pick(STATES)}],
    ['Period', {text: `${day(random)} → ${day(random)}`}],
    ['Budget', {text: `$${random.between(1, 99)},${random.between(100, 999)}.00`}],
  ])
}

/** @param {Random} random */
function day(random) {
  return `${random.pick(MONTHS)} ${random.between(1, 28)}, ${random.between(2023, 2026)}`
}

/** @param {readonly [string, Value][]} list @returns {Values} */
function filled(list) {
  return new Map(list.filter(([, value]) => Object.values(value)[0].length > 0))
}

/**
 * A value on its row's page, where Notion gets every path right.
 *
 * @param {Row} row
 * @param {Value} value
 */
export function valueOnPage(row, value) {
  if ('text' in value) return value.text
  if ('rows' in value) return relation(row, value.rows)
  return value.files.map(({path}) => href(row, path)).join(', ')
}

/**
 * The CSV of all rows, and the one of the view: some columns in an order of their own, without the rows
 * that are done.
 *
 * @param {Database} database
 */
export function tables(database) {
  const columns = Object.keys(COLUMNS[database.kind])
  const open = database.rows.filter(row => !isDone(row)).reverse()
  return {
    all: csv([columns, ...records(database, database.rows, columns)]),
    view: csv([VIEW[database.kind], ...records(database, open, VIEW[database.kind])]),
  }
}

/** @param {Row} row */
function isDone({values}) {
  const done = values.get('Done')
  return done !== undefined && 'text' in done && done.text === 'Yes'
}

/** @param {Database} database @param {readonly Row[]} rows @param {readonly string[]} columns */
function records(database, rows, columns) {
  return rows.map(row =>
    columns.map(column => {
      const value = row.values.get(column)
      if (column === 'Name') return row.title
      return value === undefined ? '' : cell(database, value)
    }),
  )
}

/**
 * A value in the CSV. Notion gets the paths of relations wrong: in a database at the top they end in .csv,
 * in one on a page they are relative to that page's file.
 *
 * @param {Database} database
 * @param {Value} value
 */
function cell(database, value) {
  if ('text' in value) return value.text
  const base = database.parent ?? {file: database.view}
  if ('files' in value) return value.files.map(({path}) => href(base, path)).join(', ')
  const paths = relation(base, value.rows)
  return database.parent ? paths : paths.replaceAll(/\.md(?=\)(?:, |$))/g, '.csv')
}

/** @param {{file: string}} from @param {readonly Row[]} rows */
function relation(from, rows) {
  return rows.map(({title, file}) => `${title} (${href(from, file)})`).join(', ')
}
