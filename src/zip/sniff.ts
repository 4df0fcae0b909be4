/** What a file that is no ZIP is, told by its first bytes. */
export interface Sniffed {
  /** Goes on after `it is `. */
  readonly what: string
  readonly hint: string
}

const CHOOSE_ZIP = 'choose the .zip that Notion sent'
const UNPACK = 'unpack it and give the .zip or the folder that is in it'
const EXPIRED = 'the download gave a page instead of the file; log in to Notion and download the export again'

interface Signature {
  readonly at: number
  readonly bytes: readonly number[]
  readonly sniffed: Sniffed
}

function signature(at: number, bytes: string, what: string, hint: string): Signature {
  return {at, bytes: [...bytes].map(char => char.charCodeAt(0)), sniffed: {what, hint}}
}

const SIGNATURES: readonly Signature[] = [
  signature(0, 'Rar!\x1a\x07', 'a RAR archive', UNPACK),
  signature(0, '7z\xbc\xaf\x27\x1c', 'a 7z archive', UNPACK),
  signature(0, '\x1f\x8b', 'a gzip file', UNPACK),
  signature(0, '\xfd7zXZ\x00', 'an xz file', UNPACK),
  signature(0, 'BZh', 'a bzip2 file', UNPACK),
  signature(0, '\x28\xb5\x2f\xfd', 'a Zstandard file', UNPACK),
  signature(257, 'ustar', 'a tar archive', UNPACK),
  signature(0, '%PDF-', 'a PDF', 'export again with the format "Markdown & CSV" or "HTML"'),
  signature(0, '\x89PNG\r\n\x1a\n', 'a PNG image', CHOOSE_ZIP),
  signature(0, '\xff\xd8\xff', 'a JPEG image', CHOOSE_ZIP),
]

/** How many of the first bytes {@link sniff} wants to see. */
export const SNIFF_LENGTH = 512

/** `PK\3\4`, a local file header (APPNOTE 4.3.7), `PK\5\6` for an empty archive, `PK\7\8` for a split one. */
export function looksLikeZip(head: Uint8Array): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return false
  return (
    (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6) || (head[2] === 7 && head[3] === 8)
  )
}

/** What the file with these first bytes is; they are not those of a ZIP. */
export function sniff(head: Uint8Array): Sniffed {
  if (head.length === 0) return {what: 'empty', hint: 'download the export from Notion again'}
  for (const {at, bytes, sniffed} of SIGNATURES) {
    if (bytes.every((byte, i) => head[at + i] === byte)) return sniffed
  }
  if (head.every(byte => byte === 0)) {
    return {what: 'filled with zeros', hint: 'the download did not finish; download the export again'}
  }
  return sniffText(head) ?? {what: 'not a ZIP file', hint: CHOOSE_ZIP}
}

function sniffText(head: Uint8Array): Sniffed | undefined {
  if (head.some(byte => byte < 9)) return undefined
  const text = new TextDecoder().decode(head).trimStart()
  if (/^<(!doctype html|html|head|body)\b/i.test(text)) return {what: 'a web page', hint: EXPIRED}
  // What storage servers answer when a link has expired.
  if (/^<\?xml\b/i.test(text)) {
    return /<html\b/i.test(text)
      ? {what: 'a web page', hint: EXPIRED}
      : {what: 'an XML document', hint: EXPIRED}
  }
  if (/^[{[]\s*(["{[\]}]|-?\d)/.test(text)) return {what: 'a JSON document', hint: CHOOSE_ZIP}
  return undefined
}
