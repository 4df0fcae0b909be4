import {createInflateRaw} from 'node:zlib'

/** Bytes that are given to zlib at once, until it is known where the stream breaks. */
const PIECE = 4096

/**
 * All that a broken deflate stream gives before it breaks. zlib keeps back what it made of the bytes that it
 * was given together with the wrong one, so the stream is read twice: in pieces, to learn which of them is
 * wrong; then up to there, and on byte by byte. So the same bytes come out every time.
 */
export async function* rescueInflated(open: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let sound = 0
  for await (const _ of inflateSteps(pieces(open()), () => sound++));
  yield* inflateSteps(finerFrom(pieces(open()), sound))
}

/** What each step gave, until one fails. `done` is called after each that did not. */
async function* inflateSteps(
  steps: AsyncIterable<Uint8Array>,
  done: () => void = () => {},
): AsyncGenerator<Uint8Array> {
  const zlib = createInflateRaw()
  let given: Uint8Array[] = []
  zlib.on('data', chunk => given.push(chunk))
  const broken = new Promise<false>(resolve => zlib.once('error', () => resolve(false)))
  const write = (bytes: Uint8Array) =>
    new Promise<boolean>(resolve => zlib.write(bytes, error => resolve(!error)))
  try {
    for await (const step of steps) {
      const isSound = await Promise.race([broken, write(step)])
      yield* given
      given = []
      if (!isSound) return
      done()
    }
  } finally {
    zlib.destroy()
  }
}

async function* pieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE) yield chunk.subarray(at, at + PIECE)
  }
}

/** The first `sound` steps as they are, the next byte by byte, and no more. */
async function* finerFrom(steps: AsyncIterable<Uint8Array>, sound: number): AsyncGenerator<Uint8Array> {
  let number = 0
  for await (const step of steps) {
    if (number++ < sound) yield step
    else {
      for (let at = 0; at < step.length; at++) yield step.subarray(at, at + 1)
      return
    }
  }
}
