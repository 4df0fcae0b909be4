import {escapeName} from '../core/escape.ts'
import {FAULT_WORDS} from './faults.ts'
import type {Counts, UncheckedReason, Verification} from './verification.ts'

/** The result in words, for a terminal. Every name is escaped here. */

const KINDS: readonly (readonly [kind: keyof Counts, label: string])[] = [
  ['page', 'pages'],
  ['row', 'database rows'],
  ['database', 'databases'],
  ['view', 'views'],
  ['table', 'table pages'],
  ['attachment', 'attachments'],
  ['index', 'index pages'],
  ['ours', 'report, manifest, relations'],
  ['ignored', 'left out (macOS)'],
]

const UNCHECKED_WORDS: Record<UncheckedReason, string> = {
  'too-large': 'larger than 64 MB',
  'not-utf8': 'not UTF-8',
  'not-csv': 'no CSV that a parser reads',
  damaged: 'damaged in the export',
}

/** What was counted and checked, and in the last line what that means; no trailing newline. */
export function verificationText(found: Verification): string {
  const {files, links, relations, names} = found.checked
  const bytes = `${counted(files, 'file')} byte for byte`
  const rest = `${counted(links, 'link')}, ${counted(relations, 'relation')}, ${counted(names, 'name')}`
  return [...countLines(found), '', `Checked: ${bytes}, ${rest}.`, ...notes(found), '', lastLine(found)].join(
    '\n',
  )
}

/** All faults of one class, one a line, and what to do; `''` when there is none. No trailing newline. */
export function faultsText({archive, faults, partsMissing = []}: Verification): string {
  const [first] = faults
  if (first === undefined) return ''
  const {one, many} = FAULT_WORDS[first.class]
  return [
    `"${escapeName(archive)}" is not right: ${faults.length === 1 ? one : many.replace('{n}', number(faults.length))}`,
    ...faults.map(({path, detail}) => `  ${escapeName(path)}: ${escapeName(detail)}`),
    ...partsMissing.map(part => `${escapeName(part)} of the export was not given.`),
    'Do not rely on it: keep the export, and repair that again.',
  ].join('\n')
}

function countLines({archive, against, before, after}: Verification): string[] {
  const beside = against ? ` against ${against.map(escapeName).join(', ')}` : ''
  const line = (label: string, was: number, is: number) =>
    `  ${label.padEnd(28)}${before ? cell(was) : ''}${cell(is)}`
  return [
    `Verified "${escapeName(archive)}"${beside}:`,
    '',
    ...(before ? [`  ${' '.repeat(28)}${'export'.padStart(10)}${'archive'.padStart(10)}`] : []),
    ...KINDS.filter(([kind]) => after[kind] + (before?.[kind] ?? 0) > 0).map(([kind, label]) =>
      line(label, before?.[kind] ?? 0, after[kind]),
    ),
    line('files in all', before ? total(before) : 0, total(after)),
  ]
}

function cell(count: number): string {
  return (count === 0 ? '–' : number(count)).padStart(10)
}

function notes({before, after, missing, unchecked, partsMissing = []}: Verification): string[] {
  const joined = before ? total(before) - before.ignored - (total(after) - after.ours - after.table) : 0
  const said: string[] = []
  if (joined > 0)
    said.push(`With the bytes of another file of the export, so written once: ${counted(joined, 'file')}.`)
  if (missing > 0)
    said.push(`To files that the export does not hold, as its report says: ${counted(missing, 'link')}.`)
  for (const part of partsMissing) said.push(`${escapeName(part)} of the export was not given.`)
  for (const {path, why} of unchecked) {
    const what = why === 'damaged' ? 'Not what it was' : 'Not searched for links'
    said.push(`${what}, since it is ${UNCHECKED_WORDS[why]}: ${escapeName(path)}`)
  }
  return said
}

function lastLine({against, missing, unchecked}: Verification): string {
  const damaged = unchecked.filter(({why}) => why === 'damaged').length
  if (damaged > 0) {
    return `All that could be saved is here, but ${counted(damaged, 'file')} of the export ${damaged === 1 ? 'is' : 'are'} damaged. Ask Notion for the export again.`
  }
  const but = missing > 0 ? ', but for those that the export lacks' : ''
  return against
    ? `All is well: every file of the export is here, and every link leads to a file${but}.`
    : `The archive is whole, and every link in it leads to a file${but}. Add --against <export> to prove that nothing was lost.`
}

function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function counted(count: number, thing: string): string {
  return `${number(count)} ${thing}${count === 1 ? '' : 's'}`
}

/** With separators of thousands, the same in every locale. */
function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}
