import {parseDocument} from 'yaml'
import {markdownLinks} from './markdown.ts'
import {joinLinks, type PageLinks} from './page-links.ts'

/**
 * The links of a row's page that may begin with front matter of ours, whose values hold Markdown; that of
 * somebody else, and what is no YAML, is text like any other.
 */
export function rowLinks(text: string, id: string): PageLinks {
  const front = /^---\n(.*?\n)---(?:\n|$)/s.exec(text)
  const values = front && valuesOf(front[1]!, id)
  if (!values) return markdownLinks(text)
  return joinLinks([text.slice(front[0].length), ...values].map(part => markdownLinks(part)))
}

/** The texts among the values, of lists too; undefined unless the front matter names this very page. */
function valuesOf(yaml: string, id: string): string[] | undefined {
  const document = parseDocument(yaml, {stringKeys: true, uniqueKeys: false})
  if (document.errors.length > 0) return undefined
  const whole: unknown = document.toJS({mapAsMap: true})
  if (!(whole instanceof Map) || whole.get('notion-id') !== id) return undefined
  const texts: string[] = []
  for (const value of whole.values()) {
    for (const each of Array.isArray(value) ? value : [value]) if (typeof each === 'string') texts.push(each)
  }
  return texts
}
