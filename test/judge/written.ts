/** What an output says of relations, read with libraries and matched with what the export says. */
import {parse} from 'csv-parse/sync'
import {readRelations} from './cells.ts'
import {readCsv} from './csv.ts'
import {headerOf} from './databases.ts'
import {readInline} from './inline.ts'
import {textOf} from './real.ts'
import {readBlock} from './rows.ts'
import type {Goal, Stage} from './stage.ts'

export const records = (text: string): string[][] =>
  parse(text, {bom: true, relaxColumnCount: true}) as string[][]

/** Every relation cell of every CSV, views too: its targets, and what stands there now. */
export function relationCells(stage: Stage, output: string): {goals: Goal[]; now: string; where: string}[] {
  return stage.input.files.flatMap(file => {
    const item = file.kind === 'csv' ? stage.output.placed.get(file) : undefined
    if (!item) return []
    const [was, now] = [readCsv(file.bytes.toString('utf8')), records(textOf(output, item.path))]
    const database = stage.databases.ofFile.get(file)!
    return headerOf(was).flatMap((name, i) => {
      if (database.columns.find(column => column.name === name)?.kind !== 'relation') return []
      return was.records.slice(1).flatMap((record, row) => {
        const goals = (readRelations(record[i]!.text) ?? []).map(one =>
          stage.goalOf(one, file.path, {isCell: true}),
        )
        const where = `${item.path} [${row + 1}, ${i}]`
        return goals.length > 0 ? [{goals, now: now[row + 1]![i]!, where}] : []
      })
    })
  })
}

/** The relations of property lines: targets, and the tokens of the written line. */
export function propertyRelations(stage: Stage, output: string) {
  return [...stage.databases.ofPage.keys()].flatMap(page => {
    const {database, values} = stage.recordOf(page)!
    const path = stage.output.placed.get(page)!.path
    const now = textOf(output, path)
    return readBlock(page.bytes.toString('utf8'), database.properties, values).properties.flatMap(
      ({name, value}) => {
        const kind = database.columns.find(column => column.name === name)?.kind
        const relations = kind === 'relation' ? (readRelations(value.trim()) ?? []) : []
        if (relations.length === 0) return []
        const goals = relations.map(one => stage.goalOf(one, page.path, {}))
        const line = now.split('\n').find(each => each.startsWith(`${name}: `)) ?? ''
        return [{goals, tokens: readInline(line.slice(name.length + 2).trimEnd()), path}]
      },
    )
  })
}
