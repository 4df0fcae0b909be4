/**
 * The places of a document that a repair may touch. Everything between them must come back to the
 * unit, which is how the judge knows that no word is lost, and which output link is which input link.
 */
import type {Blame} from './fault.ts'
import {brief} from './fault.ts'

export interface Span {
  readonly start: number
  readonly end: number
  /**
   * `link` and `embed` hold an href. `bare` is an href that only Notion means as one (property lines,
   * cells). `label` is text that repeats the href of another span; `name` an entry of an index.
   */
  readonly use: 'link' | 'embed' | 'bare' | 'label' | 'name'
  /** As a reader of the format sees it, without entities and backslashes. */
  readonly href: string
  /** Nobody promises that this is a link: it may stay as it is. */
  readonly isSoft?: boolean
  /** Of a label: where the span begins whose href it repeats. */
  readonly of?: number
}

/** The same spans of the output's text, or undefined (and a fault) when the words between differ. */
export function align(
  before: string,
  spans: readonly Span[],
  after: string,
  path: string,
  blame: Blame,
): string[] | undefined {
  const found: string[] = []
  let at = 0
  let from = 0
  for (let i = 0; i <= spans.length; i++) {
    const span = spans[i]
    const words = before.slice(from, span?.start ?? before.length)
    const start = i === 0 ? 0 : locate(before, spans, i, words, after, at)
    if (start < 0 || !after.startsWith(words, start)) {
      const near = differsAt(words, after.slice(at))
      blame(
        'words',
        path,
        `input has ${brief(words.slice(near), 60)}, output ${brief(after.slice(at + near), 60)}`,
      )
      return undefined
    }
    if (i > 0) found.push(after.slice(at, start))
    at = start + words.length
    if (span) from = span.end
  }
  if (at !== after.length) {
    blame('words', path, `output has more at its end: ${brief(after.slice(at), 60)}`)
    return undefined
  }
  return found
}

/** Where the words behind the rewritten span i - 1 begin. Hrefs hold no white space, labels no newline. */
function locate(
  before: string,
  spans: readonly Span[],
  i: number,
  words: string,
  after: string,
  at: number,
): number {
  if (i === spans.length) {
    const end = after.length - words.length
    return end >= at && isSpanText(before, spans[i - 1]!, after.slice(at, end)) ? end : -1
  }
  for (let start = after.indexOf(words, at); start >= 0; start = after.indexOf(words, start + 1)) {
    const text = after.slice(at, start)
    if (isSpanText(before, spans[i - 1]!, text) && (words !== '' || text !== '')) return start
    if (text.includes('\n')) return -1
  }
  return -1
}

function isSpanText(before: string, span: Span, text: string): boolean {
  if (text === before.slice(span.start, span.end)) return true
  return span.use === 'label' || span.use === 'name' ? !/[\n<]/.test(text) : !/[\s"<>]/.test(text)
}

function differsAt(words: string, text: string): number {
  let i = 0
  while (i < words.length && words[i] === text[i]) i++
  return Math.max(0, i - 20)
}

/** In order and without overlaps; of two that overlap the one that was found first stays. */
export function inOrder(spans: readonly Span[]): Span[] {
  const kept: Span[] = []
  for (const span of spans) {
    if (!kept.some(other => span.start < other.end && other.start < span.end)) kept.push(span)
  }
  return kept.sort((a, b) => a.start - b.start)
}
