/** One link: where it led in the export, and where it leads now (design, section 6). */
import {type Blame, brief} from './fault.ts'
import {decodedOnce, outputTarget, type Places, type Reading, type Target} from './href.ts'
import {FILE_ID, FOLDER_ID, type InputFile, nameOf} from './input.ts'
import type {Item, Output} from './output.ts'
import type {Span} from './span.ts'

export interface Told {
  readonly code: string
  readonly path: string
  readonly detail?: string
}

/** All that is needed to judge the links of one document. */
export interface Document {
  readonly file: InputFile
  readonly item: Item
  readonly reading: Reading
  readonly places: Places
  readonly output: Output
  readonly told: readonly Told[] | undefined
  /** From the format's own spelling to what a reader sees. */
  readonly read: (raw: string) => string
  readonly blame: Blame
}

/** `where` names the cell of a table; elsewhere it is the path. */
export type Seen = Document & {readonly where: string}
export type SayFault = (kind: string, why: string) => void

export function checkLink(span: Span, raw: string, isSame: boolean, document: Seen): void {
  const {file, item, places, output, where} = document
  const target = places.resolve(file.path, span.href, document.reading)
  const href = document.read(raw)
  const fault = (kind: string, why: string) =>
    document.blame(kind, where, `${brief(span.href)} became ${brief(href)}: ${why}`)
  if (target.to === 'untouched') {
    if (!isSame) fault('link-touched', 'was not to be touched')
    return
  }
  const to = outputTarget(item.path, href)
  if (target.to === 'outside') {
    checkOutside(span, target, href, isSame, document, fault)
    return
  }
  if (!to) {
    fault('link-network', 'leads out of the archive')
    return
  }
  if (!isSame && file.kind !== 'csv') checkForm(href, fault)
  const reached = output.files.has(to.path)
  if (target.to === 'unknown') {
    if (reached) {
      const origin = [...output.placed].find(([, other]) => other.path === to.path)?.[0]
      if (origin && !sameName(nameOf(origin.path), target.name))
        fault('link-misled', `was ${brief(target.name)}`)
    } else checkMissing(href, to.path, document, fault)
    return
  }
  const allowed = target.to === 'file' ? fileGoals(target.file, output) : idGoals(target.id, output)
  if (!allowed.has(to.path)) {
    fault(
      reached ? 'link-misled' : 'link-dead',
      `expected ${[...allowed].map(path => brief(path)).join(' or ')}`,
    )
  } else checkFragment(target, to, span, document, fault)
}

/** Where a link to this very file may lead: to itself, or to what stands for its database. */
export function fileGoals(file: InputFile, output: Output): Set<string> {
  const item = output.placed.get(file)
  if (!item) return new Set()
  if (item.kind !== 'database' && item.kind !== 'view') return new Set([item.path])
  const databases = output.byId.get(item.id!)?.some(other => other.kind === 'database')
  return databases ? idGoals(item.id!, output) : new Set([item.path])
}

/** Where a link to this id may lead. A view does not stand for its database when that is here. */
export function idGoals(id: string, output: Output): Set<string> {
  const items = output.byId.get(id) ?? []
  const best = items.filter(item => item.kind !== 'view')
  const pages = best.filter(item => item.path.endsWith('.html') || item.kind === 'table')
  const databases = best.some(item => item.kind === 'database') && pages.length > 0 ? pages : best
  return new Set((databases.length > 0 ? databases : items).map(item => item.path))
}

function checkOutside(
  span: Span,
  target: Target & {to: 'outside'},
  href: string,
  isSame: boolean,
  document: Seen,
  fault: SayFault,
): void {
  if (target.isUrl && isSame) return
  if (span.use === 'embed') {
    const to = outputTarget(document.item.path, href)
    if (!to) fault('embed-network', 'a page must not call home')
    else checkMissing(href, to.path, document, fault)
    return
  }
  if (href !== `https://www.notion.so/${target.id}`) {
    fault('link-dead', 'the page is not in the export')
    return
  }
  const isTold = ({code, path, detail}: Told) =>
    code === 'page-outside' &&
    path === document.item.path &&
    (detail === undefined || decodedOnce(detail)?.includes(target.id))
  if (document.told && !target.isUrl && !document.told.some(isTold))
    fault('untold', 'no page-outside in the report')
}

/** Files that the export does not hold: the only links that may be dead, and only when told. */
function checkMissing(href: string, path: string, document: Seen, fault: SayFault): void {
  const {output, item, told} = document
  const isListed = output.manifest.missing.some(miss => miss.in === item.path && miss.href === href)
  if (!isListed) {
    fault('link-dead', 'leads nowhere, and the manifest does not list it as missing')
    return
  }
  if (path.split('/').some(name => FOLDER_ID.test(name) || FILE_ID.test(name)))
    fault('missing-unclean', 'an id is left')
  if (told && !told.some(({code, path}) => code === 'file-missing' && path === item.path)) {
    fault('untold', 'no file-missing in the report')
  }
}

/** Section 6: `encodeURI` plus `( ) # ?`. In HTML a block's anchor may follow. */
export function checkForm(href: string, fault: SayFault): void {
  const path = href.replace(/#[^#]*$/, '')
  const plain = decodedOnce(path)
  const expected =
    plain && encodeURI(plain).replace(/[()#?]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
  if (path !== expected) fault('href-form', `not encoded as ${brief(String(expected))}`)
}

/** HTML keeps anchors that the page has, with dashes; nobody keeps others. */
function checkFragment(
  target: Target & {to: 'file' | 'id'},
  to: {path: string; fragment: string},
  span: Span,
  document: Seen,
  fault: SayFault,
): void {
  const page = document.output.files.get(to.path)!
  if (span.use !== 'link' || document.file.kind !== 'html' || !to.path.endsWith('.html')) {
    if (to.fragment !== '' && !to.path.endsWith('.html')) fault('anchor', 'only HTML has anchors')
    return
  }
  const dashed = target.fragment.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const isThere = dashed !== '' && page.bytes.includes(`id="${dashed}"`)
  if (to.fragment !== (isThere ? dashed : '')) fault('anchor', `expected ${brief(isThere ? dashed : '')}`)
}

export function sameName(a: string, b: string): boolean {
  const plain = (name: string) => (decodedOnce(name) ?? name).normalize('NFC')
  return plain(a) === plain(b) || plain(plain(a)) === plain(plain(b))
}
