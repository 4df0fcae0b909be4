import type {Nodes} from 'mdast'
import {type CompileContext, type Extension, fromMarkdown, type Token} from 'mdast-util-from-markdown'
import {InlineScanner} from './markdown-inline.ts'
import type {FoundLink, Has, LinkKind, Open} from './markdown-link.ts'

interface Span {
  readonly start: number
  readonly end: number
}

/** The links of `src.slice(from, to)`, a page or a part that stands on its own, as remark finds them. */
export function remarkLinks(src: string, from: number, to: number, has?: Has): FoundLink[] {
  const text = src.slice(from, to)
  const found: Open<FoundLink>[] = []
  const tree = fromMarkdown(text, {mdastExtensions: [places(text, found)]})
  const {html, prose, sentences} = spansOf(tree, text)
  const links = withUnreadable(found, prose, new InlineScanner(text, has))
  // `[1]: [Paper](https://…)` is a definition for CommonMark, and a sentence with a link for who wrote it.
  const inSentences = new InlineScanner(text, has)
  for (const {start, end} of sentences) inSentences.scan(start, end, false, links)
  const inHtml = new InlineScanner(text, has)
  for (const {start, end, flow} of html) {
    const inside: Open<FoundLink>[] = []
    inHtml.scan(start, end, flow, inside)
    links.push(...(flow ? inside : inside.filter(link => link.kind === 'attribute')))
  }
  for (const link of links) {
    link.start += from
    link.end += from
    link.labelStart += from
    link.labelEnd += from
  }
  return links.sort((a, b) => a.start - b.start)
}

interface Label extends Span {
  readonly image: boolean
}

/** The tree does not say where a destination is; the tokens that it is made of do. */
function places(text: string, links: Open<FoundLink>[]): Extension {
  /** Labels whose target has not been seen. */
  const open: Label[] = []
  let definition: Span = {start: 0, end: 0}
  const found = (token: Token, label: Span, use: FoundLink['use'], kind: LinkKind): void => {
    const {start, end} = spanOf(token)
    const href = text.slice(start, end)
    links.push({href, start, end, labelStart: label.start, labelEnd: label.end, use, kind})
  }
  return {
    enter: {
      labelText(token) {
        open.push({...spanOf(token), image: isImage(text, token.start.offset - 1)})
      },
      resourceDestinationString(this: CompileContext, token) {
        const label = labelBefore(token, open)
        const kind = open.some(outer => outer.image && outer.end > token.start.offset) ? 'alt' : 'inline'
        found(token, label, label.image ? 'embed' : 'link', kind)
        this.buffer()
      },
      definitionLabelString(this: CompileContext, token) {
        definition = spanOf(token)
        this.buffer()
      },
      definitionDestinationString(this: CompileContext, token) {
        const {start, end} = spanOf(token)
        if (!text.slice(start, end).includes('](')) found(token, definition, 'link', 'definition')
        this.buffer()
      },
    },
  }
}

/** Whether the bracket has a `!` before it that nothing escapes. */
function isImage(text: string, bracket: number): boolean {
  return text[bracket - 1] === '!' && !isEscaped(text, bracket - 1)
}

function isEscaped(text: string, at: number): boolean {
  let first = at
  while (text[first - 1] === '\\') first--
  return (at - first) % 2 === 1
}

function spanOf(token: Token): Span {
  return {start: token.start.offset, end: token.end.offset}
}

/** The label that ends last before the target; the ones before it have none, those around it are left. */
function labelBefore(target: Token, open: Label[]): Label {
  let label: Label | undefined
  while (open.length > 0 && open[open.length - 1]!.end < target.start.offset) {
    const last = open.pop()!
    if (label === undefined || last.end > label.end) label = last
  }
  return label!
}

/** Where HTML is, in the text or as a block; paragraphs and headings; definitions that hold a link. In order. */
function spansOf(
  tree: Nodes,
  text: string,
): {html: (Span & {flow: boolean})[]; prose: Span[]; sentences: Span[]} {
  const sentences: Span[] = []
  const html: (Span & {flow: boolean})[] = []
  const prose: Span[] = []
  const open: {node: Nodes; flow: boolean}[] = [{node: tree, flow: true}]
  for (let next = open.pop(); next; next = open.pop()) {
    const {node, flow} = next
    const span = {start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0}
    const isProse = node.type === 'paragraph' || node.type === 'heading'
    if (isProse) prose.push(span)
    const target = node.type === 'definition' ? text.slice(span.start, span.end).indexOf('](') : -1
    if (target >= 0) sentences.push({...span, start: span.start + text.slice(span.start).indexOf(']:') + 2})
    if (node.type === 'html') html.push({...span, flow})
    if ('children' in node)
      for (const child of [...node.children].reverse()) open.push({node: child, flow: flow && !isProse})
  }
  return {html, prose, sentences}
}

/** Adds the links whose targets remark takes for text, or takes only the beginning of. */
function withUnreadable(
  found: Open<FoundLink>[],
  prose: readonly Span[],
  scanner: InlineScanner,
): Open<FoundLink>[] {
  const scanned: Open<FoundLink>[] = []
  for (const {start, end} of prose) scanner.scan(start, end, false, scanned)
  const known = new Set(found.map(link => link.start))
  const more = scanned.filter(({kind, start}) => kind === 'notion' || (kind === 'alt' && !known.has(start)))
  if (more.length === 0) return found
  // Links do not nest: one around such a link, or one in its target, is none any more.
  const isLeft = (link: FoundLink): boolean =>
    !more.some(
      ({kind, use, start, end, labelStart, labelEnd}) =>
        (link.start >= start && link.start < end) ||
        (kind === 'notion' &&
          use === 'link' &&
          link.use === 'link' &&
          labelStart < labelEnd &&
          inLabel(link, start)),
    )
  return [...found.filter(isLeft), ...more]
}

function inLabel({labelStart, labelEnd, kind}: FoundLink, at: number): boolean {
  return kind !== 'definition' && at > labelStart && at < labelEnd
}
