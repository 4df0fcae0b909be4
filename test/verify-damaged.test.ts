import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import {fixExport, verificationText, verifyExport} from '../src/index.ts'
import {makeZip} from './make-zip.ts'

/** An export that was damaged, what `--keep-going` saved of it, and the same export before the damage. */

const HOME = '1a26f04c2d8180aa8abc000000000001'
const PAGE = '1a26f04c2d8180aa8abc000000000002'
let folder = ''
const at = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nef-damaged-'))
  await makeZip(at('whole.zip'), {
    [`Home ${HOME}.md`]: `# Home\n\n[Page](Home/Page%20${PAGE}.md) ![](Home/pic.png)`,
    [`Home/Page ${PAGE}.md`]: `# Page\n\n${'Some words. '.repeat(300)}`,
    'Home/pic.png': Buffer.from(Array.from({length: 9000}, (_, i) => (i * i) >>> 5)),
  })
  const bytes = readFileSync(at('whole.zip'))
  for (const name of [`Home/Page ${PAGE}.md`, 'Home/pic.png']) {
    const data = bytes.indexOf(name) + name.length
    bytes[data + 25]! ^= 0xff
  }
  writeFileSync(at('damaged.zip'), bytes)
  const report = await fixExport([at('damaged.zip')], {output: at('saved.zip'), keepGoing: true})
  expect(report.incomplete).toBe(true)
})
afterAll(() => rmSync(folder, {recursive: true}))

test('what was saved is all that could be, and that is said', async () => {
  const found = await verifyExport(at('saved.zip'), {against: [at('damaged.zip')]})
  expect(found.faults).toEqual([])
  expect(found.unchecked).toEqual([
    {path: 'Home/Page.md.damaged', why: 'damaged'},
    {path: 'Home/pic.png.damaged', why: 'damaged'},
  ])
  expect(found.before).toMatchObject({page: 1, attachment: 2})
  expect(verificationText(found)).toMatch(/2 files of the export are damaged/)
  expect(verificationText(found)).not.toMatch(/All is well/)
})

test('it does not stand for what is whole', async () => {
  const {faults} = await verifyExport(at('saved.zip'), {against: [at('whole.zip')]})
  expect(faults.map(({class: kind}) => kind)).toEqual(['attachment-changed', 'attachment-changed'])
})

test('an export that is damaged elsewhere proves nothing', async () => {
  await fixExport([at('whole.zip')], {output: at('clean.zip')})
  const work = verifyExport(at('clean.zip'), {against: [at('damaged.zip')]})
  await expect(work).rejects.toMatchObject({code: 'damaged-entry'})
})
