/**
 * A copy of a text that shares no memory with the one that it was cut from: engines keep a slice as a pointer
 * into its page, and one title would keep the whole page in memory.
 *
 * What was written out and read again is new, and takes one byte for a character where it can: a page with a
 * single emoji takes two for each, and so does every slice of it.
 */
export function ownText(text: string): string {
  return JSON.parse(JSON.stringify(text))
}
