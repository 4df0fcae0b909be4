import {escapeName} from './escape.ts'
import {decodeHref} from './href.ts'
import {groupProblems, problemSentence, type Report} from './report.ts'
import {countLines, databaseLine, isOpen, openSentence, REASON_WORDS, repairLines} from './summary.ts'
import {capital, listing, number, times} from './wording.ts'

function accountedFor({files, written, ignored}: Report): string {
  const of = (count: number, one: string, many: string) =>
    count === 0 ? [] : [`${number(count)} ${count === 1 ? one : many}`]
  const parts = [
    ...of(written, 'was written', 'were written'),
    ...of(files - written, 'has the bytes of another file', 'have the bytes of other files'),
    ...of(ignored.length, 'was left out', 'were left out'),
  ]
  const total = files + ignored.length
  const subject = total === 1 ? 'The 1 file of the export is' : `All ${number(total)} files of the export are`
  return `${subject} accounted for in manifest.json: ${listing(parts)}.`
}

/** `report.md`, line by line: the same for every run on the same export; neither place nor duration. */
export function* reportMarkdown(report: Report): Generator<string> {
  for (const line of reportLines(report)) yield `${line}\n`
}

function* reportLines(report: Report): Generator<string> {
  yield* ['# What notion-export-fix did', '', ...countLines(report).map(inline), '']
  yield* repairLines(report).map(line => `- ${line}`)
  yield* ['', accountedFor(report), '', '## Problems', '']
  const groups = groupProblems(report.problems)
  const open = report.databases.filter(isOpen).length
  if (groups.length === 0 && open === 0) yield 'None.'
  if (open > 0) yield `- ${openSentence(open)}; see Databases`
  for (const {code, list} of groups) yield `- ${problemSentence(code, list)}`
  for (const {code, list} of groups) {
    yield* ['', `### ${capital(problemSentence(code, list))}`, '']
    for (const {path, detail, count} of list) {
      const about = detail === undefined ? '' : `: ${code_(decodeHref(detail) ?? detail)}`
      yield `- ${code_(path)}${about}${times(count)}`
    }
  }
  yield* databaseSections(report)
  if (report.renames.length > 0) {
    yield* ['', '## Renames that are more than losing an id', '']
    for (const {from, to, reasons} of report.renames) {
      yield `- ${code_(from)} → ${code_(to)} (${reasons.map(reason => REASON_WORDS[reason]).join(', ')})`
    }
  }
  if (report.ignored.length > 0) {
    yield* ['', '## Left out', '']
    for (const {path, why} of report.ignored) yield `- ${code_(path)}: ${why}`
  }
}

function databaseSections({databases, views, relations}: Report): string[] {
  if (databases.length === 0) return []
  const lines = ['', '## Databases', '', ...databases.map(database => `- ${databaseLine(database, code_)}`)]
  if (views.length > 0) {
    lines.push('', '## What views hide', '')
    for (const {path, of, rows, columns} of views) {
      lines.push(
        `- ${code_(path)} shows ${number(rows.shown)} of ${number(rows.all)} rows and ${number(columns.shown)} of ${number(columns.all)} columns of ${code_(of)}`,
      )
    }
  }
  const shown = databases.length === 1 ? 'The database' : `The ${number(databases.length)} databases`
  lines.push(
    '',
    '## What the export does not hold',
    '',
    `- ${shown} came with values only: the definitions of formulas and rollups, and all views but the first, are not exported by Notion.`,
    '- Comments and the history of pages are not in Markdown exports.',
    ...(relations.all > 0
      ? [
          `- Relations: ${number(relations.all)} in all, ${number(relations.outside)} of them lead to pages outside this export; relations.csv has every one.`,
        ]
      : []),
  )
  return lines
}

/** A name as a code span: no Markdown or HTML of the export's is live in our report. */
function code_(name: string): string {
  const shown = escapeName(name)
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 || shown.startsWith(' ') ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

function inline(line: string): string {
  return line.replace(/[\\`*_<>[\]]/g, '\\$&')
}
