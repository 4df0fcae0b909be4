import {Document, Pair, Scalar, type ScalarTag, YAMLMap, YAMLSeq} from 'yaml'

/** YAML that every reader of front matter takes alike: readers of YAML 1.1 too, and those that look at lines. */

/** A number or a date, written as it is, so that `1.50` keeps its zero and a long number its digits. */
export class Verbatim {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Value = string | boolean | Verbatim | readonly string[]

const VERBATIM: ScalarTag = {
  tag: 'tag:notion-export-fix,2025:verbatim',
  default: true,
  identify: value => value instanceof Verbatim,
  resolve: text => text,
  stringify: ({value}) => (value as Verbatim).text,
}

/** What YAML does not allow as such, or what YAML 1.1 reads as a line break. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u
/** The same as far as the library leaves it unescaped. */
const UNESCAPED = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g
/** Plain, some readers take these for a merge, a value, a directive or the end of the document. */
const SPECIAL = /^(?:<<|=)$|^(?:%|---|\.\.\.)/

/** One `name: value` after the other. */
export function writeYaml(pairs: readonly (readonly [string, Value])[]): string {
  const document = new Document(null, {
    schema: 'core',
    customTags: tags => [...tags, VERBATIM],
    compat: 'yaml-1.1',
  })
  const map = new YAMLMap<Scalar, Scalar | YAMLSeq>(document.schema)
  // Not one by one with `set`, which looks for the key among all that are there.
  map.items = pairs.map(([name, value]) => new Pair(keyNode(name), valueNode(value)))
  Object.assign(document, {contents: map})
  const yaml = document.toString({lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER})
  // Whatever holds these stands in double quotes, where an escape can take their place.
  return yaml.replace(UNESCAPED, char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function keyNode(name: string): Scalar {
  const node = textNode(name)
  if (name.includes('\n')) node.type = Scalar.QUOTE_DOUBLE
  return node
}

function valueNode(value: Value): Scalar | YAMLSeq {
  if (typeof value === 'string') return textNode(value)
  if (typeof value === 'boolean' || value instanceof Verbatim) return new Scalar(value)
  const list = new YAMLSeq()
  list.items = value.map(textNode)
  return list
}

function textNode(text: string): Scalar {
  const node = new Scalar(text)
  const isSpecial = UNPRINTABLE.test(text) || SPECIAL.test(text)
  if (text.includes('\n') && !isSpecial && !text.endsWith('\n')) node.type = Scalar.BLOCK_LITERAL
  // YAML 1.1 readers stumble over a tab in plain text; line breaks at the end get lost before a `---`.
  else if (isSpecial || /[\t\n]/.test(text)) node.type = Scalar.QUOTE_DOUBLE
  return node
}
