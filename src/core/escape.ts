/** Controls, bidirectional marks, and characters that nobody sees; joiners are left, since they make emoji. */
const UNSHOWN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb]/g

/**
 * A name from an archive, safe to show on a terminal or in a report: controls, bidirectional marks and
 * invisible characters appear as `\u{202e}`, so that a name cannot pose as another or drive a terminal.
 */
export function escapeName(name: string): string {
  return name.replace(UNSHOWN, character => `\\u{${hex(character)}}`)
}

/** The same for text of several lines, whose line breaks are ours. */
export function escapeLines(text: string): string {
  return text.split('\n').map(escapeName).join('\n')
}

/** The same for JSON, which it does not change for those who parse it: only strings hold such characters. */
export function escapeJson(json: string): string {
  return json.replace(UNSHOWN, character => `\\u${hex(character).padStart(4, '0')}`)
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16)
}
