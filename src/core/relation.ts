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
  for (const run of text.matchAll(/\S+/g)) {
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
  if (run.length < 32) return undefined
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
