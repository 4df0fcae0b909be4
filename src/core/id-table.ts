import type {Id} from './model.ts'

/** Slots that are tried for an id. */
const NEAR = 32

/**
 * A number for each id, no two alike. An id is looked up where it stands in a text: a `Map` would want it cut out
 * and hashed, and there are a hundred thousand links.
 *
 * Open addressing over the four 32-bit integers that an id is. What finds no slot near its own goes into a
 * `Map`, so ids that somebody chose to collide cost little more than others.
 */
export class IdTable {
  /** Which number is in a slot, counted from 1; 0 for none. A power of two, at least twice the numbers. */
  private readonly slots: Int32Array
  /** Four integers for each number: its id. */
  private readonly words: Int32Array
  private readonly crowded = new Map<Id, number>()

  /** Numbers are below `limit`. */
  constructor(limit: number) {
    this.slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * limit + 1)))
    this.words = new Int32Array(4 * limit)
  }

  /** The number of the id that begins at `at`; -1 when it has none, or when no id begins there. */
  get(text: string, at = 0): number {
    if (!readId(text, at)) return -1
    const slot = this.find()
    return slot < 0 ? (this.crowded.get(text.slice(at, at + 32)) ?? -1) : this.slots[slot]! - 1
  }

  /** For an id that has no number yet, and a number that no id has. */
  add(id: Id, number: number): void {
    const slot = readId(id, 0) ? this.find() : -1
    if (slot < 0) {
      this.crowded.set(id, number)
      return
    }
    this.words.set(sought, 4 * number)
    this.slots[slot] = number + 1
  }

  /** The slot of the id that was read last, or the free one that it would get; -1 when there is none near. */
  private find(): number {
    const {slots, words} = this
    const a = sought[0]!
    const b = sought[1]!
    const c = sought[2]!
    const d = sought[3]!
    const first = hash(a, b, c, d)
    for (let step = 0; step < NEAR; step++) {
      const slot = (first + step) & (slots.length - 1)
      const at = 4 * (slots[slot]! - 1)
      if (at < 0) return slot
      if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return slot
    }
    return -1
  }
}

/** Whether an id begins at a place of a text, whatever follows it. */
export function isId(text: string, at: number): boolean {
  return readId(text, at)
}

/** The id that was read last. One for all, since nothing is made for a look-up. */
const sought = new Int32Array(4)

/** By character code; -1 for what is no digit. Ids have no capitals. */
const DIGITS = new Int8Array(128).fill(-1)
for (let digit = 0; digit < 16; digit++) DIGITS[digit.toString(16).charCodeAt(0)] = digit

/** Any digit is as likely as another, so what is none is found at the end of each word: no guess goes wrong. */
function readId(text: string, start: number): boolean {
  if (text.length - start < 32) return false
  let odd = 0
  for (let word = 0; word < 4; word++) {
    let bits = 0
    for (let at = start + 8 * word; at < start + 8 * word + 8; at++) {
      const code = text.charCodeAt(at)
      const digit = DIGITS[code & 0x7f]!
      odd |= digit | (code & ~0x7f)
      bits = (bits << 4) | digit
    }
    // Negative, or with bits that no digit has.
    if (odd >>> 4 > 0) return false
    sought[word] = bits
  }
  return true
}

/** Ids that were made one after the other share most of their digits, so every bit has to count. */
function hash(a: number, b: number, c: number, d: number): number {
  const mixed =
    Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d) ^ Math.imul(d, 0x27d4eb2f)
  return mixed ^ (mixed >>> 15)
}
