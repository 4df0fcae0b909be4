import type {Problem, ProblemCode} from '../core/model.ts'
import type {LocalOddity} from './model.ts'

/** What can be odd in an archive without stopping us (threats, sections 1 and 2: WARN). */
export type Oddity = 'zeros-behind' | 'bytes-before' | 'count-wrapped' | 'name' | 'growth' | LocalOddity

interface Words {
  readonly code: ProblemCode
  /** What is said of the archive; the first entry of which it is true stands for all. */
  readonly detail: (entry: string, amount: number) => string
}

/** Told of the archive as a whole, however many entries there are. The order is that of the report. */
const OF_ARCHIVE: Record<Exclude<Oddity, 'name' | 'growth'>, Words> = {
  'count-wrapped': {
    code: 'zip-irregular',
    detail: (_, entries) => `it holds ${entries} entries, more than its 16-bit count can say`,
  },
  'no-descriptor': {
    code: 'zip-irregular',
    detail: entry => `the sizes that should follow the data of "${entry}" are missing`,
  },
  'flags-differ': {
    code: 'zip-irregular',
    detail: entry => `"${entry}" is marked in two different ways`,
  },
  'bytes-before': {
    code: 'zip-leftover',
    detail: (_, bytes) => `${bytes} bytes before its first entry`,
  },
  'bytes-between': {
    code: 'zip-leftover',
    detail: (entry, bytes) => `${bytes} bytes behind "${entry}"`,
  },
  'zeros-behind': {code: 'zip-leftover', detail: (_, bytes) => `${bytes} zeros behind its end`},
}

/** Told of each entry. */
const OF_ENTRY = {name: 'name-undecodable', growth: 'entry-huge'} as const

/** Where something odd was seen. */
interface Sighting {
  /** Path of the entry. */
  readonly entry?: string
  /** Of its local header, in bytes. */
  readonly place?: number
  /** How much there is, of what is counted. */
  readonly amount?: number
}

/** All of one kind. The lowest in the archive stands for them, so that the order of reading does not matter. */
interface Seen {
  count: number
  lowest: Required<Sighting>
}

/** Collects what is odd in one archive, at most a line for each kind but for names and sizes. */
export class Oddities {
  readonly #seen = new Map<Oddity, Seen>()
  readonly #entries: Problem[] = []

  note(oddity: Oddity, {entry = '', place = 0, amount = 0}: Sighting): void {
    if (oddity === 'name' || oddity === 'growth') {
      this.#entries.push({code: OF_ENTRY[oddity], path: entry})
      return
    }
    const seen = this.#seen.get(oddity)
    if (seen === undefined) this.#seen.set(oddity, {count: 1, lowest: {entry, place, amount}})
    else {
      seen.count++
      if (place < seen.lowest.place) seen.lowest = {entry, place, amount}
    }
  }

  /** In one order, whatever the order was in which they were noted. */
  problems(archive: string): Problem[] {
    const kinds = Object.keys(OF_ARCHIVE) as (keyof typeof OF_ARCHIVE)[]
    const whole = kinds.flatMap(kind => {
      const seen = this.#seen.get(kind)
      if (seen === undefined) return []
      const {code, detail} = OF_ARCHIVE[kind]
      const {entry, amount} = seen.lowest
      const count = seen.count > 1 ? {count: seen.count} : {}
      return [{code, path: archive, detail: detail(entry, amount), ...count}]
    })
    return [...whole, ...this.#entries]
  }
}
