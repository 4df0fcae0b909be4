import {expect, test} from 'vitest'
import {memorySource} from '../src/index.ts'
import {verify} from '../src/verify/verify.ts'
import {everyExport, type Options, sourcesOf} from './laws-run.ts'

/** Random exports, with everything that Notion and people can do to them: what was made of them is well. */

const WAYS: [string, Options][] = [
  ['as it comes', {}],
  ['with front matter', {properties: 'yaml'}],
  ['with relations as links', {relations: 'links'}],
  ['with formulas disarmed', {csvSafe: true}],
]

test.each(WAYS)('a repaired export is well, %s', async (_, options) => {
  let links = 0
  let relations = 0
  await everyExport(async ({made, out}) => {
    const against = {sources: sourcesOf(made.parts), names: []}
    const watch = {advance: () => {}}
    const found = await verify({clean: memorySource(out), isFolder: false, against, watch})
    links += found.checked.links
    relations += found.checked.relations
    return found.faults.map(({class: kind, path, detail}) => `${kind}: ${path}: ${detail}`)
  }, options)
  // Else it would be well because there was nothing to see.
  expect(links).toBeGreaterThan(5000)
  expect(relations).toBeGreaterThan(500)
})
