import type {Entry} from '../core/model.ts'
import type {Source} from '../io.ts'
import {isLitter} from './archive.ts'
import type {Faults} from './faults.ts'
import {type Item, isSalvaged, type Manifest, type Path} from './manifest.ts'
import {isSame, type Seen, sumEntry, sumText, type Watch} from './read.ts'

/** What the manifest says of one file of the export. */
interface Claim {
  /** Undefined for what was left out. */
  readonly item: Item | undefined
  /** A second file of the export that became the same item. */
  readonly isTwin: boolean
  isTaken: boolean
}

/** A file of the export and what it became. */
export interface Found {
  readonly source: Source
  readonly entry: Entry
  readonly item: Item
}

/** What the manifest says of the export, by path. */
export class Accounts {
  /** How many files of the export have been accounted for, by what they became. */
  readonly before = new Map<Item['kind'] | 'ignored', number>()
  /** The files of the export that became something, in their order. */
  readonly found: Found[] = []
  private readonly claims = new Map<Path, Claim[]>()
  private readonly faults: Faults

  constructor({items, ignored}: Manifest, faults: Faults) {
    this.faults = faults
    for (const item of items) {
      for (const path of item.from) this.claim(path, item, path !== item.from[0])
    }
    for (const {path} of ignored) this.claim(path, undefined, false)
  }

  /** Reads every file of one part of the export. `written` gives what an attachment became. */
  async check(source: Source, written: (path: Path) => Seen | undefined, watch: Watch): Promise<void> {
    for (const entry of source.entries) {
      watch.signal?.throwIfAborted()
      const open = (this.claims.get(placeIn(entry.path)) ?? []).filter(claim => !claim.isTaken)
      const seen = await sumEntry(source, entry, watch).catch(error => {
        if (!this.takeDamaged(open, entry)) throw error
      })
      if (!seen) continue
      const claim = open.find(({item}) => !item?.before || isSame(item.before, seen)) ?? open[0]
      if (!claim) this.faults.add('original-lost', entry.path, 'stands nowhere in the manifest')
      else this.take(claim, {source, entry}, seen, written(claim.item?.path ?? ''))
    }
  }

  /** What the manifest claims and nobody has found. */
  finish(): void {
    for (const [path, claims] of this.claims) {
      for (const {isTaken, item} of claims) {
        if (!isTaken) this.faults.add('original-unknown', path, item ? `became ${item.path}` : 'was left out')
      }
    }
  }

  private claim(path: Path, item: Item | undefined, isTwin: boolean): void {
    const key = placeIn(path)
    const claim = {item, isTwin, isTaken: false}
    const list = this.claims.get(key)
    if (list) list.push(claim)
    else this.claims.set(key, [claim])
  }

  /** What is damaged in the export too has the figures that its archive gives; its bytes tell nothing. */
  private takeDamaged(open: readonly Claim[], {size, crc32}: Entry): boolean {
    const isMeant = ({before}: Item) =>
      before?.size === size && Number.parseInt(before.crc32, 16) === (crc32 ?? 0)
    const claim = open.find(({item}) => item && isSalvaged(item) && isMeant(item))
    if (!claim) return false
    claim.isTaken = true
    this.before.set('attachment', (this.before.get('attachment') ?? 0) + 1)
    return true
  }

  /** `written` is the attachment that the claim says it became. */
  private take(claim: Claim, at: Omit<Found, 'item'>, seen: Seen, written: Seen | undefined): void {
    claim.isTaken = true
    const {item, isTwin} = claim
    const {path} = at.entry
    // Beside a database with the same bytes stands its view.
    const kind = item === undefined ? 'ignored' : isTwin && item.kind === 'database' ? 'view' : item.kind
    this.before.set(kind, (this.before.get(kind) ?? 0) + 1)
    if (!item) {
      if (!isLitter(placeIn(path)))
        this.faults.add('original-lost', path, 'was left out, though it is not of macOS')
      return
    }
    this.found.push({...at, item})
    if (item.before && !isSame(item.before, seen)) {
      this.faults.add('original-changed', path, `${sumText(seen)}, not ${sumText(item.before)}`)
    } else if (item.kind === 'attachment' && written?.sha256 !== seen.sha256) {
      this.faults.add('attachment-changed', item.path, `is not ${path}`)
    }
  }
}

/** An attachment keeps its bytes, and so does a document that could not be rewritten. */
export function checkKept(item: Item, faults: Faults): void {
  const {before, after} = item
  if (isSalvaged(item)) return
  if (before && !isSame(before, after)) {
    faults.add('attachment-changed', item.path, `${sumText(after)}, not ${sumText(before)}`)
  }
}

const WRAPPER = /^(?:Export|ExportBlock)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}[^/]*\//

/**
 * A path of the export without the folders that Notion wraps around it: who unpacked the export has another
 * number of them than who did not.
 */
export function placeIn(path: Path): Path {
  return path.replace(WRAPPER, '').replace(WRAPPER, '').normalize('NFC')
}
