/** What somebody wants to hear of a page, and how to get past all else. */
export interface Wanted {
  readonly attributes: ReadonlySet<string>
  /** Sticky. From a place between tags to the next tag that is wanted, or not plain, or some way towards it. */
  readonly unwanted: RegExp
}

/** Elements whose content is not markup. */
export const RAW: ReadonlySet<string> = new Set(
  'script style textarea title xmp iframe noembed noframes plaintext'.split(' '),
)

/** Within these `<style/>` and `<title>` are plain elements. */
export const FOREIGN: ReadonlySet<string> = new Set(['svg', 'math'])

/** The engine remembers each tag until the last one is matched, so there must be a last one. */
const AT_ONCE = 100

/**
 * Of the elements named in `tags` every tag is wanted, of others those with one of the attributes. One regular
 * expression passes many tags at the cost of one: nine of ten say nothing to anybody. They are the tags that
 * every reader of HTML reads alike; entities in values change nothing about where a tag ends.
 */
export function wanted(attributes: readonly string[], tags: readonly string[] = []): Wanted {
  const name = '[a-z][a-z0-9]*'
  const attribute = ` (?!(?:${attributes.join('|')})=)[a-z][a-z-]*="[^"]*"`
  const closing = `/${tags.length === 0 ? '' : `(?!(?:${tags.join('|')})>)`}${name}`
  const opening = `(?!(?:${[...tags, ...RAW, ...FOREIGN].join('|')})[ />])${name}(?:${attribute})*/?`
  const unwanted = new RegExp(`[^<]*(?:<(?:${closing}|${opening})>[^<]*){0,${AT_ONCE}}`, 'y')
  return {attributes: new Set(attributes), unwanted}
}
