import type {Id} from './model.ts'
import {compareIds} from './name.ts'
import {equalPairs, groupAlike, isSmall, type Pair, pairAlike} from './rows-bucket.ts'
import {Evidence, isRefuted} from './rows-evidence.ts'
import {isNameless, type Way, waysToFit} from './rows-title.ts'

/** A page that could be a row of the database. */
export interface RowPage {
  readonly entry: number
  readonly id: Id
  /** Full title (H1), or the stem of its name when that is all there is. */
  readonly title: string
  /** Name on disk without the id, as Notion cut it. */
  readonly stem: string
  /** The text of its property block: the lines between title and body, as written; '' when there is none. */
  readonly properties: string
}

/** Which page each record is. Every page is claimed by one record or stands in `extra`. */
export interface RowMatch {
  /** For each record (header not counted): entry of its page, or undefined. Never one page twice. */
  readonly pageOf: readonly (number | undefined)[]
  /** Records that have no page because none fits. */
  readonly without: number
  /** Records that have no page because several fit alike, or several records fit one, and nothing decides. */
  readonly ambiguous: number
  /** Pages that no record claims (templates, pages whose title was edited), in the order given. */
  readonly extra: readonly number[]
}

interface Table {
  readonly header: readonly string[]
  readonly records: readonly (readonly string[])[]
  readonly titleColumn: number
}

/**
 * Ties the records of a database to the pages of its rows (design, section 7): by title, from strict to
 * loose; among several by their other properties; then by what relation cells elsewhere call a page (`labelsOf`
 * an entry, asked only where nothing else tells). Records alike in every cell with as many pages alike meet in
 * order. The order of `pages` does not matter. Takes time in proportion to records and pages.
 */
export function matchRows(table: Table, pages: readonly RowPage[], labelsOf: LabelsOf = () => []): RowMatch {
  return new Matching(table, pages, labelsOf).run()
}

type LabelsOf = (entry: number) => readonly string[]

/** Records and pages, by number, that fit each other by title. */
interface Bucket {
  readonly records: readonly number[]
  readonly pages: readonly number[]
}

class Matching {
  private readonly table: Table
  /** In order of id. */
  private readonly pages: readonly RowPage[]
  private readonly given: readonly RowPage[]
  private readonly labelsOf: LabelsOf
  private readonly evidence: Evidence
  /** Number of the page by record, and the other way round. */
  private readonly pageOf = new Map<number, number>()
  private readonly recordOf = new Map<number, number>()
  /** Who has a match as good as can be, but not alone: no other way and no other one can be better. */
  private readonly contested = {records: new Set<number>(), pages: new Set<number>()}
  /** Whose title fits somebody, whether they met or not. */
  private readonly fitting = {records: new Set<number>(), pages: new Set<number>()}

  constructor(table: Table, pages: readonly RowPage[], labelsOf: LabelsOf) {
    this.table = table
    this.given = pages
    this.labelsOf = labelsOf
    this.pages = [...pages].sort((a, b) => compareIds(a.id, b.id) || a.entry - b.entry)
    this.evidence = new Evidence(
      table,
      this.pages.map(page => page.properties),
    )
  }

  run(): RowMatch {
    const {records} = this.table
    const titles = records.map((_, record) => this.titleOf(record))
    const ways = waysToFit<RowPage>(titles.some(isNameless), page => this.labelsOf(page.entry))
    // Who agrees in everything goes first, whatever way its title fits: of two titles that differ in white
    // space alone, a heading shows one, and it need not be that of its own row.
    this.settleAll(ways, equalPairs)
    this.settleAll(ways, pairAlike)
    if (this.isOpen()) this.meetRetitled()
    const undecided = this.isOpen() ? this.undecided(ways) : new Set()
    const claimed = new Set([...this.recordOf.keys()].map(page => this.pages[page]!.entry))
    return {
      pageOf: records.map((_, record) => {
        const page = this.pageOf.get(record)
        return page === undefined ? undefined : this.pages[page]!.entry
      }),
      without: records.length - this.pageOf.size - undecided.size,
      ambiguous: undecided.size,
      extra: this.given.map(page => page.entry).filter(entry => !claimed.has(entry)),
    }
  }

  private settleAll(ways: readonly Way<RowPage>[], pair: typeof pairAlike): void {
    const contested = {records: new Set(this.contested.records), pages: new Set(this.contested.pages)}
    for (const way of ways) {
      // Most databases are done after the first way, and then nobody asks any more who would fit.
      if (!this.isOpen()) break
      for (const {records, pages} of this.buckets(way, true)) {
        this.settle(
          {
            records: records.filter(record => !contested.records.has(record)),
            pages: pages.filter(page => !contested.pages.has(page)),
          },
          pair,
        )
      }
    }
  }

