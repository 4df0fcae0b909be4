import {ExportError} from '../core/error.ts'
import {crc32} from './crc.ts'
import type {ExtraField} from './extra-fields.ts'
import {viewOf} from './fields.ts'

/** What of an entry says how it is called. */
export interface NameBytes {
  readonly nameBytes: Uint8Array
  /** General purpose bit 11: the name is UTF-8 (APPNOTE 4.4.4, appendix D). */
  readonly utf8: boolean
  readonly extraFields: readonly ExtraField[]
}

/** Info-ZIP's Unicode path (APPNOTE 4.6.9). */
export const UNICODE_PATH = 0x7075

/** Upper half of IBM code page 437, which names are in that say nothing else (APPNOTE appendix D.1). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀' +
  'αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'

/** Decodes a whole name; `undefined` when the bytes are not of this encoding. */
export type Decode = (bytes: Uint8Array) => string | undefined

const decodeUtf8 = decoder('utf-8')

/** The decoder of `--name-encoding` for {@link decodeName}; throws when nobody knows the label. */
export function nameDecoder(label: string | undefined): Decode | undefined {
  if (label === undefined) return undefined
  try {
    return decoder(label)
  } catch (cause) {
    const hint = 'give a label such as shift_jis, gbk, big5, euc-kr or windows-1251'
    throw new ExportError('usage', `cannot decode names as "${label}": no such encoding`, {hint, cause})
  }
}

function decoder(label: string): Decode {
  // `ignoreBOM`: a byte order mark is part of the name, as every other byte is.
  const whole = new TextDecoder(label, {fatal: true, ignoreBOM: true})
  return bytes => {
    try {
      return whole.decode(bytes)
    } catch {
      return undefined
    }
  }
}

/**
 * The name as Unicode, exactly as written: not normalised, so that it still is what links spell.
 * A backslash becomes a slash only here, after decoding: 0x5C is the second byte of many characters
 * in Shift-JIS and others. Whether the name is safe is not asked here.
 */
export function decodeName(name: NameBytes, fallback?: Decode): string {
  return (unicodePath(name) ?? headerName(name, fallback)).replaceAll('\\', '/')
}

function headerName({nameBytes, utf8}: NameBytes, fallback: Decode | undefined): string {
  const text = decodeUtf8(nameBytes)
  if (text !== undefined) return text // macOS writes UTF-8 without bit 11
  const other = fallback?.(nameBytes)
  if (other !== undefined) return other
  return utf8 ? percentCodeBadBytes(nameBytes) : decodeCp437(nameBytes)
}

/** Whether nobody knows the encoding of a name that says to be UTF-8, so that its bad bytes were percent-coded. */
export function isUndecodable(name: NameBytes, fallback?: Decode): boolean {
  const {nameBytes, utf8} = name
  if (!utf8 || unicodePath(name) !== undefined) return false
  return decodeUtf8(nameBytes) === undefined && fallback?.(nameBytes) === undefined
}

/** The Unicode path field counts only for the name that its checksum was made of. */
export function unicodePath({nameBytes, extraFields}: Omit<NameBytes, 'utf8'>): string | undefined {
  for (const {id, data} of extraFields) {
    if (id !== UNICODE_PATH || data.length < 6 || data[0] !== 1) continue
    if (viewOf(data).getUint32(1, true) === crc32(nameBytes)) return decodeUtf8(data.subarray(5))
  }
  return undefined
}

/** Keeps different names different, where U+FFFD for each bad byte would make them one. */
export function percentCodeBadBytes(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes[i] ?? 0)
    const char = i + length <= bytes.length ? decodeUtf8(bytes.subarray(i, i + length)) : undefined
    text += char ?? '%' + (bytes[i] ?? 0).toString(16).toUpperCase().padStart(2, '0')
    i += char === undefined ? 1 : length
  }
  return text
}

/** Of a UTF-8 sequence, by its first byte. */
function sequenceLength(lead: number): number {
  if (lead < 0xc0) return 1
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

function decodeCp437(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : CP437.charAt(byte - 0x80)
  return text
}
