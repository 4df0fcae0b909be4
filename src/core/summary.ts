import {escapeName} from './escape.ts'
import {decodeHref} from './href.ts'
import type {Kind, Problem, RenameReason} from './model.ts'
import {type DatabaseReport, groupProblems, problemSentence, type Report} from './report.ts'
import {capital, listing, number, times} from './wording.ts'

/** The report in words, for a terminal; `report.md` begins with the same. Every name is escaped here. */

const KIND_WORDS: Record<Kind, readonly [one: string, many: string]> = {
  page: ['page', 'pages'],
  row: ['database row', 'database rows'],
  database: ['database', 'databases'],
  view: ['view', 'views'],
  table: ['table page', 'table pages'],
  attachment: ['attachment', 'attachments'],
  index: ['index page', 'index pages'],
}

export const REASON_WORDS: Record<RenameReason, string> = {
  title: 'full title restored',
  characters: 'characters that not every system can store',
  reserved: 'a name that Windows keeps for devices',
  collision: 'another file has this name, as Windows and macOS compare names',
  cut: 'shortened to fit the path limit',
  deep: 'moved to _deep, because its folder was too deep',
  decoded: 'percent-encoded name decoded',
  view: 'a view of a database',
}

/** How many lines of one kind a terminal shows; the report has them all. */
const SHOWN = 5

/** What a tired person wants to know, in a few lines; no trailing newline. */
export function summaryText(report: Report): string {
  if (report.status === 'already-repaired') return alreadyRepaired(report)
  return [
    ...countLines(report),
    '',
    ...repairLines(report).map(line => `  ✓ ${line}`),
    ...problemLines(report, SHOWN),
    ...openLines(report, SHOWN),
    '',
    ...endLines(report),
  ].join('\n')
}

function alreadyRepaired(report: Report): string {
  const name = escapeName(report.sources[0]?.name ?? 'this export')
  const where = report.output === undefined ? '' : `\nWritten again to ${escapeName(report.output)}`
  const problems = problemLines(report, SHOWN).map(line => `\n${line}`)
  return `"${name}" is already repaired; there is nothing to do.${where}${problems.join('')}`
}

export function countLines({counts, sources, date}: Report): string[] {
  const kinds = (Object.keys(KIND_WORDS) as Kind[])
    // Table pages are ours, not the export's.
    .filter(kind => kind !== 'table' && counts[kind] > 0)
    .map(kind => `${number(counts[kind])} ${KIND_WORDS[kind][counts[kind] === 1 ? 0 : 1]}`)
  const names = sources.map(({name}) => escapeName(name)).join(', ')
  return [`${names}: an export of ${date} with ${listing(kinds)}.`]
}

/** What was done; also the first lines of the report. */
export function repairLines({
  counts,
  relations,
  repaired,
  renames,
}: Pick<Report, 'counts' | 'relations' | 'repaired' | 'renames'>): string[] {
  const lines: string[] = []
  const say = (count: number, one: string, many: string) => {
    if (count > 0) lines.push(count === 1 ? one : many.replace('{n}', number(count)))
  }
  say(repaired.ids, '1 name without its id', '{n} names without their ids')
  say(repaired.titles, '1 full title restored', '{n} full titles restored')
  say(repaired.links, '1 link repaired', '{n} links repaired')
  say(repaired.shortened, '1 path shortened for Windows', '{n} paths shortened for Windows')
  const numbered = renames.filter(({reasons}) => reasons.includes('collision')).length
  say(numbered, '1 name told apart by a number', '{n} names told apart by numbers')
  say(relations.all - relations.outside, '1 relation tied to its page', '{n} relations tied to their pages')
  say(counts.table, '1 database as a readable table', '{n} databases as readable tables')
  if (lines.length === 0) lines.push('nothing needed repair')
  return lines
}

function problemLines(report: Report, most: number): string[] {
  return groupProblems(report.problems).flatMap(({code, list}) => {
    const shown = list.slice(0, most).map(problem => `      ${detailLine(problem)}`)
    if (list.length > most) shown.push(`      … ${number(list.length - most)} more in the report`)
    return [`  ! ${problemSentence(code, list)}`, ...(code === 'workspace-named' ? [] : shown)]
  })
}

function openLines({databases}: Report, most: number): string[] {
  const open = databases.filter(isOpen)
  if (open.length === 0) return []
  const lines = open.slice(0, most).map(database => `      ${databaseLine(database)}`)
  if (open.length > most) lines.push(`      … ${number(open.length - most)} more in the report`)
  return [`  ! ${openSentence(open.length)}`, ...lines]
}

export function openSentence(count: number): string {
  const head = count === 1 ? '1 database has' : `${number(count)} databases have`
  return `${head} rows and pages that do not meet`
}

export function isOpen({without, ambiguous, extra}: DatabaseReport): boolean {
  return without + ambiguous + extra > 0
}

export function databaseLine(
  {path, rows, without, ambiguous, extra}: DatabaseReport,
  show = escapeName,
): string {
  const parts = [
    ...(without > 0 ? [`${number(without)} without a page`] : []),
    ...(ambiguous > 0 ? [`${number(ambiguous)} that several pages fit alike`] : []),
    ...(extra > 0 ? [`${number(extra)} ${extra === 1 ? 'page' : 'pages'} without a row`] : []),
  ]
  const all = `${number(rows)} ${rows === 1 ? 'row' : 'rows'}`
  return `${show(path)}: ${parts.length === 0 ? (rows === 0 ? all : `${all}, each with its page`) : `${all}, ${parts.join(', ')}`}`
}

function detailLine({path, detail, count}: Problem): string {
  return `${escapeName(path)}${detail === undefined ? '' : `: ${readable(detail)}`}${times(count)}`
}

/** A link as a person reads it: decoded, where that works. */
export function readable(detail: string): string {
  return escapeName(decodeHref(detail) ?? detail)
}

function endLines(report: Report): string[] {
  const {files, written, ignored} = report
  const joined = files - written
  const told = [
    joined > 0 ? `${number(joined)} with the bytes of another, written once` : '',
    ignored.length > 0 ? `${number(ignored.length)} of macOS left out` : '',
  ].filter(text => text !== '')
  const total = files + ignored.length
  const all = total === 1 ? 'the 1 file is' : `all ${number(total)} files`
  const accounted = `${all} accounted for${told.length > 0 ? ` (${told.join('; ')})` : ''}`
  if (report.status === 'planned') return [`Nothing was written (--dry-run); ${accounted}.`]
  const place = report.output === undefined ? '' : escapeName(report.output)
  const first = report.firstPage === undefined ? '' : `open "${escapeName(report.firstPage)}"; `
  const tooLong = tooLongLines(report)
  const verb = report.status === 'already-written' ? 'Already written' : 'Written'
  return [
    ...tooLong,
    `${verb}: ${place}`,
    `${capital(`${first}${accounted}; keep the original until you have looked.`)}`,
  ]
}

function tooLongLines({fittingMaxPath, liesTooDeep}: Report): string[] {
  const said = '  ! some paths are too long for Windows there'
  if (liesTooDeep) return [`${said}, whatever --max-path says; choose a folder nearer to the root`]
  return fittingMaxPath === undefined ? [] : [`${said}; --max-path ${fittingMaxPath} would fit`]
}