  /** Whether there are both records and pages that met nobody. */
  private isOpen(): boolean {
    return this.pageOf.size < Math.min(this.table.records.length, this.pages.length)
  }

  private titleOf(record: number): string {
    return this.table.records[record]![this.table.titleColumn] ?? ''
  }

  /**
   * The open records and pages that fit each other in this way, both sides never empty; with `note` all of
   * them, and it is kept in mind whom they fit.
   */
  private buckets(way: Way<RowPage>, note = false): Bucket[] {
    const buckets = new Map<string, {records: number[]; pages: number[]}>()
    this.pages.forEach((page, number) => {
      if (this.recordOf.has(number) && !note) return
      for (const key of way.ofPage(page)) {
        const bucket = buckets.get(key)
        if (bucket) bucket.pages.push(number)
        else buckets.set(key, {records: [], pages: [number]})
      }
    })
    this.table.records.forEach((_, record) => {
      if (this.pageOf.has(record) && !note) return
      for (const key of way.ofTitle(this.titleOf(record))) buckets.get(key)?.records.push(record)
    })
    const shared = [...buckets.values()].filter(bucket => bucket.records.length > 0)
    if (note) this.noteFitting(shared)
    return shared
  }

  private noteFitting(buckets: readonly Bucket[]): void {
    for (const {records, pages} of buckets) {
      for (const record of records) this.fitting.records.add(record)
      for (const page of pages) this.fitting.pages.add(page)
    }
  }

  /** A record or a page can lie in two buckets, so who is open is asked anew. */
  private settle(bucket: Bucket, pair: typeof pairAlike): void {
    const records = bucket.records.filter(record => !this.pageOf.has(record))
    const pages = bucket.pages.filter(page => !this.recordOf.has(page))
    if (records.length === 0 || pages.length === 0) return
    const {ofRecord, ofPage} = this.evidence
    const pairs = pair(
      groupAlike(records, record => ofRecord[record]!),
      groupAlike(pages, page => ofPage[page]!),
    )
    for (const {record, page} of pairs) {
      if (this.meet({record, page})) continue
      for (const member of record.members) this.contested.records.add(member)
      for (const member of page.members) this.contested.pages.add(member)
    }
  }

  /** As many pages as records, and these alike in every cell, also in those that pages do not show. */
  private meet({record: {members: records}, page: {members: pages}}: Pair): boolean {
    if (records.length !== pages.length) return false
    if (!this.areAlike(records)) return false
    records.forEach((record, i) => {
      this.pageOf.set(record, pages[i]!)
      this.recordOf.set(pages[i]!, record)
    })
    return true
  }

  private areAlike([first, ...others]: readonly number[]): boolean {
    if (others.length === 0) return true
    const cells = JSON.stringify(this.table.records[first!])
    return others.every(record => JSON.stringify(this.table.records[record]) === cells)
  }

  /**
   * A page whose title was edited, or is a date that its heading gives as `@Yesterday`: neither title fits
   * anybody, and all properties are equal. They must tell something, and nobody else in the whole database
   * may have the same ones, else the values that every new row gets would do.
   */
  private meetRetitled(): void {
    const {ofRecord, ofPage} = this.evidence
    const everyPage = groupAlike([...this.pages.keys()], page => ofPage[page]!)
    const pageBy = new Map(everyPage.map(alike => [alike.values.join(), alike]))
    for (const record of groupAlike([...ofRecord.keys()], record => ofRecord[record]!)) {
      if (record.members.length > 1 || this.fitting.records.has(record.members[0]!)) continue
      const page = pageBy.get(record.values.join())
      if (page === undefined || page.members.length > 1) continue
      const isFree = !this.fitting.pages.has(page.members[0]!)
      if (isFree && this.evidence.isTelling(record.values)) this.meet({record, page})
    }
  }

  /** The open records that some open page fits by title, with no more against it than for it. */
  private undecided(ways: readonly Way<RowPage>[]): Set<number> {
    const {ofRecord, ofPage} = this.evidence
    const undecided = new Set<number>()
    for (const {records, pages} of ways.flatMap(way => this.buckets(way))) {
      const isSure = isSmall(records, pages)
      for (const record of records) {
        const fits = (page: number) => !isRefuted(ofRecord[record]!, ofPage[page]!)
        if (!isSure || pages.some(fits)) undecided.add(record)
      }
    }
    return undecided
  }
}
