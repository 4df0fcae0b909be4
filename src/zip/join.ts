/** All chunks as one piece of memory of its own. Nothing is reserved on anybody's word. */
export async function joinChunks(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const list: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    list.push(chunk)
    size += chunk.length
  }
  const all = new Uint8Array(size)
  let filled = 0
  for (const chunk of list) {
    all.set(chunk, filled)
    filled += chunk.length
  }
  return all
}
