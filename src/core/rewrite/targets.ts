import type {CellLinks} from '../document-links.ts'
import type {Edit} from '../model.ts'
import {findTargets} from '../relation.ts'

/** A page or a file that text names without Markdown's brackets. UTF-16 units of the text. */
export interface Mention {
  readonly start: number
  readonly end: number
  /** As written. */
  readonly href: string
  readonly names: 'page' | 'file'
}

type MentionLinks = Pick<CellLinks, 'relink' | 'hasFile' | 'isFile'>

/**
 * Edits for text that names pages and files: cells of CSVs and property lines (format notes, 3.2 and 4.4).
 * Each keeps its form; only where it leads is made new.
 */
export function targetEdits(text: string, links: MentionLinks): Edit[] {
  const edits: Edit[] = []
  for (const {start, end, href, names} of findMentions(text, links)) {
    const relinked = links.relink(href, names === 'page' ? 'link' : 'embed')
    if (relinked && relinked.href !== href) edits.push({start, end, text: relinked.href})
  }
  return edits
}

/** What a text names, in order; nothing overlaps. */
export function findMentions(text: string, links: Pick<MentionLinks, 'hasFile' | 'isFile'>): Mention[] {
  if (!mayName(text)) return []
  const pages = findTargets(text)
  const mentions: Mention[] = []
  let next = 0
  // Paths hold no white space; a `, ` inside a name is written `,%20`.
  for (const run of text.matchAll(/\S+/g)) {
    const page = pages[next]
    if (page && page.start < run.index + run[0].length) {
      mentions.push({start: page.start, end: page.end, href: page.href, names: 'page'})
      next++
      continue
    }
    const file = fileIn(run[0], links)
    if (!file) continue
    const start = run.index + file.start
    mentions.push({start, end: start + file.href.length, href: file.href, names: 'file'})
  }
  return mentions
}

/** No path has neither a `/`, nor an escape, nor a file's extension. Most cells are told apart by this. */
export function mayName(text: string): boolean {
  return text.includes('/') || text.includes('%') || /\.[0-9A-Za-z]{1,5}(?![0-9A-Za-z])/.test(text)
}

/** The path in a run: all of it, or what is left without brackets and the punctuation of a sentence. */
function fileIn(
  run: string,
  links: Pick<MentionLinks, 'hasFile' | 'isFile'>,
): {start: number; href: string} | undefined {
  const whole = run.endsWith(',') ? run.slice(0, -1) : run
  if (!mayName(whole) || /^[a-z]+:\/\//i.test(whole)) return undefined
  if (links.hasFile(whole)) return {start: 0, href: whole}
  const start = /^[("'[]/.test(whole) ? 1 : 0
  const href = whole.slice(start).replace(/[,.;:!?)\]"']{1,4}$/, '')
  return links.isFile(href) ? {start, href} : undefined
}
