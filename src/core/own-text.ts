/**
 * A copy of a short text that shares no memory with the one that it was cut from: engines keep a slice as a
 * pointer into its page, and one title would keep the whole page in memory.
 */
export function ownText(text: string): string {
  // Joined to something and cut again, the text has to be written out anew, and only that is kept.
  return text.length < 13 ? text : (' ' + text).slice(1)
}
