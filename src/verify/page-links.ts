/** What a page leads to, as a parser of others sees it. */
export interface PageLinks {
  readonly links: readonly string[]
  /** Targets of definitions that somebody uses. Notion writes none, so they are the person's own words. */
  readonly definitions: readonly string[]
  /** Targets that could not be told from text, since the page is too large or too tangled for a parser. */
  readonly unsure: readonly string[]
}

export const NONE: PageLinks = {links: [], definitions: [], unsure: []}

/** The links of a page that was read in parts. */
export function joinLinks(parts: readonly PageLinks[]): PageLinks {
  return {
    links: parts.flatMap(({links}) => links),
    definitions: parts.flatMap(({definitions}) => definitions),
    unsure: parts.flatMap(({unsure}) => unsure),
  }
}
