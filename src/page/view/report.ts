import {escapeName} from '../../core/escape.ts'
import {groupProblems, problemSentence, type Report} from '../../core/report.ts'
import {databaseLine, isOpen, openSentence, REASON_WORDS, readable, repairLines} from '../../core/summary.ts'
import {byId, element, list, name, show} from './dom.ts'
import {LongList} from './list.ts'
import {count} from './words.ts'

/** What was done, what could not be, and why. */

interface Line {
  readonly main: string
  readonly detail?: string
}

interface Topic {
  /** With its count where it has one. */
  readonly title: string
  readonly words?: string
  readonly lines: readonly Line[]
}

let topics: readonly Topic[] = []
const lines = new LongList(byId('lines'), drawLine)

export function showReport(report: Report): void {
  list(
    'done-repairs',
    repairLines(report).map(text => [text]),
  )
  byId('accounted').replaceChildren(...accounted(report))
  const open = report.databases.filter(isOpen).length
  const marks = groupProblems(report.problems).map(({code, list}) => problemSentence(code, list))
  if (open > 0) marks.push(openSentence(open))
  list(
    'done-problems',
    marks.map(text => [capital(text)]),
  )
  show('done-problems', marks.length > 0)
  topics = topicsOf(report)
  byId('topics').replaceChildren(
    ...topics.map(({title}, at) => {
      const option = element('option', '', title)
      option.value = String(at)
      return option
    }),
  )
  show('report', topics.length > 0)
  byId<HTMLInputElement>('report-search').value = ''
  showLines()
}

function accounted({files, written, ignored, firstPage}: Report): (Node | string)[] {
  const all = `All ${count(files + ignored.length, 'file', 'files')} of the export are accounted for`
  const joined = files - written
  const told = joined > 0 ? ` (${joined.toLocaleString('en')} with the bytes of another, written once)` : ''
  const end = `${all}${told}. Keep the original until you have looked.`
  return firstPage === undefined ? [end] : ['Open ', element('strong', '', name(firstPage)), ' first. ', end]
}

function topicsOf(report: Report): Topic[] {
  const {problems, databases, renames, views, ignored, counts} = report
  const open = databases.filter(isOpen)
  const found: Topic[] = groupProblems(problems).map(({code, list}) => ({
    title: capital(problemSentence(code, list)),
    lines: list.map(({path, detail}) => ({
      main: path,
      ...(detail !== undefined && {detail: readable(detail)}),
    })),
  }))
  if (open.length > 0) {
    found.push({
      title: capital(openSentence(open.length)),
      lines: open.map(database => ({main: databaseLine(database, text => text)})),
    })
  }
  if (renames.length > 0) {
    found.push({
      title: `${count(renames.length, 'name', 'names')} changed by more than losing an id`,
      lines: renames.map(({from, to, reasons}) => ({
        main: to,
        detail: `${reasons.map(reason => REASON_WORDS[reason]).join(', ')}; was ${escapeName(from)}`,
      })),
    })
  }
  if (views.length > 0) {
    found.push({
      title: `${count(views.length, 'view shows', 'views show')} less than the database`,
      lines: views.map(({path, of, rows, columns}) => ({
        main: path,
        detail: `${rows.shown} of ${rows.all} rows, ${columns.shown} of ${columns.all} columns of ${escapeName(of)}`,
      })),
    })
  }
  if (ignored.length > 0) {
    found.push({
      title: `${count(ignored.length, 'file', 'files')} of macOS left out`,
      lines: ignored.map(({path, why}) => ({main: path, detail: why})),
    })
  }
  if (counts.database > 0) {
    found.push({
      title: 'What Notion does not export',
      words:
        'Comments, the history of pages, all views but the first, and the definitions of formulas and rollups are not in an export. They stay in Notion only.',
      lines: [],
    })
  }
  return found
}

function showLines(): void {
  const {lines: all, words} = topics[Number(byId<HTMLSelectElement>('topics').value)] ?? {lines: []}
  const wanted = byId<HTMLInputElement>('report-search').value.trim().toLowerCase()
  const shown =
    wanted === ''
      ? all
      : all.filter(({main, detail}) => `${main} ${detail ?? ''}`.toLowerCase().includes(wanted))
  lines.set(shown)
  show('lines', all.length > 0)
  show('lines-count', all.length > 0)
  show('topic-words', words !== undefined)
  byId('topic-words').textContent = words ?? ''
  byId('lines-count').textContent =
    wanted === ''
      ? count(all.length, 'line', 'lines')
      : `${shown.length.toLocaleString('en')} of ${count(all.length, 'line', 'lines')}`
}

function drawLine({main, detail}: Line): HTMLElement {
  const row = element('div', 'row line', element('span', 'main', name(main)))
  row.title = escapeName(detail === undefined ? main : `${main}\n${detail}`)
  if (detail !== undefined) row.append(element('span', 'detail', name(detail)))
  return row
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

byId('topics').addEventListener('change', showLines)
byId('report-search').addEventListener('input', showLines)
