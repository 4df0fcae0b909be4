import {inOrder} from '../edit.ts'
import type {Edit, Links, LinkUse, Relinked} from '../model.ts'
import {indexFileLabel, indexFolderLabel} from './html-index.ts'
import {scanHtml} from './html-scan.ts'
import {escapeAttribute, escapeText, repeatedLabel} from './html-text.ts'
import type {Attribute, HtmlVisitor} from './html-visitor.ts'
import {wanted} from './html-wanted.ts'

export {htmlAnchors, htmlDigest, htmlTitle} from './html-digest.ts'

/** Links of HTML pages and of Notion's index (format notes, sections 5 and 6). */

/** Notion writes the path of a file up to three times: `data-notion-image`, `<a href>`, `<img src>`. */
const ATTRIBUTES = [
  'href',
  'src',
  'data-notion-image',
  'data-notion-file',
  'data-notion-video',
  'data-notion-audio',
  'data-notion-pdf',
]
const LINKS = wanted(ATTRIBUTES)
/** A label ends where its element does. */
const LINKS_AND_LABELS = wanted(ATTRIBUTES, ['a'])

/** Edits for the links of one HTML page, or of Notion's index.html; in order. */
export function htmlEdits(text: string, links: Links, format: 'html' | 'index'): Edit[] {
  const edits: Edit[] = []
  eachHtmlEdit(text, links, format, edit => edits.push(edit))
  return edits
}

/** The same one by one: an index can need half a million. */
export function eachHtmlEdit(
  text: string,
  links: Links,
  format: 'html' | 'index',
  take: (edit: Edit) => void,
): void {
  const relinking = new Relinking(links, format, take)
  scanHtml(text, LINKS_AND_LABELS, relinking)
  relinking.end()
}

/** A class, since functions made anew for each page are compiled again and again. */
class Relinking implements HtmlVisitor {
  private readonly links: Links
  private readonly format: 'html' | 'index'
  private readonly take: (edit: Edit) => void
  /** Of the open `<a>` and what is in it: that its text changes too is known at its end. */
  private edits: Edit[] = []
  private anchor: Anchor | undefined

  constructor(links: Links, format: 'html' | 'index', take: (edit: Edit) => void) {
    this.links = links
    this.format = format
    this.take = take
  }

  open(tag: string, attributes: readonly Attribute[]): void {
    if (tag === 'a') this.endAnchor()
    let href: string | undefined
    let target: Relinked | undefined
    for (const attribute of attributes) {
      const use = useOf(tag, attribute)
      if (use === undefined) continue
      const relinked = this.links.relink(attribute.value, use)
      if (attribute.name === 'href') [href, target] = [attribute.value, relinked]
      if (!relinked || relinked.href === attribute.value) continue
      const {start, end, quote} = attribute
      const text = relinked.isEven && quote === '"' ? relinked.href : escapeAttribute(relinked.href, quote)
      this.edits.push({start, end, text})
    }
    if (tag === 'a' && (target || this.format === 'index')) this.anchor = new Anchor(href, target)
  }

  close(tag: string): void {
    if (tag === 'a') this.endAnchor()
  }

  text(value: string, start: number, end: number, raw: string): void {
    if (raw === '') this.anchor?.add(value, start, end)
  }

  listens(): boolean {
    return this.anchor !== undefined
  }

  /** What waits for the end of an `<a>` that has none. */
  end(): void {
    if (this.edits.length === 0) return
    for (const edit of inOrder(this.edits)) this.take(edit)
    this.edits = []
  }

  private endAnchor(): void {
    if (this.anchor) this.relabel(this.anchor)
    this.anchor = undefined
    this.end()
  }

  private relabel(anchor: Anchor): void {
    const run = anchor.run()
    if (!run) return
    const old = run.value.trim()
    const label = newLabel(anchor, old, this.links, this.format)
    if (label === undefined || label === old) return
    // Spaces around the label are kept.
    this.edits.push({start: run.start, end: run.end, text: escapeText(replaceTrimmed(run.value, label))})
  }
}

/** All links of a page, in order. */
export function htmlLinks(
  text: string,
): {href: string; use: LinkUse; attribute: string; start: number; end: number}[] {
  const found: {href: string; use: LinkUse; attribute: string; start: number; end: number}[] = []
  scanHtml(text, LINKS, {
    open(tag, attributes) {
      for (const attribute of attributes) {
        const use = useOf(tag, attribute)
        const {value, name, start, end} = attribute
        if (use !== undefined) found.push({href: value, use, attribute: name, start, end})
      }
    },
  })
  return found
}

/** What a page loads when it is opened is an embed, `<link href>` too; undefined when it is no link. */
function useOf(tag: string, {name, value}: Attribute): LinkUse | undefined {
  if (value === '') return undefined
  if (name !== 'href' || tag === 'link') return 'embed'
  return tag === 'a' || tag === 'area' ? 'link' : undefined
}

function newLabel(anchor: Anchor, label: string, links: Links, format: 'html' | 'index'): string | undefined {
  const {href, target} = anchor
  if (format === 'index') {
    return href === undefined ? indexFolderLabel(label, links) : indexFileLabel(label, href, target, links)
  }
  if (href === undefined || !target || target.href === href) return undefined
  return repeatedLabel(label, href, target)
}

function replaceTrimmed(text: string, label: string): string {
  const start = text.length - text.trimStart().length
  return text.slice(0, start) + label + text.slice(text.trimEnd().length)
}

interface Run {
  value: string
  readonly start: number
  end: number
}

/** An open `<a>` and its text, as long as that is one piece: no name is spread over several elements. */
class Anchor {
  readonly href: string | undefined
  readonly target: Relinked | undefined
  private readonly runs: Run[] = []

  constructor(href: string | undefined, target: Relinked | undefined) {
    this.href = href
    this.target = target
  }

  add(value: string, start: number, end: number): void {
    const last = this.runs.at(-1)
    // An entity of two characters is told twice, with one end.
    if (last && (last.end === start || last.end === end)) {
      last.value += value
      last.end = end
      return
    }
    if (last && isBlank(last)) this.runs.pop()
    if (this.runs.length < 2) this.runs.push({value, start, end})
  }

  /** The only piece of text that is not blank. */
  run(): Run | undefined {
    const [first, second] = this.runs
    if (!second) return first && !isBlank(first) ? first : undefined
    // A blank one would have given way to the second.
    return isBlank(second) ? first : undefined
  }
}

function isBlank(run: Run): boolean {
  return run.value.trim() === ''
}
