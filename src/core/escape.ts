/**
 * A name from an archive, safe to show on a terminal or in a report: controls, bidirectional marks and
 * invisible characters appear as `\u{202e}`, so that a name cannot pose as another or drive a terminal.
 */
export function escapeName(name: string): string {
  return name.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g,
    character => `\\u{${character.charCodeAt(0).toString(16)}}`,
  )
}
