import {expect} from 'vitest'
import {parseDocument, type YAMLMap} from 'yaml'

/** As strict readers see it: pairs in order, since objects lose `__proto__` and the order of numbers. */
export function parseFrontMatter(made: string): [unknown, unknown][] {
  const yaml = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(made)![1]!
  const document = parseDocument(yaml, {strict: true, uniqueKeys: true, stringKeys: true, version: '1.2'})
  expect([document.errors, document.warnings]).toEqual([[], []])
  return (document.contents as YAMLMap).items.map(({key, value}) => {
    const toJS = (node: unknown) => (node as {toJS(of: unknown): unknown}).toJS(document)
    return [toJS(key), toJS(value)]
  })
}
