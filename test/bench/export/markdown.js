// @ts-check
/** Pages as Notion writes them in Markdown: labels not escaped, paths by `encodeURI`, no newline at the end. */
import {href} from '../../../fixtures/sample-export/notion.js'
import {valueOnPage} from './databases.js'
import {documentOf} from './document.js'

/**
 * @typedef {import('./document.js').Block} Block
 * @typedef {import('./document.js').Line} Line
 * @typedef {import('./document.js').Link} Link
 * @typedef {import('./workspace.js').Place} Place
 */

/**
 * @param {Place} place
 * @param {import('./workspace.js').Workspace} workspace
 */
export function markdownPage(place, workspace) {
  const blocks = documentOf(place, workspace).map(block => print(place, block))
  return [`# ${place.title}`, ...properties(place), ...blocks].join('\n\n')
}

/** @param {Place} place */
function properties(place) {
  const lines = [...place.values].map(([name, value]) => `${name}: ${valueOnPage(place, value)}`)
  return lines.length > 0 ? [lines.join('\n')] : []
}

/** @param {Place} place @param {Block} block @returns {string} */
function print(place, block) {
  const inline = (/** @type {Line} */ line) => line.map(span => text(place, span)).join('')
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${block.text}`
    case 'paragraph':
      return inline(block.line)
    case 'quote':
      return `> ${inline(block.line)}\n> `
    case 'callout':
      return `<aside>\n💡 ${inline(block.line)}\n\n</aside>`
    case 'bullets':
      return block.lines.map((line, i) => `${i % 4 === 3 ? '    ' : ''}- ${inline(line)}`).join('\n')
    case 'numbers':
      return block.lines.map((line, i) => `${i + 1}. ${inline(line)}`).join('\n')
    case 'todo':
      return block.lines.map((line, i) => `- [${i % 2 ? 'x' : ' '}]  ${inline(line)}`).join('\n')
    case 'toggle':
      return `- ${inline(block.summary)}\n    \n    ${inline(block.line)}\n    `
    case 'table': {
      const rows = block.cells.map(cells => `| ${cells.map(inline).join(' | ')} |`)
      rows.splice(1, 0, `|${' --- |'.repeat(block.cells[0]?.length ?? 0)}`)
      return rows.join('\n')
    }
    case 'code':
      return `\`\`\`${block.language}\n${block.text}\n\`\`\``
    case 'equation':
      return `$$\n${block.text}\n$$`
    case 'divider':
      return '---'
    case 'image':
      return `!${link(place, block.link)}`
    default:
      return link(place, block.link)
  }
}

/** @param {Place} place @param {import('./document.js').Span} span */
function text(place, span) {
  if (typeof span === 'string') return span
  if ('bold' in span) return `**${span.bold}**`
  if ('code' in span) return `\`${span.code}\``
  return link(place, span)
}

/** @param {Place} place @param {Link} to */
function link(place, to) {
  return `[${to.label}](${'url' in to ? to.url : href(place, to.path)})`
}
