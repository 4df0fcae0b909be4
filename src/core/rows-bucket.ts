import {countEqual, isRefuted, type Values} from './rows-evidence.ts'

/** Records or pages, by number, that say the same in every column that can be compared. */
export interface Alike {
  readonly values: Values
  readonly members: readonly number[]
}

/** Two that belong together. Each class stands in one pair at most. */
export interface Pair {
  readonly record: Alike
  readonly page: Alike
}

/** So many comparisons for each record and page are allowed: enough for a thousand, linear above that. */
const COMPARISONS = 16

/**
 * Which records and pages of one title belong together by their other properties. Those that agree in
 * everything come first; then whoever is each other's best, with nobody as good on either side. What is
 * left is as likely one as the other. Takes time in proportion to records and pages.
 */
export function pairAlike(records: readonly Alike[], pages: readonly Alike[]): Pair[] {
  const pairs: Pair[] = []
  const open = {records, pages}
  const take = (found: readonly Pair[]) => {
    const gone = new Set<Alike>(found.flatMap(({record, page}) => [record, page]))
    open.records = open.records.filter(record => !gone.has(record))
    open.pages = open.pages.filter(page => !gone.has(page))
    pairs.push(...found)
    return found.length > 0
  }
  take(equalPairs(open.records, open.pages))
  if (!isSmall(open.records, open.pages)) take(nearlyEqualPairs(open.records, open.pages))
  if (isSmall(open.records, open.pages)) pairs.push(...bestPairs(open.records, open.pages))
  return pairs
}

/** Whether all pairs can be looked at without more than linear time. */
export function isSmall(records: readonly unknown[], pages: readonly unknown[]): boolean {
  return records.length * pages.length <= COMPARISONS * (records.length + pages.length)
}

/** Classes by what their members say, in order of their first members. */
export function groupAlike(members: readonly number[], valuesOf: (member: number) => Values): Alike[] {
  // Most titles are nobody else's.
  if (members.length === 1) return [{values: valuesOf(members[0]!), members}]
  const classes = new Map<string, {values: Values; members: number[]}>()
  for (const member of members) {
    const values = valuesOf(member)
    const key = values.join()
    const known = classes.get(key)
    if (known) known.members.push(member)
    else classes.set(key, {values, members: [member]})
  }
  return [...classes.values()]
}

/** Those that agree in every column. */
export function equalPairs(records: readonly Alike[], pages: readonly Alike[]): Pair[] {
  const [record, page] = [records[0], pages[0]]
  if (record && page && records.length === 1 && pages.length === 1) {
    return countEqual(record.values, page.values) === record.values.length ? [{record, page}] : []
  }
  const byValues = new Map(pages.map(page => [page.values.join(), page]))
  return records.flatMap(record => {
    const page = byValues.get(record.values.join())
    return page ? [{record, page}] : []
  })
}

/** Pairs that differ in one column, where neither differs in one column only from any other. */
function nearlyEqualPairs(records: readonly Alike[], pages: readonly Alike[]): Pair[] {
  const partners = new Map<Alike, Alike | 'many'>()
  const propose = (one: Alike, other: Alike | 'many') => {
    const known = partners.get(one)
    partners.set(one, known === undefined || known === other ? other : 'many')
  }
  const sums = new Map([...records, ...pages].map(one => [one, sumOf(one.values)]))
  const width = records[0]?.values.length ?? 0
  for (let column = 0; column < width; column++) {
    const without = (one: Alike) => sums.get(one)! - hash(column, one.values[column]!)
    const recordsBy = groupBy(records, without)
    for (const [key, mine] of groupBy(pages, without)) {
      const theirs = recordsBy.get(key) ?? []
      for (const page of mine) {
        if (theirs.length > 0) propose(page, theirs.length === 1 && mine.length === 1 ? theirs[0]! : 'many')
      }
      for (const record of theirs) {
        propose(record, theirs.length === 1 && mine.length === 1 ? mine[0]! : 'many')
      }
    }
  }
  return records.flatMap(record => {
    const page = partners.get(record)
    if (page === undefined || page === 'many' || partners.get(page) !== record) return []
    // Sums can be equal by chance.
    if (countEqual(record.values, page.values) < width - 1) return []
    return isRefuted(record.values, page.values) ? [] : [{record, page}]
  })
}

function sumOf(values: Values): number {
  return values.reduce((sum, value, column) => sum + hash(column, value), 0)
}

/** A number below 2^44, so that sums over hundreds of columns stay exact. */
function hash(column: number, value: number): number {
  let mixed = Math.imul(value + 1, 0x9e3779b1) ^ Math.imul(column + 1, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) * 4096 + (Math.imul(mixed, 0x1b873593) >>> 20)
}

function groupBy(classes: readonly Alike[], keyOf: (one: Alike) => number): Map<number, Alike[]> {
  const groups = new Map<number, Alike[]>()
  for (const one of classes) {
    const key = keyOf(one)
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return groups
}

/** Looks at all pairs, again and again until no two are each other's only best. */
function bestPairs(records: readonly Alike[], pages: readonly Alike[]): Pair[] {
  const scores = records.map(record =>
    pages.map(page => {
      return isRefuted(record.values, page.values) ? -1 : countEqual(record.values, page.values)
    }),
  )
  const found: Pair[] = []
  for (;;) {
    const bestOfPage = pages.map((_, page) => onlyBest(records.length, record => scores[record]![page]!))
    const best = records.map((_, record) => onlyBest(pages.length, page => scores[record]![page]!))
    const mutual = best.flatMap((page, record) =>
      page !== undefined && bestOfPage[page] === record ? [{record, page}] : [],
    )
    if (mutual.length === 0) return found
    for (const {record, page} of mutual) {
      found.push({record: records[record]!, page: pages[page]!})
      scores[record]!.fill(-1)
      for (const row of scores) row[page] = -1
    }
  }
}

/** Which has the highest score, if only one has it. */
function onlyBest(count: number, scoreOf: (index: number) => number): number | undefined {
  let best: number | undefined
  let highest = -1
  for (let index = 0; index < count; index++) {
    const score = scoreOf(index)
    if (score > highest) {
      highest = score
      best = index
    } else if (score === highest) {
      best = undefined
    }
  }
  return best
}
