import type {Attribute} from './html-visitor.ts'

/**
 * A tag that every reader of HTML reads alike: a name in small letters, one space before each attribute,
 * values in double quotes and without entities.
 */
const PLAIN = /<(\/?)([a-z][a-z0-9]*)((?: [a-z][a-z-]*="[^"&]*")*)\/?>/y

/** One plain tag after the other, of one source. */
export class PlainTag {
  closes = false
  name = ''
  /** Behind its `>`. */
  end = 0
  private readonly source: string
  /** What stands between the name and the end, and where. */
  private inner = ''
  private innerStart = 0

  constructor(source: string) {
    this.source = source
  }

  /** Whether a plain tag begins at `at`, which is then the one that is told about. */
  read(at: number): boolean {
    PLAIN.lastIndex = at
    const match = PLAIN.exec(this.source)
    if (match === null) return false
    this.closes = match[1] !== ''
    this.name = match[2]!
    this.inner = match[3]!
    this.innerStart = at + match[1]!.length + this.name.length + 1
    this.end = PLAIN.lastIndex
    // A closing tag with more in it ends at its first `>`, wherever that stands.
    return !this.closes || this.end === this.innerStart + 1
  }

  /** Those that are wanted, and of namesakes the first. */
  attributes(wanted: ReadonlySet<string>): Attribute[] {
    const {inner, innerStart} = this
    const found: Attribute[] = []
    for (let at = 0; at < inner.length; ) {
      const equals = inner.indexOf('=', at)
      const name = inner.slice(at + 1, equals)
      const start = equals + 2
      const end = inner.indexOf('"', start)
      if (wanted.has(name) && !found.some(attribute => attribute.name === name)) {
        const value = inner.slice(start, end)
        found.push({name, value, start: innerStart + start, end: innerStart + end, quote: '"'})
      }
      at = end + 1
    }
    return found
  }
}
