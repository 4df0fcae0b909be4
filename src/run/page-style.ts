import {standsAt} from '../zip/stands-at.ts'
import {decodeText} from './text.ts'

/**
 * Every HTML page of Notion's begins with the same style, which is two thirds of a usual page: it is found
 * by comparing bytes, and is neither decoded nor searched for links, of which it holds none.
 */

/** A page that begins as Notion's do: where the content of its style lies, in bytes. */
export interface StyledPage {
  /** What stands before the style, its tag included: nothing in it is a link. */
  readonly head: string
  readonly start: number
  /** Here begins `</style>`, as a reader of HTML finds it. */
  readonly end: number
}

/** Of a larger page the style is a small part, and whoever keeps what is before its end keeps all of it. */
const MOST_PAGE = 1 << 20
/** Less is not worth the trouble. */
const LEAST_STYLE = 4096
/** In bytes. Few titles are longer, and an archive holds what stands before the style as it is. */
const MOST_HEAD = 1024

/** Only what is known by heart, so that nobody has to ask what else a reader of HTML would see in it. */
const HEAD =
  /^(?:<!DOCTYPE>)?<html(?: lang="en")?><head><meta http-equiv="Content-Type" content="text\/html; charset=utf-8"\/><title>[^<]*<\/title><style>$/

const ascii = (text: string) => Uint8Array.from(text, character => character.charCodeAt(0))
const LESS = 0x3c
const STYLE = ascii('<style>')
const END = ascii('</style>')

/** The last style that was seen, its end tag included. Pages of one export have the same. */
let known: Uint8Array | undefined

/** Depends on the bytes alone, whatever was seen before. Undefined for what is not made as Notion makes it. */
export function findStyle(bytes: Uint8Array): StyledPage | undefined {
  if (bytes[0] !== LESS || bytes.length > MOST_PAGE) return undefined
  const start = styleStart(bytes)
  if (start === undefined) return undefined
  const head = decodeText(bytes.subarray(0, start))
  if (head === undefined || !HEAD.test(head)) return undefined
  if (!known || !standsAt(known, bytes, start)) {
    const end = styleEnd(bytes, start)
    if (end === undefined) return undefined
    known = bytes.slice(start, end)
  }
  return {head, start, end: start + known.length - END.length}
}

/** Behind the first `<style>`. */
function styleStart(bytes: Uint8Array): number | undefined {
  const beginning = bytes.subarray(0, MOST_HEAD)
  for (let at = 0; at >= 0; at = beginning.indexOf(LESS, at + 1)) {
    if (beginning[at + 1] === STYLE[1] && standsAt(STYLE, beginning, at)) return at + STYLE.length
  }
  return undefined
}

/** Behind its end tag; undefined when it is not as long, or not as plain, as Notion's are. */
function styleEnd(bytes: Uint8Array, start: number): number | undefined {
  for (let at = bytes.indexOf(LESS, start); at >= 0; at = bytes.indexOf(LESS, at + 1)) {
    // What is spelt otherwise may end it too.
    if (!/^<\/style/i.test(String.fromCharCode(...bytes.subarray(at, at + END.length)))) continue
    const isPlain = at - start >= LEAST_STYLE && standsAt(END, bytes, at)
    return isPlain && decodeText(bytes.subarray(start, at)) !== undefined ? at + END.length : undefined
  }
  return undefined
}
