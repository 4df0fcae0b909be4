import {parseNotionUrl} from './href.ts'
import {isId} from './id-table.ts'
import type {Id} from './model.ts'

/** A page or database that a cell or a property line names, by path or by URL of Notion's. */
export interface Target {
  /** UTF-16 units of the text, without brackets around. */
  readonly start: number
  readonly end: number
  readonly href: string
  readonly id: Id
}

const DOCUMENT = /\.(?:md|csv|html)$/
const RUN = /\S{32,}/g
const PUNCTUATION = ',.;:!?\'"'

/**
 * The targets of a cell, of every era: `Title (path)`, `Title (URL?pvs=21)`, paths alone, URLs alone,
 * joined by `, ` (format notes, 4.5). Titles hold commas, brackets and newlines, but a target holds no white
 * space, so each run without white space is one target or none; never split at commas.
 */
export function findTargets(text: string): Target[] {
  const targets: Target[] = []
  // Most cells name nothing: an id is the cheapest sign of a target.
  if (!/[0-9a-f]{32}/.test(text)) return targets
  RUN.lastIndex = 0
  for (let run = RUN.exec(text); run; run = RUN.exec(text)) {
    const target = targetIn(run[0], run.index)
    if (target) targets.push(target)
  }
  return targets
}

/** A run, which begins at `at`, is a target in brackets, or bare, with punctuation of the sentence behind it. */
function targetIn(run: string, at: number): Target | undefined {
  let end = run.length
  while (end > 0 && PUNCTUATION.includes(run[end - 1]!)) end--
  const closes = run[end - 1] === ')'
  if (closes && run[0] === '(') return targetAt(run.slice(1, end - 1), at + 1)
  return targetAt(run.slice(0, end), at) ?? (closes ? targetAt(run.slice(0, end - 1), at) : undefined)
}

function targetAt(href: string, start: number): Target | undefined {
  const id = parseNotionUrl(href)?.id ?? idOfPath(href)
  return id === undefined ? undefined : {start, end: start + href.length, href, id}
}

/** The digits in front of a document's extension. */
function idOfPath(href: string): Id | undefined {
  const dot = href.lastIndexOf('.')
  return dot >= 32 && isId(href, dot - 32) && DOCUMENT.test(href) ? href.slice(dot - 32, dot) : undefined
}

/** A page or database that a relation cell names, with what the cell calls it. */
export interface Relation extends Target {
  /** The label in front of the target; undefined where a cell holds targets alone. */
  readonly label?: string | undefined
}

/**
 * A cell that is nothing but a relation, taken apart: `Title (target)` or targets alone, joined by `, `.
 * Undefined when text is left over; then it is a sentence that mentions a page. Empty for an empty cell.
 * `targets` are those of the cell, for who has found them already.
 */
export function parseRelation(cell: string, targets = findTargets(cell)): Relation[] | undefined {
  const relations: Relation[] = []
  let at = 0
  for (const target of targets) {
    const isBracketed = cell[target.start - 1] === '(' && cell[target.end] === ')'
    const open = isBracketed ? target.start - 1 : target.start
    const before = cell.slice(at, open)
    if (isBracketed ? !before.endsWith(' ') && before !== '' : before !== '') return undefined
    // All of one shape: there are as many as links, and a copy with something added is made slowly.
    const {start, end, href, id} = target
    relations.push({start, end, href, id, label: isBracketed ? before.slice(0, -1) : undefined})
    at = isBracketed ? target.end + 1 : target.end
    if (at === cell.length) break
    if (!cell.startsWith(', ', at)) return undefined
    at += 2
  }
  return at === cell.length ? relations : undefined
}

/**
 * What stands in a label before the target's own title, and is no part of it: `‣, ` where a page without access
 * stands before it, since nothing but the title tells where one ends and the other begins. `''` for a label
 * that is the title, or another one.
 */
export function beforeTitle(label: string | undefined, title: string): string {
  if (title === '' || !label?.endsWith(title)) return ''
  const before = label.slice(0, -title.length)
  return before.endsWith(' ') ? before : ''
}
