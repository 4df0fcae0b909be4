/** Our own Markdown links: any title, any address, read by CommonMark as exactly that. */

/** What a label can hold that might be more than a letter. */
const SPECIAL = /[\\[\]`<*_~&\n\r]/
const IMAGE = /\.(?:png|jpe?g|gif|webp|svg|avif|bmp|heic|tiff?|ico)$/i

export function markdownLink(label: string, href: string): string {
  return `[${linkLabel(label)}](${safeHref(href)})`
}

/** A picture where readers can show one, else a link. */
export function markdownFile(name: string, href: string): string {
  return `${isImage(name) ? '!' : ''}${markdownLink(name, href)}`
}

export function isImage(name: string): boolean {
  return IMAGE.test(name)
}

/**
 * Text for between the brackets. Only what would be read as more than a letter gets a backslash, so that
 * most titles look as they did; a title of several lines becomes one, since a link is part of a line.
 */
export function linkLabel(title: string): string {
  if (!SPECIAL.test(title)) return title
  const label = title.replace(/[\n\r]+/g, ' ')
  const once = new Set(['*', '~'].filter(char => label.indexOf(char) === label.lastIndexOf(char)))
  return label.replace(/[\\[\]`<*_~&]/g, (char, at: number) => {
    const next = label[at + 1] ?? ''
    if (char === '\\') return next === '' || /[!-/:-@[-`{-~]/.test(next) ? '\\\\' : char
    if (char === '<') return /[A-Za-z/!?]/.test(next) ? '\\<' : char
    if (char === '&') return /^#?\w+;/.test(label.slice(at + 1, at + 40)) ? '\\&' : char
    // Between letters `_` marks nothing, and nothing does alone.
    if (char === '_' && isLetter(label[at - 1]) && isLetter(next)) return char
    if (once.has(char)) return char
    return `\\${char}`
  })
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /[\p{L}\p{N}]/u.test(char)
}

/** What the destination of a link must not hold: white space, parentheses, `<`, `>`, controls, backslashes. */
const UNSAFE = /[\s()<>\\\u0000-\u001f\u007f]/g
/** Of which nothing is odd, nor special in HTML between double quotes: nearly every destination, and much faster to tell. */
const EVEN = /^[!#-%'*-;=?-[\]-~]*$/
const ODD = /[\s()<>\\&\u0000-\u001f\u007f]/

/** Whether all of a destination is nothing but itself. */
export function isEven(href: string): boolean {
  return EVEN.test(href)
}

/** What ends an address, or is read as something else in it, percent-encoded. */
export function safeHref(href: string): string {
  if (isEven(href) || !ODD.test(href)) return href
  // In a path `%26` is `&`; in the query of a URL it would be another one.
  const and = /^[a-z][a-z+.-]*:/i.test(href) ? '&amp;' : '%26'
  return href.replace(UNSAFE, percent).replace(/&(?=#?\w+;)/g, and)
}

/** One character, percent-encoded. */
export function percent(char: string): string {
  const code = char.charCodeAt(0)
  if (code > 126) return encodeURIComponent(char)
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}`
}
