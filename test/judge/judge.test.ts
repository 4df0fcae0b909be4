/** The judge itself on trial: it must accept a right archive, and see every fault that we plant. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {exampleInput, exampleOutput, GONE, INPUT, TASKS} from './example.ts'
import type {Fault} from './fault.ts'
import {judge} from './judge.ts'
import {type MadeOutput, makeOutput} from './make.ts'
import {PLANTS} from './plants.ts'
import {LINK_PLANTS} from './plants-links.ts'

const folder = mkdtempSync(join(tmpdir(), 'judge-'))
afterAll(() => rmSync(folder, {recursive: true}))

const input = join(folder, 'export.zip')
const bytes = exampleInput()
writeFileSync(input, bytes)
const texts = new Map(INPUT.map(({path, text}) => [path, text]))
const TOLD = [
  {code: 'page-outside', path: 'Home - all of it.md', detail: GONE},
  {code: 'file-missing', path: 'Home - all of it.md', detail: 'lost.png'},
]

async function judged(spoil: (output: MadeOutput) => void, options = {}): Promise<Fault[]> {
  const output = exampleOutput({name: 'export.zip', size: bytes.length})
  spoil(output)
  const path = join(folder, 'out.zip')
  writeFileSync(path, makeOutput(output, texts))
  return judge([input], path, {skipArchiveTools: true, told: TOLD, ...options})
}

test('a right archive has no fault', async () => {
  expect(await judged(() => {}, {skipArchiveTools: false})).toEqual([])
})

test('links may lead to the table page of a database when there is one', async () => {
  const faults = await judged(output => {
    const from = {id: TASKS, kind: 'table', title: 'Tasks', path: 'Home - all of it/Tasks.md', from: []}
    output.items.push({...from, text: '# Tasks\n'})
    for (const item of output.items) item.text = item.text.replaceAll('Tasks.csv', 'Tasks.md')
  })
  expect(faults.filter(({detail}) => !detail.includes('Tasks.csv'))).toEqual([])
})

describe('sees', () => {
  test.each([...PLANTS, ...LINK_PLANTS])('%s', async (_name, expected, spoil) => {
    const faults = await judged(spoil)
    expect([...new Set(faults.map(fault => fault.class))]).toContain(expected)
  })
})

test('what the report does not tell', async () => {
  const faults = await judged(() => {}, {told: []})
  expect(faults.map(fault => fault.class)).toEqual(['untold', 'untold'])
})

test('a smaller budget than the paths need', async () => {
  const faults = await judged(() => {}, {maxPath: 20})
  expect(faults.map(fault => fault.class)).toContain('path-too-long')
})

test('an archive that only strangers find odd', async () => {
  const spoil = (output: MadeOutput) =>
    void output.strangers.push({path: 'é.txt', text: '', damage: 'no-utf8-flag'})
  const faults = await judged(spoil, {skipArchiveTools: false})
  expect(faults.filter(fault => fault.class === 'archive').map(fault => fault.path)).toContain(
    'python zipfile',
  )
})
