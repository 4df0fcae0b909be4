import type {Id} from './model.ts'
import {isPlain} from './name.ts'

/**
 * Names that every system can store: Microsoft's "Naming Files, Paths, and Namespaces" is the strictest
 * rule and holds everywhere (design, section 5, rule 3).
 */

/** What an empty name becomes. */
export const UNTITLED = 'Untitled'

/** Bytes of UTF-8 in one path segment; 255 less room for ` (12345)` (Windows names, budget). */
export const SEGMENT_BYTES = 240

/** Room that a document's stem leaves for the longest thing behind it, ` (view).html`. */
const TAIL_BYTES = 12

/** The shortest that the path budget cuts a stem to, in UTF-16 units, mark included. */
export const SHORTEST = 24

const RESERVED =
  /^(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$|clock\$)(?= *(?:\.|$))/i

/** Whether Windows keeps the name for a device, whatever extension it has. */
export function isReserved(name: string): boolean {
  return RESERVED.test(name)
}

/** A title as the stem of a file or the name of a folder. Never empty. */
export function safeStem(title: string, id?: Id): string {
  const stem = trimDots(cleanCharacters(title)).replace(/^[. ]+/, '')
  return limitBytes(
    guardReserved(stem === '' ? UNTITLED : stem),
    SEGMENT_BYTES - TAIL_BYTES,
    mark(id ?? title),
  )
}

/** An attachment's whole name. Keeps its extension and its leading dots. */
export function safeFileName(name: string): string {
  const {stem, ext} = splitExtension(trimDots(cleanCharacters(name)))
  const base = guardReserved(trimDots(stem) === '' ? UNTITLED : trimDots(stem))
  return limitBytes(base, SEGMENT_BYTES - utf8Length(ext), mark(name)) + ext
}

/**
 * A name that Notion percent-encoded on disk, decoded: only when the whole of it then is valid UTF-8 with
 * a non-ASCII letter, so that `100%25.png` and `%2E%2E%2Fx` stay (format notes, 2.3).
 */
export function decodeName(name: string): string {
  if (!name.includes('%')) return name
  try {
    const decoded = decodeURIComponent(name)
    return /[^\u0000-\u007f]/.test(decoded) && /(?![\u0000-\u007f])\p{L}/u.test(decoded) ? decoded : name
  } catch {
    return name
  }
}

/** Splits before the last dot; what looks like a whole name (`.gitignore`) or a sentence has no extension. */
export function splitExtension(name: string): {stem: string; ext: string} {
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || name.length - dot > 17 || /\s/.test(name.slice(dot))) return {stem: name, ext: ''}
  return {stem: name.slice(0, dot), ext: name.slice(dot)}
}

/**
 * Names that Windows or macOS would take for one and the same have equal folds. Merging too much costs a
 * number; merging too little costs a file.
 */
export function fold(name: string): string {
  if (isAscii(name)) return name.toUpperCase()
  return name.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC')
}

function isAscii(text: string): boolean {
  return !/[^\u0000-\u007f]/.test(text)
}

/** `~` and the id's last four digits: its first ones repeat within a workspace (format notes, 2.5). */
export function mark(idOrName: string): string {
  return '~' + (/^[0-9a-f]{32}$/.test(idOrName) ? idOrName.slice(-4) : hash4(idOrName))
}

/**
 * `stem` cut to at most `units` UTF-16 units with `tail` at its end; at the last space or `-` that leaves
 * at least `least` units, else between two characters.
 */
export function shorten(stem: string, units: number, tail: string, least = SHORTEST): string {
  if (stem.length <= units) return stem
  let end = units - tail.length
  while (end > 1 && !isBoundary(stem, end)) end--
  const word = Math.max(stem.lastIndexOf(' ', end), stem.lastIndexOf('-', end))
  if (word + tail.length >= Math.min(least, units)) end = word
  return trimDots(stem.slice(0, end).replace(/[ .-]+$/, '')) + tail
}

function cleanCharacters(text: string): string {
  return isPlain(text) ? text : repairCharacters(text)
}

function repairCharacters(text: string): string {
  const printable = text
    .normalize('NFC')
    // Joiners hold emoji and Indic or Persian letters together; elsewhere they only deceive.
    .replace(/(?<![\p{L}\p{M}\p{Emoji}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}\p{Emoji}])/gu, '')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replace(/(?<=[\p{L}\p{N}\p{M}_])["<>?*\u0000-\u001f\u007f-\u009f]+(?=[\p{L}\p{N}\p{M}_])/gu, ' ')
    .replace(/["<>?*\u0000-\u001f\u007f-\u009f]/g, '')
  return trimSeparators(printable)
    .replace(/[/\\|:]+\s?/g, run => (/:\s$/.test(run) ? ' - ' : run.replace(/^[/\\|:]+/, '-')))
    .replace(/\s+/g, ' ')
}

/** A separator at either end had nothing to separate. A loop, like {@link trimDots}. */
function trimSeparators(text: string): string {
  const isLoose = (at: number) => /[\s/\\|:]/.test(text[at]!)
  let start = 0
  let end = text.length
  while (start < end && isLoose(start)) start++
  while (end > start && (isLoose(end - 1) || text[end - 1] === '.')) end--
  return text.slice(start, end)
}

/** Windows drops dots and spaces at the end of a name. A loop: `/[. ]+$/` is quadratic on dots inside. */
function trimDots(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '.' || text[end - 1] === ' ')) end--
  return text.slice(0, end).trimStart()
}

function guardReserved(stem: string): string {
  return stem.replace(RESERVED, '$1_')
}

function limitBytes(stem: string, bytes: number, tail: string): string {
  if (stem.length * 3 <= bytes || utf8Length(stem) <= bytes) return stem
  let units = 0
  let used = tail.length
  for (const character of stem) {
    used += utf8Length(character)
    if (used > bytes) break
    units += character.length
  }
  return shorten(stem, units + tail.length, tail, Math.floor((units * 2) / 3))
}

/** Bytes of UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit >= 0xd800 && unit < 0xdc00) {
      bytes += 4
      i++
    } else bytes += 3
  }
  return bytes
}

/** Not inside a surrogate pair, nor before a combining mark, joiner or variation selector. */
function isBoundary(text: string, at: number): boolean {
  if (at >= text.length) return true
  const before = text.charCodeAt(at - 1)
  if (before >= 0xd800 && before < 0xdc00) return false
  if (before === 0x200d) return false
  return !/^(?:\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}])/u.test(text.slice(at, at + 2))
}

/** Four hex digits of a name without an id (FNV-1a): the same on every machine. */
function hash4(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(4, '0')
}
