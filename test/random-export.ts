/**
 * Random exports in the shape of real ones (format notes, sections 1 to 6), which know what every link in them
 * means. Everything follows from the seed.
 */
import {writeDocs} from './laws-documents.ts'
import {type Doc, World} from './laws-pieces.ts'
import type {Records} from './laws-records.ts'
import {join, nameByNotion, Random, randomTitle, randomUpload} from './laws-words.ts'

/** Something of the export that links can mean. Paths are below the wrapper folder, as on disk. */
export interface Thing {
  readonly kind: 'page' | 'database' | 'linked view' | 'attachment'
  /** Undefined for attachments. */
  readonly id?: string
  readonly title: string
  /** What stands before the id on disk; the whole name of an attachment. */
  readonly name: string
  /** All its files; a database's page, `_all` and plain CSV. */
  readonly files: readonly string[]
  /** Where it lies; `''` is the root. */
  readonly dir: string
  /** Where its children lie, if it has any. */
  folder?: string
  /** Merging exports of two ages leaves both, `Title <id>` and `Title`. */
  otherFolder?: string
  /** The things in its folder. */
  readonly children: Thing[]
  /** Whether some document of the export still says the whole title. */
  told: boolean
  /** Blocks of an HTML page. */
  readonly blocks: string[]
  /** The database of a row, the database of a linked view. */
  readonly of?: Thing
}

export interface Style {
  readonly html: boolean
  /** How folders are named: with ids until autumn 2025, without since, or a mixture by merging. */
  readonly folders: 'ids' | 'bare' | 'mixed'
  readonly ids: 'old' | 'new' | 'mixed'
  /** Names in NFD, as until 2025. */
  readonly nfd: boolean
  readonly index: boolean
  readonly wrapper: string
}

export interface RandomExport {
  readonly seed: number
  readonly style: Style
  readonly things: readonly Thing[]
  /** By database. */
  readonly records: ReadonlyMap<Thing, Records>
  readonly docs: readonly Doc[]
  /** Whole paths to bytes; several parts of one export. */
  readonly parts: readonly ReadonlyMap<string, Uint8Array>[]
}

export function randomExport(seed: number): RandomExport {
  const random = new Random(seed)
  const style: Style = {
    html: random.chance(30),
    folders: random.pick(['ids', 'bare', 'bare', 'mixed'] as const),
    ids: random.pick(['old', 'new', 'mixed'] as const),
    nfd: random.chance(15),
    index: random.chance(50),
    wrapper: random.chance(60) ? `${random.pick(['Export', 'ExportBlock'])}-${random.uuid()}/` : '',
  }
  const tree = new Grower(random, style)
  tree.grow()
  const world = new World(random, style, tree.things, tree.blobs)
  const docs = writeDocs(world, style, tree.things)
  const files = new Map(tree.blobs)
  for (const {path, text} of docs) files.set(path, new TextEncoder().encode(text))
  const parts = intoParts(random, style.wrapper, files)
  return {seed, style, things: tree.things, records: world.records, docs, parts}
}

class Grower {
  readonly things: Thing[] = []
  /** Files that are not documents. */
  readonly blobs = new Map<string, Uint8Array>()
  /** Folders without an id, and whose they are: namesakes can share one. */
  private readonly bare = new Set<string>()
  private readonly random: Random
  private readonly style: Style

  constructor(random: Random, style: Style) {
    this.random = random
    this.style = style
  }

  grow(): void {
    const {random} = this
    const roots = random.chance(50)
      ? ['']
      : ['Private & Shared', '개인 페이지 & 공유된 페이지', 'Tasks', '_deep']
    for (const root of roots.slice(0, 1 + random.below(3))) this.fill(root, 0, undefined)
    if (random.chance(20)) this.chain(roots[0]!, 12)
    // An export of nothing but attachments is none of Notion's.
    if (!this.things.some(thing => thing.id !== undefined)) this.page(roots[0]!, undefined)
    if (random.chance(20)) this.blobs.set('__MACOSX/._index.html', bytes(random))
    if (random.chance(20)) this.blobs.set('.DS_Store', bytes(random))
  }

  private fill(dir: string, depth: number, owner: Thing | undefined): void {
    const {random} = this
    const count = depth === 0 ? 2 + random.below(5) : random.below(5)
    const dirs = [dir, owner?.otherFolder ?? dir]
    for (let i = 0; i < count; i++) this.one(random.pick(dirs), depth, owner)
  }

  private one(dir: string, depth: number, owner: Thing | undefined): void {
    const {random} = this
    const kind = random.below(100)
    if (kind < 2) this.attachment(join(dir, random.id(true)), undefined)
    else if (kind < 25) this.attachment(dir, owner)
    else if (kind < 42) this.database(dir, depth, owner)
    else {
      const page = this.page(dir, owner)
      if (depth < 4 && random.chance(45)) this.fill(this.folderOf(page), depth + 1, page)
    }
  }

