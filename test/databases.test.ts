/** The built command on the databases of real exports, counted and judged by code that knows nothing of `src`. */
import {join} from 'node:path'
import {fromMarkdown} from 'mdast-util-from-markdown'
import {describe, expect, test} from 'vitest'
import {isJoined, readRelations} from './judge/cells.ts'
import {edgesOf, RELATIONS} from './judge/check-relations.ts'
import {readCsv} from './judge/csv.ts'
import {outputTarget} from './judge/href.ts'
import {readInline} from './judge/inline.ts'
import {judge} from './judge/judge.ts'
import {exportsFolder, isHere, repaired, stageOf, textOf, zips} from './judge/real.ts'
import {readBlock} from './judge/rows.ts'
import {readTable} from './judge/table.ts'
import {propertyRelations, records, relationCells} from './judge/written.ts'

const slow = {timeout: 120_000}
describe.skipIf(!isHere)('counted by hand', () => {
  test.each([
    ['pureleap-relations-2025.zip', 25, 16],
    ['appflowy-project-task.zip', 83, 48],
    ['appflowy-multipart.zip', 83, 48],
  ])(
    '%s: %i targets in cells are titles, %i in property lines links',
    slow,
    async (zip, inCells, inLines) => {
      const {output} = await repaired(zip)
      const stage = stageOf(zip, output)
      const cells = relationCells(stage, output)
      expect(cells.flatMap(({goals}) => goals)).toHaveLength(inCells)
      for (const {goals, now, where} of cells) {
        expect(
          goals.every(({paths}) => paths),
          where,
        ).toBe(true)
        expect(
          isJoined(
            now,
            goals.map(({titles}) => titles),
          ),
          `${where}: ${now}`,
        ).toBe(true)
        expect(now).not.toMatch(/[0-9a-f]{32}|%20|\.(?:md|csv)/)
      }
      const lines = propertyRelations(stage, output)
      expect(lines.flatMap(({goals}) => goals)).toHaveLength(inLines)
      for (const {goals, tokens, path} of lines) {
        const links = tokens.filter(({type}) => type === 'link')
        expect(links.map(({url}) => outputTarget(path, url)?.path)).toEqual(
          goals.map(({paths}) => [...paths!][0]),
        )
        expect(
          links.every(({text}, i) => goals[i]!.titles.includes(text)),
          path,
        ).toBe(true)
      }
      expect(records(textOf(output, RELATIONS))).toHaveLength(inLines + 1)
    },
  )

  test('gd-benchmark-2023-06: of 423 labelled targets 16 are here, of 616 bare ones some', slow, async () => {
    const {output} = await repaired('gd-benchmark-2023-06.zip')
    const stage = stageOf('gd-benchmark-2023-06.zip', output)
    const goals = relationCells(stage, output).flatMap(cell =>
      cell.goals.map(goal => ({...goal, now: cell.now})),
    )
    const relations = stage.input.files.flatMap(file =>
      file.kind === 'csv'
        ? readCsv(file.bytes.toString('utf8')).records.flatMap(record =>
            record.flatMap(({text}) => readRelations(text) ?? []),
          )
        : [],
    )
    const labelled = relations.filter(({label}) => label !== undefined)
    const bare = relations.filter(({label}) => label === undefined)
    expect(labelled).toHaveLength(423)
    expect(bare).toHaveLength(616)
    expect(labelled.filter(({id}) => stage.places.ids.has(id))).toHaveLength(16)
    expect(bare.filter(({id}) => stage.places.ids.has(id))).toHaveLength(BARE_HERE)
    expect(goals).toHaveLength(1039)
    const stays = goals.filter(({isBare, now, href}) => isBare && now.includes(href))
    expect(stays).toHaveLength(616 - BARE_HERE)

    const lines = records(textOf(output, RELATIONS)).slice(1)
    const here = lines.filter(([, , , , , , , , path]) => path !== '')
    expect(here).toHaveLength(16 + 203)
    expect(lines.filter(([, , , , , , , , path, url]) => path === '' && url === '')).toEqual([])
  })

  test('gd-benchmark-2023-06: its 207 rows without a page are one line of the report', slow, async () => {
    const {output} = await repaired('gd-benchmark-2023-06.zip')
    const stage = stageOf('gd-benchmark-2023-06.zip', output)
    const pageless = stage.databases.all.filter(one =>
      stage.rows.get(one)!.every(({pages}) => pages.length === 0),
    )
    expect(pageless.map(one => one.records.length)).toEqual([207])
    const csv = stage.output.placed.get(pageless[0]!.file)!
    const lines = textOf(output, '_notion-export-fix/report.md').split('\n')
    const told = lines.filter(
      line => line.includes('207') && (line.includes(csv.title) || line.includes(csv.path)),
    )
    expect(told).toHaveLength(1)
  })

  test('pureleap-relations-2025: 18 tasks, 5 in the view, each linked to its page', slow, async () => {
    const {output} = await repaired('pureleap-relations-2025.zip')
    const stage = stageOf('pureleap-relations-2025.zip', output)
    const tasks = stage.databases.all.find(one => one.records.length === 18)!
    const csv = stage.output.placed.get(tasks.file)!
    expect(csv.path).toBe('Tasks.csv')
    expect(records(textOf(output, 'Tasks.csv'))).toHaveLength(19)
    expect(records(textOf(output, 'Tasks (view).csv'))).toHaveLength(6)
    const table = readTable(textOf(output, 'Tasks.md'))!
    const targets = table.rows.map(([title]) => outputTarget('Tasks.md', readInline(title!)[0]!.url)?.path)
    const pages = stage.rows
      .get(tasks)!
      .map(row => row.pages.map(page => stage.output.placed.get(page)!.path))
    expect(pages.every(paths => paths.length === 1)).toBe(true)
    expect(targets).toEqual(pages.flat())
    expect(new Set(targets).size).toBe(18)
  })
})

