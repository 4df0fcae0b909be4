/**
 * Where the id begins in a relative link that can be read in one way only: an encoded path whose last segment
 * ends in ` <id>.md`, `.csv` or `.html`, without a fragment, a query or anything else to think about; -1 for
 * any other link. Whether these are the digits of an id remains to be seen.
 */
export function plainId(href: string): number {
  const dot = documentDot(href)
  const at = dot - 32
  if (at < 3 || href.length > LONGEST || !href.startsWith('%20', at - 3)) return -1
  return isPlain(href) ? at : -1
}

/** Where the extension of a document begins; -1 when it ends in another, or in none. */
function documentDot(href: string): number {
  const last = href.charCodeAt(href.length - 1)
  const extension = last === LOWER_D ? '.md' : last === LOWER_V ? '.csv' : '.html'
  const dot = href.length - extension.length
  return href.startsWith(extension, dot) ? dot : -1
}

const LOWER_D = 0x64
const LOWER_V = 0x76

/** Longer ones could make the pattern take more memory than it may have. */
const LONGEST = 4096

function isPlain(href: string): boolean {
  if (!PLAIN.test(href)) return false
  // Notion leaves `#` raw in paths; behind a document's name it would begin a fragment.
  return !href.includes('#') || !/\.(?:md|csv|html)#/.test(href)
}

const HEX = '[0-9A-Fa-f]'
const NEXT = `%[89ABab]${HEX}`

/** The bytes of one character, escaped, by their number (RFC 3629, 4). */
const ESCAPED = [
  `%[0-7]${HEX}`,
  `%(?:[Cc][2-9A-Fa-f]|[Dd]${HEX})${NEXT}`,
  `%(?:[Ee]0%[ABab]${HEX}|[Ee][1-9A-Ca-cEeFf]${NEXT}|[Ee][Dd]%[89]${HEX})${NEXT}`,
  `%(?:[Ff]0%[9ABab]${HEX}|[Ff][1-3]${NEXT}|[Ff]4%8${HEX})${NEXT}${NEXT}`,
].join('|')

const LETTERS = '[^%:?\\\\\\u007f-\\uffff]*'

/** A relative path with nothing but escapes in it; one way to match it, so that no link takes long. */
const PLAIN = new RegExp(`^(?!/)${LETTERS}(?:(?:${ESCAPED})${LETTERS})*$`)
