import {refuse} from './refuse.ts'

/**
 * What the archives of one export may cost before anything of them is unpacked, parts in archives included.
 * A few kilobytes of ZIP can hold parts whose directories list hundreds of millions of entries, and each
 * listed entry costs about 1 KB of memory.
 */
export class Budget {
  #entries: number
  #directoryBytes: number

  /** The largest exports known have some 100,000 files; names are seldom over 300 bytes. */
  constructor({entries = 1_000_000, directoryBytes = 1 << 28} = {}) {
    this.#entries = entries
    this.#directoryBytes = directoryBytes
  }

  /** Before a directory of so many bytes is read; `archive` is for the message. */
  takeDirectory(bytes: number, archive: string): void {
    this.#directoryBytes -= bytes
    if (this.#directoryBytes < 0) throw tooMuch(archive)
  }

  takeEntry(archive: string): void {
    if (this.#entries-- <= 0) throw tooMuch(archive)
  }
}

function tooMuch(archive: string) {
  const found = 'it lists more files than any export of Notion has, its parts counted together'
  return refuse('unsupported', archive, found, 'choose the .zip that Notion sent')
}
