import {parseNotionUrl} from './href.ts'
import type {Id} from './model.ts'

/** A page or database that a cell or a property line names, by path or by URL of Notion's. */
export interface Target {
  /** UTF-16 units of the text, without brackets around. */
  readonly start: number
  readonly end: number
  readonly href: string
  readonly id: Id
}

const PATH = /([0-9a-f]{32})\.(?:md|csv|html)$/

/**
 * The targets of a cell, of every era: `Title (path)`, `Title (URL?pvs=21)`, paths alone, URLs alone,
 * joined by `, ` (format notes, 4.5). Titles hold commas, brackets and newlines, but a target holds no white
 * space, so each run without white space is one target or none; never split at commas.
 */
export function findTargets(text: string): Target[] {
  // Most cells name nothing: an id is the cheapest sign of a target.
  if (!/[0-9a-f]{32}/.test(text)) return []
  const targets: Target[] = []
  for (const run of text.matchAll(/\S{32,}/g)) {
    const target = targetIn(run[0])
    if (target) {
      const start = run.index + target.start
      targets.push({...target, start, end: start + target.href.length})
    }
  }
  return targets
}

/** A run is a target in brackets, or bare, with punctuation of the sentence behind it. */
function targetIn(run: string): {start: number; href: string; id: Id} | undefined {
  let end = run.length
  while (end > 0 && /[,.;:!?'"]/.test(run[end - 1]!)) end--
  const bracketed = run[0] === '(' && run[end - 1] === ')'
  const tries = bracketed
    ? [run.slice(1, end - 1)]
    : [run.slice(0, end), run.slice(0, end).replace(/\)$/, '')]
  for (const href of tries) {
    const id = parseNotionUrl(href)?.id ?? PATH.exec(href)?.[1]
    if (id !== undefined) return {start: bracketed ? 1 : 0, href, id}
  }
  return undefined
}

/** A page or database that a relation cell names, with what the cell calls it. */
export interface Relation extends Target {
  /** The label in front of the target; undefined where a cell holds targets alone. */
  readonly label?: string
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
    relations.push({...target, ...(isBracketed && {label: before.slice(0, -1)})})
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
  return title !== '' && label?.endsWith(` ${title}`) ? label.slice(0, -title.length) : ''
}
