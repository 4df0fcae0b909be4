/** Every link of the export, one by one, against what stands in its place in the output. */

import {barePlaces} from './bare.ts'
import {type Csv, readCsv} from './csv.ts'
import {type Blame, brief} from './fault.ts'
import {decodedOnce, outputTarget, Places, repeats} from './href.ts'
import {htmlSpans, unescapedHtml} from './html.ts'
import {FILE_ID, FOLDER_ID, type Input, type InputFile, nameOf} from './input.ts'
import {markdownSpans, unescaped} from './markdown.ts'
import {checkLink, type Document, type Seen, type Told} from './one-link.ts'
import type {Output} from './output.ts'
import {align, inOrder, type Span} from './span.ts'
import type {ZipFile} from './zip.ts'

export function checkLinks(
  input: Input,
  output: Output,
  told: readonly Told[] | undefined,
  blame: Blame,
): void {
  const places = new Places(input)
  for (const [file, item] of output.placed) {
    const after = output.files.get(item.path)?.bytes.toString('utf8')
    if (file.kind === 'attachment' || after === undefined) continue
    const before = file.bytes.toString('utf8')
    const common = {file, item, places, output, told, blame}
    if (file.kind === 'csv') {
      checkCells(before, after, {...common, reading: {isCell: true}, read: raw => raw})
      continue
    }
    const reading = {isRaw: file.kind === 'index'}
    const read = file.kind === 'markdown' ? (raw: string) => unescapedHtml(unescaped(raw)) : unescapedHtml
    checkText(before, spansOf(file, item, places), after, {...common, reading, read})
  }
  for (const {in: path, href} of output.manifest.missing) {
    const text = output.files.get(path)?.bytes.toString('utf8')
    if (text === undefined) blame('missing-list', path, 'no such file in the output')
    else if (!text.includes(href) && !unescapedHtml(text).includes(href)) {
      blame('missing-list', path, `does not hold ${brief(href)}`)
    }
  }
}

/** The places that may change in a page or index. */
export function spansOf(file: InputFile, item: {readonly kind: string}, places: Places): Span[] {
  const text = file.bytes.toString('utf8')
  if (file.kind === 'markdown')
    return markdownSpans(text, item.kind === 'row', href => places.probe(file.path, href))
  return inOrder(htmlSpans(text, file.kind === 'index'))
}

/** The places that may change in a cell. */
function cellSpans(cell: string, file: InputFile, places: Places): Span[] {
  return barePlaces(cell, href => places.probe(file.path, href, {isCell: true})).map(place => ({
    ...place,
    use: 'bare',
    href: cell.slice(place.start, place.end),
  }))
}

function checkCells(before: string, after: string, document: Document): void {
  const {item, blame} = document
  let tables: [Csv, Csv]
  try {
    tables = [readCsv(before), readCsv(after)]
  } catch (error) {
    blame('csv', item.path, String(error))
    return
  }
  const [was, is] = tables
  if (was.hasBom !== is.hasBom) blame('csv', item.path, 'byte order mark')
  if (was.ends.join() !== is.ends.join()) blame('csv', item.path, 'number or kind of line ends')
  const place = (row: number, column: number) => `${item.path} [${row}, ${column}]`
  for (const [row, record] of was.records.entries()) {
    if (record.length !== is.records[row]?.length) blame('csv', item.path, `cells in record ${row}`)
    for (const [column, cell] of record.entries()) {
      const now = is.records[row]?.[column]
      if (!now) continue
      if (cell.text === now.text && cell.raw !== now.raw) blame('csv', place(row, column), 'quoted anew')
      const spans = cellSpans(cell.text, document.file, document.places)
      checkText(cell.text, spans, now.text, document, place(row, column))
    }
  }
}

function checkText(
  before: string,
  spans: readonly Span[],
  after: string,
  document: Document,
  where?: string,
): void {
  const texts = align(before, spans, after, where ?? document.item.path, document.blame)
  if (!texts) return
  const hrefs = new Map<number, string>()
  spans.forEach((span, i) => {
    if (span.use !== 'label' && span.use !== 'name') hrefs.set(span.start, texts[i]!)
  })
  const seen = {...document, where: where ?? document.item.path}
  spans.forEach((span, i) => {
    const raw = texts[i]!
    const isSame = raw === before.slice(span.start, span.end)
    if (span.use === 'label') checkLabel(span, raw, hrefs.get(span.of!) ?? '', seen)
    else if (span.use === 'name') checkName(span, raw, before.slice(span.start, span.end), seen)
    else if (!(span.isSoft && isSame)) checkLink(span, raw, isSame, seen)
  })
}

/** The label repeated the old path: now it is the new file's name. */
function checkLabel(span: Span, raw: string, rawHref: string, document: Seen): void {
  const href = document.read(rawHref)
  const to = outputTarget(document.item.path, href)
  const label = document.read(raw)
  if (!to) {
    if (!href.startsWith('https://www.notion.so/') && label !== span.href)
      document.blame('label', document.where, brief(label))
    return
  }
  const isUnchanged = href === span.href && repeats(label, href)
  // A visible path may as well be the new path, decoded; an id or an escape must be gone.
  if (
    !isUnchanged &&
    label !== nameOf(to.path) &&
    decodedOnce(label) !== to.path &&
    !to.path.endsWith(`/${label}`)
  ) {
    document.blame('label', document.where, `${brief(label)} for ${brief(to.path)}`)
  }
}

function checkName(_span: Span, raw: string, before: string, document: Seen): void {
  const name = document.read(raw)
  const was = document.read(before)
  const id = FILE_ID.exec(was)?.[1] ?? FOLDER_ID.exec(was)?.[1]
  if (name === '') document.blame('index-name', document.where, `nothing left of ${brief(was)}`)
  if (id && document.places.ids.has(id) && name.includes(id))
    document.blame('index-name', document.where, brief(name))
}

/** The sweep that trusts no alignment: no relative link of any output document leads nowhere. */
export function checkDeadLinks(output: Output, blame: Blame): void {
  const missing = new Set(output.manifest.missing.map(miss => `${miss.in}\n${miss.href}`))
  const attachments = output.manifest.items.filter(item => item.kind === 'attachment')
  const foreign = new Set(attachments.map(item => item.path))
  for (const {path, href} of deadLinks([...output.files.values()])) {
    if (foreign.has(path) || missing.has(`${path}\n${href}`)) continue
    blame('link-dead', path, `${brief(href)} leads nowhere`)
  }
}

/** All relative links of Markdown and HTML files that lead to no file, as written. */
export function deadLinks(files: readonly ZipFile[]): {path: string; href: string; use: Span['use']}[] {
  const paths = new Set(files.map(file => file.name))
  return files.flatMap(({name, bytes}) => {
    if (!/\.(?:md|html)$/.test(name)) return []
    const text = bytes.toString('utf8')
    const spans = name.endsWith('.md') ? markdownSpans(text, false, () => 'nothing') : htmlSpans(text, false)
    const links = spans.filter(
      span => (span.use === 'link' || span.use === 'embed') && !/^(?:#|$)/.test(span.href),
    )
    const dead = links.filter(span => {
      const to = outputTarget(name, span.href)
      return to && !paths.has(to.path)
    })
    return dead.map(({href, use}) => ({path: name, href, use}))
  })
}
