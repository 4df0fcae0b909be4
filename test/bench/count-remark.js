// @ts-check
/**
 * Counts the Markdown pages of exports for which the scanner of links asks remark; in a process of its own,
 * so that nothing of it is in what is measured.
 */
import {whenLoaded} from '../../dist/core/on-demand.js'
import {findMarkdownLinks} from '../../dist/core/rewrite/markdown.js'
import {markdownPages} from './pages.js'

let pages = 0
let remark = 0
for (const path of process.argv.slice(2)) {
  for await (const page of markdownPages(path)) {
    pages++
    const found = await whenLoaded(() => findMarkdownLinks(page))
    if (found.remark) remark++
  }
}
process.stdout.write(JSON.stringify({pages, remark}))
