/** How much is under way at once: enough for every thread, little enough for memory. */
export interface Limits {
  /** Sum of the weights of what is under way; a single one may be heavier. */
  readonly weight: number
  readonly jobs: number
}

/**
 * Does `work` on many things at once and gives the results in the order of the things. When a job fails, or
 * nobody wants more, nothing is begun any more, and what was begun has come to its end before the caller
 * hears of it: files can be closed then.
 */
export async function* inOrder<T, R>(
  things: Iterable<T>,
  limits: Limits,
  weigh: (thing: T) => number,
  work: (thing: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: {readonly weight: number; readonly result: Promise<R>}[] = []
  let weight = 0
  const next = async () => {
    const first = running.shift()!
    try {
      return await first.result
    } finally {
      weight -= first.weight
    }
  }
  try {
    for (const thing of things) {
      const own = weigh(thing)
      while (running.length > 0 && (weight + own > limits.weight || running.length >= limits.jobs)) {
        yield await next()
      }
      weight += own
      const result = work(thing)
      // Its failure is told when its turn has come; until then it is nobody's.
      result.catch(() => {})
      running.push({weight: own, result})
    }
    while (running.length > 0) yield await next()
  } finally {
    await Promise.allSettled(running.map(({result}) => result))
  }
}

/** Neighbours together until they weigh enough; what is heavier stands alone. */
export function* batches<T>(
  things: Iterable<T>,
  {weight: most, jobs}: Limits,
  weigh: (thing: T) => number,
): Generator<T[]> {
  let batch: T[] = []
  let weight = 0
  for (const thing of things) {
    const own = weigh(thing)
    if (batch.length > 0 && (weight + own > most || batch.length >= jobs)) {
      yield batch
      batch = []
      weight = 0
    }
    batch.push(thing)
    weight += own
  }
  if (batch.length > 0) yield batch
}
