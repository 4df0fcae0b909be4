/** All chunks as one piece of memory of its own. Nothing is reserved on anybody's word. */
export async function joinChunks(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const list: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    list.push(chunk)
    size += chunk.length
  }
  return joined(list, size)
}

/** Pieces of `size` bytes in all, one behind the other in memory of their own. */
export function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let filled = 0
  for (const piece of pieces) {
    whole.set(piece, filled)
    filled += piece.length
  }
  return whole
}
