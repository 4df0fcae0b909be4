/**
 * The nouns of the pipeline. Types only: read → survey → plan → rewrite → write → report.
 *
 * Paths use `/`, have no leading slash and are Unicode text as the archive's directory gives it.
 */

/** 32 lowercase hex digits without dashes, as Notion writes ids in names (format notes, 2.5). */
export type Id = string

/**
 * A zone-less time as ZIP archives hold it: MS-DOS date in the upper, time in the lower 16 bits
 * (APPNOTE 4.4.6), two seconds apart, 1980 to 2107. Larger is later.
 */
export type DosTime = number

/** One thing in an archive as its directory lists it. Directories are no entries. */
export interface Entry {
  /** Whole path, after the part: `Export-<uuid>/Home <id>.md`. */
  readonly path: string
  /** Uncompressed length in bytes. */
  readonly size: number
  /** CRC-32 of the uncompressed bytes; unknown until read for a plain file. */
  readonly crc32?: number
  readonly time: DosTime
  /** Length as it lies in an archive, in bytes. */
  readonly packedSize?: number
  /** Of an entry that cannot be read whole, where what there is of it is kept all the same. */
  readonly damage?: Damage
}

/** What is left of a damaged entry; its `size` and `crc32` stay what the archive claims. */
export interface Damage {
  /** Bytes that can be read. */
  readonly size: number
  /** What is wrong, in words. */
  readonly why: string
}

/** What an entry is, once we know. The words are those of the report and the manifest. */
export type Kind = 'page' | 'row' | 'database' | 'view' | 'table' | 'attachment' | 'index'

/** The three formats that hold links, plus the index, whose links Notion does not encode. */
export type Format = 'markdown' | 'html' | 'csv' | 'index'

/** What reading a document told us about it. Small: a digest of every page stays in memory. */
export interface Digest {
  /** The first line's H1 (Markdown) or `<title>` (HTML), as typed. */
  readonly title?: string
  /** The beginning of what stands behind the title, if it begins like a property. */
  readonly properties?: string
  /** `<article id=…>` of an HTML page, undashed. */
  readonly articleId?: Id
  /** True for Notion's own `index.html` (`<ul id="id::…">`). */
  readonly isIndex?: boolean
  /** Links of the page, in order; only where the survey asked for them. */
  readonly links?: readonly DigestLink[]
  /** Folders that `index.html` names: the path below its own folder, and the id of the owner. */
  readonly folders?: readonly {readonly path: string; readonly id: Id}[]
  /** Ids (as written in `id="…"`) of an HTML page; only where the survey asked for them. */
  readonly anchors?: ReadonlySet<string>
  /** Of a CSV. */
  readonly records?: Records
}

/** The records of a CSV, the header first, without the byte order mark. */
export interface Records extends Iterable<string[]> {
  /** The header is counted too. */
  readonly count: number
  /** The values of a record; none where there is no record. */
  at(index: number): string[]
}

export interface DigestLink {
  readonly label: string
  readonly href: string
}

/** An entry once we know what it is. */
export interface Item {
  /** Its place in the survey's `entries`. */
  readonly entry: number
  readonly kind: Kind
  readonly format?: Format
  /** Undefined for attachments and the index. */
  readonly id?: Id
  /** What the person typed, as far as the export still knows it; file name for attachments. */
  readonly title: string
  /** With its dot, as written; `''` when there is none. */
  readonly ext: string
  /** True for the CSV that holds all rows and columns of its database. */
  readonly all?: boolean
  /** Of a row: its database. */
  readonly database?: Id
  /** Of a view: the database that it shows. */
  readonly viewOf?: Id
  /** Of a view: how many records it has, and how many columns. */
  readonly shows?: {readonly rows: number; readonly columns: number}
  /** A second file of one id that came from merging or from a browser: `X <id> 4.csv`. */
  readonly copy?: boolean
}

