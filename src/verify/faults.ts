import type {Path} from './manifest.ts'

/**
 * Everything that can be wrong with a repaired archive, the gravest first: what comes before explains what
 * comes after, as a page that is lost explains the links that lead nowhere.
 */
export const FAULT_WORDS = {
  manifest: {one: 'the manifest cannot be trusted', many: 'the manifest cannot be trusted in {n} places'},
  'file-lost': {one: '1 file is not here', many: '{n} files are not here'},
  'file-extra': {one: '1 file is here that nobody wrote', many: '{n} files are here that nobody wrote'},
  'file-changed': {
    one: '1 file does not have the bytes that were written',
    many: '{n} files do not have the bytes that were written',
  },
  'name-unsafe': {
    one: '1 name cannot be stored everywhere',
    many: '{n} names cannot be stored everywhere',
  },
  'name-clash': {
    one: '1 name is the same as another one on Windows or macOS',
    many: '{n} names are the same as others on Windows or macOS',
  },
  'name-long': {one: '1 path is too long', many: '{n} paths are too long'},
  'original-lost': {
    one: '1 file of the export is not accounted for',
    many: '{n} files of the export are not accounted for',
  },
  'original-unknown': {
    one: '1 file is said to come from the export, which does not hold it',
    many: '{n} files are said to come from the export, which does not hold them',
  },
  'original-changed': {
    one: '1 file of the export is not what it is said to have been',
    many: '{n} files of the export are not what they are said to have been',
  },
  'attachment-changed': {
    one: '1 attachment does not have the bytes that it has in the export',
    many: '{n} attachments do not have the bytes that they have in the export',
  },
  'cell-changed': {
    one: '1 cell or row of a database is not what it is in the export',
    many: '{n} cells or rows of databases are not what they are in the export',
  },
  'link-dead': {one: '1 link leads nowhere', many: '{n} links lead nowhere'},
  'link-away': {
    one: '1 link leads to notion.so, though its page is here',
    many: '{n} links lead to notion.so, though their pages are here',
  },
  'relation-wrong': {
    one: '1 line of relations.csv is wrong',
    many: '{n} lines of relations.csv are wrong',
  },
  'cell-wrong': {
    one: '1 cell of a database does not lead where it should',
    many: '{n} cells of databases do not lead where they should',
  },
  'missing-wrong': {
    one: '1 link is called missing, which is not true',
    many: '{n} links are called missing, which is not true',
  },
  'document-unclear': {
    one: '1 document cannot be checked with certainty',
    many: '{n} documents cannot be checked with certainty',
  },
  order: {one: '1 file is out of its order', many: '{n} files are out of their order'},
} as const satisfies Record<string, {readonly one: string; readonly many: string}>

export type FaultClass = keyof typeof FAULT_WORDS

/** One thing that is wrong. */
export interface Fault {
  readonly class: FaultClass
  /** The file that it is about: of the archive, or of the export where the class says so. */
  readonly path: Path
  /** What was found, in words; holds names from the archive as they are, not yet escaped. */
  readonly detail: string
}

/** Collects what is wrong, in any order. */
export class Faults {
  private readonly found = new Map<FaultClass, Fault[]>()

  add(kind: FaultClass, path: Path, detail: string): void {
    const fault = {class: kind, path, detail}
    const list = this.found.get(kind)
    if (list) list.push(fault)
    else this.found.set(kind, [fault])
  }

  /** All faults of the gravest class that has any; none when all is well. */
  gravest(): readonly Fault[] {
    for (const kind of Object.keys(FAULT_WORDS) as FaultClass[]) {
      const list = this.found.get(kind)
      if (list) return list
    }
    return []
  }
}
