// @ts-check
/** Pages as Notion writes them in HTML (2025): all on one line, every block with an id of its own. */
import {createHash} from 'node:crypto'
import {href} from '../../../fixtures/sample-export/notion.js'
import {COLUMNS} from './databases.js'
import {documentOf} from './document.js'
import {STYLE} from './style.js'
import {capital} from './words.js'

/**
 * @typedef {import('./document.js').Block} Block
 * @typedef {import('./document.js').Line} Line
 * @typedef {import('./document.js').Link} Link
 * @typedef {import('./workspace.js').Place} Place
 * @typedef {import('./workspace.js').Database} Database
 * @typedef {() => string} NextId
 */

/**
 * @param {Place} place
 * @param {import('./workspace.js').Workspace} workspace
 */
export function htmlPage(place, workspace) {
  const nextId = blockIds(place.id)
  const blocks = documentOf(place, workspace).map(
    block => `<div style="display:contents" dir="auto">${print(place, block, nextId)}</div>`,
  )
  return page(place, properties(place), blocks.join(''))
}

/** @type {Readonly<Record<string, string>>} */
const ESCAPES = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;'}

/** The page of a database: a table with a line for each row. @param {Database} database */
export function htmlDatabase(database) {
  const types = COLUMNS[database.kind]
  const columns = Object.keys(types)
  const from = {file: database.link}
  const rows = database.rows.map(row => {
    const cells = columns.map(name => {
      if (name === 'Name')
        return `<td class="cell-title">${anchor(from, {label: row.title, path: row.file})}</td>`
      const value = row.values.get(name)
      return `<td class="cell-${name}">${value ? printValue(from, types[name], value) : ''}</td>`
    })
    return `<tr id="${dashed(row.id)}">${cells.join('')}</tr>`
  })
  const head = columns.map(name => `<th>${name}</th>`).join('')
  const table = `<table class="collection-content"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`
  return page(database, '', table)
}

/** @param {{title: string, id: string}} of @param {string} header @param {string} body */
function page({title, id}, header, body) {
  const name = escapeHtml(title)
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"/><title>${name}</title>${STYLE}</head><body><article id="${dashed(id)}" class="page sans"><header><h1 class="page-title" dir="auto">${name}</h1><p class="page-description" dir="auto"></p>${header}</header><div class="page-body">${body}</div></article><span class="sans" style="font-size:14px;padding-top:2em"></span></body></html>`
}

/** @param {Place} place */
function properties(place) {
  if (!place.rowOf) return ''
  const columns = COLUMNS[place.rowOf.kind]
  const lines = [...place.values].map(
    ([name, value]) =>
      `<tr class="property-row property-row-${columns[name]}"><th><span class="icon property-icon"></span>${name}</th><td>${printValue(place, columns[name], value)}</td></tr>`,
  )
  return `<table class="properties"><tbody>${lines.join('')}</tbody></table>`
}

/**
 * @param {{file: string}} from
 * @param {import('./databases.js').Type | undefined} type
 * @param {import('./databases.js').Value} value
 */
function printValue(from, type, value) {
  if ('text' in value) return printText(type, value.text)
  if ('rows' in value) {
    return value.rows.map(({title, file}) => anchor(from, {label: title, path: file})).join(', ')
  }
  return value.files.map(({name, path}) => `<span>${anchor(from, {label: name, path})}</span>`).join(', ')
}

/** @param {import('./databases.js').Type | undefined} type @param {string} value */
function printText(type, value) {
  const option = (/** @type {string} */ name) =>
    `<span class="selected-value select-value-color-blue">${escapeHtml(name)}</span>`
  switch (type) {
    case 'checkbox':
      return `<div class="checkbox checkbox-${value === 'Yes' ? 'on' : 'off'}"></div>`
    case 'date':
      return `<time>@${value}</time>`
    case 'select':
      return option(value)
    case 'multi_select':
      return value.split(', ').map(option).join('')
    default:
      return escapeHtml(value)
  }
}

