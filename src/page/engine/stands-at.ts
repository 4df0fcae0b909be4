/** Browsers cannot compare memory; the page is built with this file in place of `zip/stands-at.ts`. */

export function standsAt(wanted: Uint8Array, bytes: Uint8Array, at: number): boolean {
  if (at + wanted.length > bytes.length) return false
  for (let n = 0; n < wanted.length; n++) if (wanted[n] !== bytes[at + n]) return false
  return true
}
