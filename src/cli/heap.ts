import {getHeapStatistics, setFlagsFromString} from 'node:v8'

/**
 * From how many bytes of live and dead objects on memory counts more than the time that collecting takes, and by
 * how many percent the heap may grow then before it is looked through. Of 50,000 entries the first step saves
 * 106 of 530 MB and no time that could be measured; the second one, from the beginning, costs a tenth of the time
 * for 20 MB, so it is left to heaps that are several times as large.
 */
const STEPS = [
  {bytes: 96 << 20, percent: 50},
  {bytes: 256 << 20, percent: 20},
]

let taken = 0

/**
 * Left alone, V8 lets what is dead grow to several times what is alive before it looks. Small heaps are left
 * alone, since theirs would cost time and save little. Cheap enough to be asked at every step of a run.
 */
export function boundHeap(): void {
  const next = STEPS[taken]
  if (next === undefined || getHeapStatistics().used_heap_size < next.bytes) return
  taken++
  setFlagsFromString(`--heap-growing-percent=${next.percent}`)
}
