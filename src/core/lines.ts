/** A line of a text. All places are UTF-16 units. */
export interface Line {
  readonly start: number
  /** Without the newline, be it LF or CRLF. */
  readonly end: number
  /** Where the next line begins; the length of the text for the last one. */
  readonly next: number
}

export function lineAt(text: string, start: number): Line {
  const newline = text.indexOf('\n', start)
  if (newline < 0) return {start, end: text.length, next: text.length}
  const end = newline > start && text[newline - 1] === '\r' ? newline - 1 : newline
  return {start, end, next: newline + 1}
}

/** Where the line's text ends, without spaces and tabs behind it. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let at = end
  while (at > start && (text[at - 1] === ' ' || text[at - 1] === '\t')) at--
  return at
}

export function isBlank(text: string, line: Line): boolean {
  return trimmedEnd(text, line.start, line.end) === line.start
}
