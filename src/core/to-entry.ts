import {basename} from './href.ts'
import type {Relinked} from './model.ts'
import type {Places} from './places.ts'

/** A link to an entry. Few labels repeat a path, so the name is made for those that do. */
export class ToEntry implements Relinked {
  readonly href: string
  readonly isEven: boolean
  private readonly entry: number
  private readonly places: Places

  constructor(href: string, entry: number, places: Places, isEven: boolean) {
    this.href = href
    this.isEven = isEven
    this.entry = entry
    this.places = places
  }

  get name(): string {
    return basename(this.places.of(this.entry))
  }
}
