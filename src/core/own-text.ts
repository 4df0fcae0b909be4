/**
 * A copy of a text that shares no memory with the one that it was cut from: engines keep a slice as a pointer
 * into its page, and one title would keep the whole page in memory.
 */
export function ownText(text: string): string {
  return copied(text)
}

/** The same for many texts that are kept together. */
export function ownTexts(texts: string[]): string[] {
  return copied(texts)
}

/**
 * What was written out and read again is new, and takes one byte for a character where it can: a page with a
 * single emoji takes two for each, and so does every slice of it.
 */
function copied<T>(value: T): T {
  return JSON.parse(JSON.stringify(value))
}