/** A folder of the export and the item that it belongs to. */
export interface Folder {
  /** Its place, see {@link Survey.places}; `''` is the root. */
  readonly place: string
  /** Page or database whose children lie here; undefined for teamspaces, `Private & Shared`, … */
  readonly owner?: Id
  /** What it is called if nobody owns it, or its owner has no file: its own name without an id. */
  readonly title: string
}

/** What the export is made of. */
export interface Survey {
  readonly entries: readonly Entry[]
  /**
   * Where each entry lies in the one tree that all parts make: its path without the wrapper folder
   * `Export-<uuid>/`, in NFC. Two entries can have one place.
   */
  readonly places: readonly string[]
  /** One for each entry; undefined for those that are ignored. */
  readonly items: readonly (Item | undefined)[]
  /** By place; parents before children. The root `''` is always there. */
  readonly folders: ReadonlyMap<string, Folder>
  /** What is left out of the output, and why. */
  readonly ignored: readonly {readonly path: string; readonly why: string}[]
  /** By entry, of what is asked for from here on: databases, and pages with properties. */
  readonly digests: ReadonlyMap<number, Digest>
}

/** Why a file has another name than its own without the id. */
export type RenameReason =
  | 'title'
  | 'characters'
  | 'reserved'
  | 'collision'
  | 'cut'
  | 'deep'
  | 'decoded'
  | 'view'

/** Where everything goes. A value: it can be shown, tested, and sent to a worker. */
export interface Plan {
  /** One for each entry; undefined for ignored entries. Equal for entries that become one file. */
  readonly paths: readonly (string | undefined)[]
  /** Path of the table page of each database that can have one, whether it is written or not. */
  readonly tables: ReadonlyMap<Id, string>
  /** New path of each folder of the export, by place. */
  readonly folders: ReadonlyMap<string, string>
  /** Every rename that is more than losing an id: entry and reasons. */
  readonly renames: ReadonlyMap<number, readonly RenameReason[]>
  readonly problems: readonly Problem[]
}

/** Replace `text.slice(start, end)`; UTF-16 units of the original. Edits never overlap. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * How a link is used. An `embed` (image, `src`, `data-notion-*`) is loaded when the page is opened,
 * so it must never lead to the network.
 */
export type LinkUse = 'link' | 'embed'

/** What a link becomes. */
export interface Relinked {
  /** Encoded for a URL, not for the format around it. */
  readonly href: string
  /** Decoded last segment of the target's new path, for labels that repeat the path. */
  readonly name: string
  /** Known to hold nothing that Markdown, or HTML between double quotes, could read as more than a letter of the link. */
  readonly isEven?: boolean
}

/** What formats know of plans. `undefined`: leave every byte of the link as it is. */
export type Relink = (href: string, use: LinkUse) => Relinked | undefined

/**
 * What {@link Relink} needs besides the link for one document.
 * `has` asks whether a link as written leads to an entry of this export, without telling anybody:
 * for text that is a link only if something is there.
 */
export interface Links {
  readonly relink: Relink
  readonly has: (href: string) => boolean
}

/** What a person is told; it did not stop us. The words are made in `report.ts`. */
export interface Problem {
  readonly code: ProblemCode
  /** New path of the file in which it was seen, or the original one where there is no new path. */
  readonly path: string
  /** The link, the name, the id: what it is about. */
  readonly detail?: string
  /** How many things of its kind this one line stands for; 1 if left out. */
  readonly count?: number
}

export type ProblemCode =
  | 'file-missing'
  | 'page-outside'
  | 'link-guessed'
  | 'path-too-long'
  | 'not-utf8'
  | 'too-large'
  | 'part-missing'
  | 'entry-damaged'
  | 'zip-irregular'
  | 'zip-leftover'
  | 'name-undecodable'
  | 'entry-huge'
  | 'csv-formula'
  | 'csv-guarded'
  | 'workspace-named'
