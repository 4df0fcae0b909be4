/** The judge itself on trial: it must accept a right archive, and see every fault that we plant. */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {DEFAULTS, exampleInput, exampleOutput, GONE, INPUT} from './example.ts'
import type {Fault} from './fault.ts'
import {judge} from './judge.ts'
import {type MadeOutput, makeOutput} from './make.ts'
import {PLANTS} from './plants.ts'
import {DATABASE_PLANTS, LINKS_PLANTS, TABLELESS_PLANTS, YAML_PLANTS} from './plants-databases.ts'
import {LINK_PLANTS} from './plants-links.ts'
import type {Style} from './stage.ts'

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

async function judged(
  spoil: (output: MadeOutput) => void,
  options = {},
  style: Style = DEFAULTS,
): Promise<Fault[]> {
  const output = exampleOutput({name: 'export.zip', size: bytes.length}, style)
  spoil(output)
  const path = join(folder, 'out.zip')
  writeFileSync(path, makeOutput(output, texts))
  return judge([input], path, {skipArchiveTools: true, told: TOLD, style, ...options})
}

test('a right archive has no fault', async () => {
  expect(await judged(() => {}, {skipArchiveTools: false})).toEqual([])
})

const LINKS: Style = {...DEFAULTS, relations: 'links'}
const YAML: Style = {...DEFAULTS, properties: 'yaml'}
const TABLELESS: Style = {...DEFAULTS, tables: false}

test.each([LINKS, YAML, TABLELESS])('a right archive with %o has no fault', async style => {
  expect(await judged(() => {}, {}, style)).toEqual([])
})

test('what was told to the command and what was written are two', async () => {
  const faults = await judged(() => {}, {style: LINKS})
  expect(new Set(faults.map(fault => fault.class))).toEqual(new Set(['options', 'cell-relation']))
})

const trials = [
  ...[...PLANTS, ...LINK_PLANTS, ...DATABASE_PLANTS].map(plant => [...plant, DEFAULTS] as const),
  ...LINKS_PLANTS.map(plant => [...plant, LINKS] as const),
  ...YAML_PLANTS.map(plant => [...plant, YAML] as const),
  ...TABLELESS_PLANTS.map(plant => [...plant, TABLELESS] as const),
]

describe('sees', () => {
  test.each(trials)('%s', async (_name, expected, spoil, style) => {
    const faults = await judged(spoil, {}, style)
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