/** Bare targets of gd-benchmark-2023-06 whose page is in the export. */
const BARE_HERE = 217

describe.skipIf(!isHere).each(zips)('%s', zip => {
  test('relations.csv is the original set, and cells name it in order', slow, async () => {
    const {output} = await repaired(zip)
    const stage = stageOf(zip, output)
    const keys = edgesOf(stage).map(({path, row, property, goal}) =>
      [path, row + 1, property, goal.id].join('\n'),
    )
    if (keys.length === 0 && !stage.output.files.has(RELATIONS)) return
    const lines = records(textOf(output, RELATIONS)).slice(1)
    const read = lines.map(([path, row, , , , property, id]) => [path, row, property, id].join('\n'))
    expect(read.sort()).toEqual(keys.sort())
    for (const {goals, now, where} of relationCells(stage, output)) {
      expect(
        isJoined(
          now,
          goals.map(({titles}) => titles),
        ),
        `${where}: ${now}`,
      ).toBe(true)
    }
  })

  test('the report has a line for each database, and says what views hide', slow, async () => {
    const {output} = await repaired(zip)
    const stage = stageOf(zip, output)
    const lines = textOf(output, '_notion-export-fix/report.md').split('\n')
    for (const {file, records: all} of stage.databases.all) {
      const {path} = stage.output.placed.get(file)!
      const told = lines.filter(
        line => line.startsWith(`- \`${path}\``) && line.includes(`${all.length} row`),
      )
      expect(told, path).toHaveLength(1)
    }
    for (const [file, database] of stage.databases.ofFile) {
      const {path, kind} = stage.output.placed.get(file)!
      const shown = readCsv(file.bytes.toString('utf8')).records
      const counts = [shown.length - 1, database.records.length, shown[0]!.length, database.columns.length]
      if (kind !== 'view' || (counts[0] === counts[1] && counts[2] === counts[3])) continue
      const told = lines.filter(line => {
        const numbers =
          line
            .replaceAll(/`[^`]*`/g, '')
            .match(/\d+/g)
            ?.map(Number) ?? []
        return line.includes(`\`${path}\``) && counts.every(count => numbers.includes(count))
      })
      expect(told, path).toHaveLength(1)
    }
  })

  test('a renderer shows one property a line', slow, async () => {
    const {output} = await repaired(zip)
    const stage = stageOf(zip, output)
    for (const page of stage.databases.ofPage.keys()) {
      if (page.kind !== 'markdown') continue
      const {database, values} = stage.recordOf(page)!
      const {properties} = readBlock(page.bytes.toString('utf8'), database.properties, values)
      if (properties.length === 0 || properties.some(({value}) => value.includes('\n'))) continue
      const path = stage.output.placed.get(page)!.path
      const block = fromMarkdown(textOf(output, path)).children[1]!
      const breaks = block.type === 'paragraph' ? block.children.filter(({type}) => type === 'break') : []
      expect(breaks, path).toHaveLength(properties.length - 1)
    }
  })

  test.each([
    [['--properties', 'yaml'], {properties: 'yaml'}],
    [['--relations', 'links', '--no-tables'], {relations: 'links', tables: false}],
    [
      ['--relations', 'links', '--properties', 'yaml', '--no-tables', '--max-path', '60'],
      {relations: 'links', properties: 'yaml', tables: false},
    ],
    [
      ['--relations', 'links', '--properties', 'yaml', '--max-path', '60'],
      {relations: 'links', properties: 'yaml'},
    ],
  ] as const)('is right with %j', slow, async (args, style) => {
    const {output, told} = await repaired(zip, args)
    const maxPath = (args as readonly string[]).includes('60') ? 60 : 180
    expect(await judge([join(exportsFolder, zip)], output, {maxPath, told, style})).toEqual([])
  })
})