  /** Pages in pages in pages. */
  private chain(dir: string, depth: number): void {
    let at = dir
    let owner: Thing | undefined
    for (let i = 0; i < depth; i++) {
      owner = this.page(at, owner)
      at = this.folderOf(owner)
    }
    this.attachment(at, owner)
  }

  private page(dir: string, owner: Thing | undefined, of?: Thing): Thing {
    const ext = this.style.html ? '.html' : '.md'
    return this.add('page', dir, owner, (name, id) => [`${name}${id}${ext}`], of)
  }

  private database(dir: string, depth: number, owner: Thing | undefined): void {
    const {random} = this
    const hasAll = random.chance(75)
    const made = this.add('database', dir, owner, (name, id) => [
      ...(this.style.html ? [`${name}${id}.html`] : []),
      ...(hasAll ? [`${name}${id}_all.csv`] : []),
      `${name}${id}.csv`,
    ])
    const folder = this.folderOf(made)
    const rows = 1 + random.below(4)
    for (let i = 0; i < rows; i++) {
      const row = this.page(random.pick([folder, made.otherFolder ?? folder]), made, made)
      if (depth < 3 && random.chance(20)) this.fill(this.folderOf(row), depth + 2, row)
    }
    if (random.chance(30)) this.attachment(folder, made)
    if (random.chance(25)) {
      const holder = this.page(dir, owner)
      this.add('linked view', this.folderOf(holder), holder, (name, id) => [`${name}${id}.csv`], made)
    }
  }

  private add(
    kind: Exclude<Thing['kind'], 'attachment'>,
    dir: string,
    owner: Thing | undefined,
    files: (name: string, id: string) => string[],
    of?: Thing,
  ): Thing {
    const {random, style} = this
    const title = randomTitle(random)
    const id = random.id(style.ids === 'mixed' ? random.chance(50) : style.ids === 'new')
    const name = nameByNotion(style.nfd ? title.normalize('NFD') : title) || 'Untitled'
    const thing: Thing = {
      kind,
      id,
      title: title || 'Untitled',
      name,
      files: files(name + ' ', id).map(file => join(dir, file)),
      dir,
      children: [],
      told: false,
      blocks: style.html ? [random.uuid(), random.uuid()] : [],
      ...(of && {of}),
    }
    this.things.push(thing)
    owner?.children.push(thing)
    return thing
  }

  private attachment(dir: string, owner: Thing | undefined): void {
    const {random} = this
    const beside = random.pick(this.things.length > 0 ? this.things : [undefined])
    const ofPage = beside?.id !== undefined && `${beside.name}${random.pick(['.md', '.csv', '', ' (2).md'])}`
    const name = (random.chance(15) && ofPage) || randomUpload(random)
    const path = join(dir, name)
    // No file twice, and none where a folder is.
    if (this.blobs.has(path) || this.bare.has(path)) return
    this.blobs.set(path, bytes(random))
    const thing: Thing = {
      kind: 'attachment',
      title: name,
      name,
      files: [path],
      dir,
      children: [],
      told: false,
      blocks: [],
    }
    this.things.push(thing)
    owner?.children.push(thing)
  }

  /** `Title <id>`, or the title alone, which namesakes share unless Notion adds the ends of the id. */
  private folderOf(thing: Thing): string {
    if (thing.folder !== undefined) return thing.folder
    const {random, style} = this
    const {name, id = '', dir} = thing
    const withId = style.folders === 'ids' || (style.folders === 'mixed' && random.chance(50))
    const bare = join(dir, random.chance(50) ? name.trim() : name)
    if (withId)
      thing.folder = join(dir, thing.title === 'Untitled' && random.chance(20) ? id : `${name} ${id}`)
    else if (this.blobs.has(bare) || (this.bare.has(bare) && random.chance(50))) {
      thing.folder = `${bare} ${id.slice(0, 4)}-${id.slice(-4)}`
    } else thing.folder = bare
    this.bare.add(thing.folder)
    if (withId && style.folders === 'mixed' && !this.blobs.has(bare) && random.chance(30)) {
      thing.otherFolder = bare
      this.bare.add(bare)
    }
    return thing.folder
  }
}

function bytes(random: Random): Uint8Array {
  return Uint8Array.from({length: random.below(40)}, () => random.below(256))
}

/** One folder lies in several parts, and some files are in two of them. */
function intoParts(
  random: Random,
  wrapper: string,
  files: ReadonlyMap<string, Uint8Array>,
): Map<string, Uint8Array>[] {
  const parts = Array.from({length: random.pick([1, 1, 2, 3])}, () => new Map<string, Uint8Array>())
  for (const [path, data] of files) {
    random.pick(parts).set(wrapper + path, data)
    if (random.chance(5)) random.pick(parts).set(wrapper + path, data)
  }
  return parts.filter(part => part.size > 0)
}
