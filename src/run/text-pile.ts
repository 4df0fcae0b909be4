import type {OutFile} from '../io.ts'
import {joined} from '../zip/join.ts'
import {encodeBehind} from './text.ts'

/** UTF-16 units that are encoded together. */
const PIECE = 1 << 16

/** Up to this many bytes are joined, since what is whole is compressed once; a stream twice. */
const MOST_WHOLE = 16 << 20

/**
 * A text that is made bit by bit, and kept as the bytes that will be written: as a string, a list of all files
 * takes as much again, and twice that where a single name is not Latin.
 */
export class TextPile {
  readonly #pieces: Uint8Array[] = []
  #open: string[] = []
  #units = 0
  #size = 0
  #before: Uint8Array

  /** `before`: bytes that stand in front of the text. */
  constructor(before: Uint8Array = EMPTY) {
    this.#before = before
  }

  add(text: string): void {
    this.#open.push(text)
    this.#units += text.length
    if (this.#units >= PIECE) this.#encode()
  }

  /** For a sink. Nothing can be added any more. */
  data(): OutFile['data'] {
    this.#encode()
    const pieces = this.#pieces
    const size = this.#size
    // Most documents are one piece: nothing is to be joined.
    if (pieces.length === 1) return {whole: pieces[0]!}
    if (size <= MOST_WHOLE) return {whole: joined(pieces, size)}
    const stream = async function* () {
      yield* pieces
    }
    return {size, stream}
  }

  /** What was encoded so far, which is nobody's but the caller's from here on. */
  take(): readonly Uint8Array[] {
    return this.#pieces.length === 0 ? NONE : this.#pieces.splice(0)
  }

  rest(): readonly Uint8Array[] {
    this.#encode()
    return this.take()
  }

  /** Bytes that were encoded so far. */
  get size(): number {
    return this.#size
  }

  #encode(): void {
    const piece = encodeBehind(this.#before, this.#open.join(''))
    this.#before = EMPTY
    this.#pieces.push(piece)
    this.#size += piece.length
    this.#open = []
    this.#units = 0
  }
}

const EMPTY = new Uint8Array(0)
const NONE: readonly Uint8Array[] = []

/**
 * A text that can be made again, the same every time. A long one is made each time that a sink asks for it, and is
 * never in memory as a whole.
 */
export function remade(texts: () => Iterable<string>): OutFile['data'] {
  const pile = new TextPile()
  for (const text of texts()) {
    pile.add(text)
    if (pile.size > MOST_WHOLE) return {stream: () => encoded(texts())}
  }
  return pile.data()
}

async function* encoded(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  const pile = new TextPile()
  for (const text of texts) {
    pile.add(text)
    yield* pile.take()
  }
  yield* pile.rest()
}