/** @param {Place} place @param {Block} block @param {NextId} nextId @returns {string} */
function print(place, block, nextId) {
  const inline = (/** @type {Line} */ line) => line.map(span => text(place, span)).join('')
  const id = `id="${nextId()}"`
  switch (block.kind) {
    case 'heading':
      return `<h${block.level} ${id} class="">${block.text}</h${block.level}>`
    case 'paragraph':
      return `<p ${id} class="">${inline(block.line)}</p>`
    case 'quote':
      return `<blockquote ${id} class="">${inline(block.line)}</blockquote>`
    case 'callout':
      return `<figure class="block-color-gray_background callout" style="white-space:pre-wrap;display:flex" ${id}><div style="font-size:1.5em"><span class="icon">💡</span></div><div style="width:100%">${inline(block.line)}</div></figure>`
    case 'bullets':
      return block.lines
        .map(
          line =>
            `<ul id="${nextId()}" class="bulleted-list"><li style="list-style-type:disc">${inline(line)}</li></ul>`,
        )
        .join('')
    case 'numbers':
      return block.lines
        .map(
          (line, i) =>
            `<ol type="1" id="${nextId()}" class="numbered-list" start="${i + 1}"><li>${inline(line)}</li></ol>`,
        )
        .join('')
    case 'todo':
      return block.lines
        .map(
          (line, i) =>
            `<ul id="${nextId()}" class="to-do-list"><li><div class="checkbox checkbox-${i % 2 ? 'on' : 'off'}"></div> <span class="to-do-children-unchecked">${inline(line)}</span></li></ul>`,
        )
        .join('')
    case 'toggle':
      return `<ul ${id} class="toggle"><li><details open=""><summary>${inline(block.summary)}</summary><p id="${nextId()}" class="">${inline(block.line)}</p></details></li></ul>`
    case 'table': {
      const rows = block.cells.map(
        cells =>
          `<tr id="${nextId()}">${cells.map(cell => `<td class="">${inline(cell)}</td>`).join('')}</tr>`,
      )
      return `<table ${id} class="simple-table"><tbody>${rows.join('')}</tbody></table>`
    }
    case 'code':
      return `<pre ${id} class="code"><code class="language-${capital(block.language)}">${escapeHtml(block.text)}</code></pre>`
    case 'equation':
      return `<figure ${id} class="equation"><div class="equation-container">${escapeHtml(block.text)}</div></figure>`
    case 'divider':
      return `<hr ${id}/>`
    case 'page':
    case 'database':
      return `<figure ${id} class="link-to-page">${anchor(place, block.link)}</figure>`
    case 'image':
      return `<figure ${id} class="image"><a href="${target(place, block.link)}"><img style="width:640px" src="${target(place, block.link)}"/></a></figure>`
    default:
      return `<figure ${id}><div class="source">${anchor(place, block.link)}</div></figure>`
  }
}

/** @param {Place} place @param {import('./document.js').Span} span */
function text(place, span) {
  if (typeof span === 'string') return span
  if ('bold' in span) return `<strong>${span.bold}</strong>`
  if ('code' in span) return `<code>${span.code}</code>`
  return anchor(place, span)
}

/** @param {{file: string}} from @param {Link} link */
function anchor(from, link) {
  return `<a href="${target(from, link)}">${escapeHtml(link.label)}</a>`
}

/** @param {{file: string}} from @param {Link} link */
function target(from, link) {
  return escapeHtml('url' in link ? link.url : href(from, link.path))
}

/** @param {string} text */
function escapeHtml(text) {
  return text.replace(/[&<>"']/g, char => ESCAPES[char] ?? char)
}

/** @param {string} id */
function dashed(id) {
  return id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/**
 * Ids of blocks begin as that of their page, since both were made on one day.
 *
 * @param {string} pageId
 * @returns {NextId}
 */
function blockIds(pageId) {
  const begin = dashed(pageId).slice(0, 14)
  const digits = createHash('sha256').update(pageId).digest('hex')
  let count = 0
  return () =>
    `${begin}80${digits.slice(0, 2)}-b${digits.slice(2, 5)}-${digits.slice(5, 11)}${(count++).toString(16).padStart(6, '0')}`
}
