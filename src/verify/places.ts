import {groupBy} from './group.ts'
import type {Item, Manifest, Path} from './manifest.ts'
import {folderOf, placeOf} from './place.ts'

/** What every link of the archive is held against. */
export class Places {
  /** By id: pages and databases, with all their files. */
  readonly byId: ReadonlyMap<string, readonly Item[]>
  readonly byPath: ReadonlyMap<Path, Item>
  /** How many links of the archive were looked at. */
  links = 0
  private readonly files: ReadonlySet<Path>
  private readonly folders: ReadonlySet<Path>
  /** Places that the manifest calls missing, by the file that holds the link. */
  private readonly missing = new Map<Path, ReadonlySet<Path>>()

  constructor({items, missing}: Manifest, files: Iterable<Path>) {
    this.byId = groupBy(
      items.filter(({id}) => id !== undefined),
      ({id}) => id!,
    )
    this.byPath = new Map(items.map(item => [item.path, item]))
    this.files = new Set(files)
    const folders = new Set<Path>()
    for (const path of this.files) {
      for (let at = folderOf(path); at !== '' && !folders.has(at); at = folderOf(at)) folders.add(at)
    }
    this.folders = folders
    for (const [path, links] of groupBy(missing, link => link.in)) {
      this.missing.set(path, new Set(links.map(({href}) => placeOf(path, href)).filter(isText)))
    }
  }

  has(place: Path): boolean {
    return this.files.has(place)
  }

  /** Whether the place is a file, or a folder, of the archive. */
  leads(place: Path): boolean {
    return this.files.has(place) || this.folders.has(place)
  }

  /** Whether the manifest says that `from` holds a link to this place, where nothing is. */
  isMissing(from: Path, place: Path): boolean {
    return this.missing.get(from)?.has(place) ?? false
  }

  /** The item that a relative link, or an address of Notion's, leads to by path. */
  itemAt(from: Path, href: string): Item | undefined {
    const place = placeOf(from, href)
    return place === undefined ? undefined : this.byPath.get(place)
  }
}

function isText(text: string | undefined): text is string {
  return text !== undefined
}
