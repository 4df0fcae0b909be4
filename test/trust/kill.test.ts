import {expect, test} from 'vitest'
import {FILES, Stranger} from '../stranger.ts'
import {killAtRandom} from './killing.ts'

const me = new Stranger()

/** Few and small: `npm run kill` does the same for as long as one likes. */
test('a run that is killed leaves nothing under the name of the output, or all of it', async () => {
  const pages = Array.from({length: 60}, (_, at): [string, string] => [
    `Page ${at.toString(16).padStart(32, '0')}.md`,
    `# Page\n${'text '.repeat(500)}`,
  ])
  await me.zip('export.zip', {...FILES, ...Object.fromEntries(pages)})
  expect(await killAtRandom({folder: me.folder, times: 8, seed: 1})).toEqual([])
})
