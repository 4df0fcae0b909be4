import type {CellLinks} from '../cells.ts'
import type {Edit} from '../model.ts'
import {findTargets} from '../relation.ts'

/**
 * Edits for text that names pages and files without Markdown's brackets: cells of CSVs and property lines
 * (format notes, 3.2 and 4.4). Each target keeps its form; only where it leads is made new.
 */
export function targetEdits(text: string, links: Pick<CellLinks, 'relink' | 'isFile'>): Edit[] {
  if (!mayName(text)) return []
  const edits: Edit[] = []
  const pages = findTargets(text)
  for (const {start, end, href} of pages) {
    const relinked = links.relink(href, 'link')
    if (relinked && relinked.href !== href) edits.push({start, end, text: relinked.href})
  }
  let next = 0
  for (const {start, end} of findFiles(text, links)) {
    while (next < pages.length && pages[next]!.end <= start) next++
    const page = pages[next]
    if (page && page.start < end) continue
    const href = text.slice(start, end)
    const relinked = links.relink(href, 'embed')
    if (relinked && relinked.href !== href) edits.push({start, end, text: relinked.href})
  }
  return edits
}

/** No path has neither a `/`, nor an escape, nor a file's extension. Most cells are told apart by this. */
function mayName(text: string): boolean {
  return text.includes('/') || text.includes('%') || /\.[0-9A-Za-z]{1,5}(?![0-9A-Za-z])/.test(text)
}

/** Encoded paths of files, joined by `, `. They hold no white space; a `, ` inside a name is `,%20`. */
function findFiles(
  text: string,
  links: Pick<CellLinks, 'relink' | 'isFile'>,
): {start: number; end: number}[] {
  const files: {start: number; end: number}[] = []
  for (const run of text.matchAll(/\S+/g)) {
    const found = fileIn(run[0], links)
    if (found) files.push({start: run.index + found.start, end: run.index + found.end})
  }
  return files
}

/** The path in a run: all of it, or what is left without brackets and the punctuation of a sentence. */
function fileIn(
  run: string,
  links: Pick<CellLinks, 'relink' | 'isFile'>,
): {start: number; end: number} | undefined {
  const whole = {start: 0, end: run.endsWith(',') ? run.length - 1 : run.length}
  const path = run.slice(whole.start, whole.end)
  if (!mayName(path) || /^[a-z]+:\/\//i.test(path)) return undefined
  if (links.isFile(path)) return whole
  const start = /^[("'[]/.test(path) ? 1 : 0
  const bare = path.slice(start).replace(/[,.;:!?)\]"']{1,4}$/, '')
  return links.isFile(bare) ? {start, end: start + bare.length} : undefined
}
