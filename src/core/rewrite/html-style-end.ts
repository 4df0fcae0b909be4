const END_OF_STYLE = /<\/style[ \t\n\f\r/>]/iy

/** Where `</style>` begins; undefined when the rest of the source is style. */
export function endOfStyle(source: string, from: number): number | undefined {
  for (let at = source.indexOf('</', from); at >= 0; at = source.indexOf('</', at + 1)) {
    END_OF_STYLE.lastIndex = at
    if (END_OF_STYLE.test(source)) return at
  }
  return undefined
}
