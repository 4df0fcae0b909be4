/** A link of a Markdown page: where it is, and how it was written. All places are UTF-16 units of the page. */
export interface FoundLink {
  /** As written, between the parentheses (or quotes), without `<` and `>`. */
  readonly href: string
  readonly start: number
  readonly end: number
  /** What stands between the brackets; an empty span where there is no label. */
  readonly labelStart: number
  readonly labelEnd: number
  readonly use: 'link' | 'embed'
  readonly kind: LinkKind
}

/**
 * - `inline`: `[label](href)` and `![alt](href)`, as CommonMark reads them
 * - `definition`: `[label]: href`
 * - `attribute`: `<a href>` and `<img src>`
 * - `html-text`: written like `inline`, but in an HTML block (a callout), where Notion means a link
 * - `notion`: the target is one that CommonMark cannot read
 * - `alt`: a link in the caption of an image; CommonMark keeps only its words
 */
export type LinkKind = 'inline' | 'definition' | 'attribute' | 'html-text' | 'notion' | 'alt'

/** Whether a link as written leads to something; see `Links.has`. */
export type Has = (href: string) => boolean

export type Open<T> = {-readonly [K in keyof T]: T[K]}

/** Character codes by name, for loops over `charCodeAt`. */
export const TAB = 9
export const LF = 10
export const SPACE = 32
export const BANG = 33
export const QUOTE = 34
export const APOSTROPHE = 39
export const OPEN = 40
export const CLOSE = 41
export const DASH = 45
export const SLASH = 47
export const LESS = 60
export const EQUALS = 61
export const GREATER = 62
export const LEFT = 91
export const BACKSLASH = 92
export const RIGHT = 93
export const TICK = 96

export function isSpace(code: number): boolean {
  return code === SPACE || code === LF || code === TAB
}

export function isAlpha(code: number): boolean {
  const lower = code | 32
  return lower >= 97 && lower <= 122
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** NUL is not one: Markdown reads it as U+FFFD. */
export function isControl(code: number): boolean {
  return (code < SPACE && code > 0) || code === 127
}

/** What a backslash can escape. */
export function isPunctuation(code: number): boolean {
  return (
    (code > 32 && code < 48) ||
    (code > 57 && code < 65) ||
    (code > 90 && code < 97) ||
    (code > 122 && code < 127)
  )
}
