/** Every link of the export, one by one, against what stands in its place in the output. */

import {barePlaces} from './bare.ts'
import {checkCsv} from './check-cells.ts'
import {type CheckStretch, checkLines} from './check-properties.ts'
import {checkYaml} from './check-yaml.ts'
import {type Blame, brief} from './fault.ts'
import {decodedOnce, outputTarget, type Places, repeats} from './href.ts'
import {htmlSpans, unescapedHtml} from './html.ts'
import {FILE_ID, FOLDER_ID, type InputFile, nameOf} from './input.ts'
import {markdownSpans, unescaped} from './markdown.ts'
import {checkLink, type Document, type Seen} from './one-link.ts'
import type {Output} from './output.ts'
import {readBlock} from './rows.ts'
import {align, inOrder, type Span} from './span.ts'
import type {Stage} from './stage.ts'
import type {ZipFile} from './zip.ts'

export function checkLinks(stage: Stage): void {
  const {places, output, told, blame} = stage
  for (const [file, item] of output.placed) {
    const after = output.files.get(item.path)?.bytes.toString('utf8')
    if (file.kind === 'attachment' || after === undefined) continue
    const common = {file, item, places, output, told, blame}
    if (file.kind === 'csv') {
      const document = {...common, reading: {isCell: true}, read: (raw: string) => raw}
      checkCsv(file, item, after, stage, (was, now, where) =>
        checkText(was, cellSpans(was, file, places), now, document, where),
      )
      continue
    }
    const read = file.kind === 'markdown' ? (raw: string) => unescapedHtml(unescaped(raw)) : unescapedHtml
    checkPage(after, {...common, reading: {isRaw: file.kind === 'index'}, read}, stage)
  }
  for (const {in: path, href} of output.manifest.missing) checkMiss(path, href, output, blame)
}

/** Row pages have their property lines judged by what these mean; everything else by its words and links. */
function checkPage(after: string, document: Document, stage: Stage): void {
  const {file, item, places} = document
  const before = file.bytes.toString('utf8')
  const spans = spansOf(file, item, places)
  const row = file.kind === 'markdown' ? stage.recordOf(file) : undefined
  const block = row && readBlock(before, row.database.properties, row.values)
  const isYaml = stage.style.properties === 'yaml'
  if (!row || !block || (block.properties.length === 0 && !isYaml)) {
    checkText(before, spans, after, document)
    return
  }
  const checkStretch: CheckStretch = (start, end, now) => {
    const inside = spans.filter(span => span.start >= start && span.end <= end)
    const move = (at: number) => at - start
    const moved = inside.map(span => ({
      ...span,
      start: move(span.start),
      end: move(span.end),
      ...(span.of === undefined ? {} : {of: move(span.of)}),
    }))
    checkText(before.slice(start, end), moved, now, document)
  }
  const page = {file, item, database: row.database, block, stage, checkStretch}
  if (isYaml) checkYaml(page, after)
  else checkLines(page, after)
}

/** What the manifest calls missing must stand there; cells hold it decoded. */
function checkMiss(path: string, href: string, output: Output, blame: Blame): void {
  const text = output.files.get(path)?.bytes.toString('utf8')
  if (text === undefined) {
    blame('missing-list', path, 'no such file in the output')
    return
  }
  const cell = (decodedOnce(href) ?? href).replaceAll('"', '""')
  const forms = path.endsWith('.csv') ? [href, cell, cell.replaceAll(', ', ',%20')] : [href]
  if (!forms.some(form => text.includes(form) || unescapedHtml(text).includes(form))) {
    blame('missing-list', path, `does not hold ${brief(href)}`)
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
