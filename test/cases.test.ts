import {readdirSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {ExportError, fixExport, memorySink, memorySource} from '../src/index.ts'
import {type CaseFile, readCase} from './case-file.ts'

const folder = new URL('../fixtures/cases/', import.meta.url)
const names = readdirSync(folder).filter(name => name.endsWith('.txt'))

describe('case files', () => {
  test.each(names)('%s', async name => {
    const story = readCase(new URL(name, folder).pathname)
    const {files, problems} = await run(story)
    expect(files, story.about).toEqual(Object.fromEntries(story.out))
    expect(problems, story.about).toEqual(story.problems)
  })
})

async function run({parts, options}: CaseFile) {
  const out = new Map<string, Uint8Array>()
  const sources = parts.map((files, at) => memorySource(files, {name: `part-${at + 1}`}))
  try {
    const report = await fixExport(sources, {...options, output: memorySink(out)})
    const problems = report.problems.map(
      ({code, path, detail}) => `${code} ${path}${detail === undefined ? '' : `: ${detail}`}`,
    )
    const files = [...out].filter(([path]) => !path.startsWith('_notion-export-fix/'))
    return {
      files: Object.fromEntries(
        files.map(([path, bytes]) => [path, new TextDecoder('utf-8', {ignoreBOM: true}).decode(bytes)]),
      ),
      problems,
    }
  } catch (error) {
    if (!(error instanceof ExportError)) throw error
    return {files: {}, problems: [`error ${error.code}: ${error.message}`]}
  }
}
