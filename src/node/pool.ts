/** Runs `work` on every item, a few at a time, and fails with the first that fails; none is left running. */
export async function inPool<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0
  let failed = false
  const worker = async () => {
    while (next < items.length && !failed) {
      const item = items[next++]!
      await work(item).catch(error => {
        failed = true
        throw error
      })
    }
  }
  const results = await Promise.allSettled(Array.from({length: Math.min(width, items.length)}, worker))
  const failure = results.find(result => result.status === 'rejected')
  if (failure) throw failure.reason
}
