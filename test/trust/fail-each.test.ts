import {cpSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {type ErrorCode, ExportError, fixExport} from '../../src/index.ts'
import {FILES, partName, Stranger} from '../stranger.ts'
import {systemError, watchCalls} from './fs-calls.js'

/** Every call of the file system fails in turn, first, second, third, and so on: the output is whole or absent. */

const me = new Stranger()

/** Reading comes first and often; a fault while writing is what costs something. */
const EXPORT = {...FILES, 'a.png': 'png'.repeat(1000)}

let restore = () => {}
afterEach(() => restore())

interface Outcome {
  readonly calls: readonly string[]
  readonly error?: unknown
}

/** One run in which the call of this number fails; 0 for none. */
async function runWith(number: number, output: string, force: boolean): Promise<Outcome> {
  const calls: string[] = []
  restore = await watchCalls(name => {
    calls.push(name)
    if (calls.length === number) throw systemError(number % 2 === 0 ? 'EIO' : 'ENOSPC', name)
  })
  try {
    await fixExport([me.at('export.zip')], {output: me.at(output), threads: 0, force})
    return {calls}
  } catch (error) {
    return {calls, error}
  } finally {
    restore()
  }
}

/** All that is in the folder, with what is in it. */
function everything(): Record<string, string> {
  const files = readdirSync(me.folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile())
  return Object.fromEntries(
    files.map(({parentPath, name}) => [
      `${parentPath}/${name}`,
      readFileSync(`${parentPath}/${name}`, 'latin1'),
    ]),
  )
}

describe('an export with parts', () => {
  beforeEach(async () => {
    await me.zip(partName(1), EXPORT)
    await me.zip('export.zip', {[partName(1)]: me.read(partName(1))})
    rmSync(me.at(partName(1)))
  })

  test.each([
    ['out.zip', false],
    ['out.zip', true],
    ['out', false],
    ['out', true],
  ])('to %s, something there: %s', async (output, isThere) => {
    if (isThere) await fixExport([me.at('export.zip')], {output: me.at(output), tables: false})
    const start = me.folder
    const prepared = `${start}-prepared`
    cpSync(start, prepared, {recursive: true, preserveTimestamps: true})
    const again = () => {
      rmSync(start, {recursive: true})
      cpSync(prepared, start, {recursive: true, preserveTimestamps: true})
    }
    const before = everything()
    const all = (await runWith(0, output, isThere)).calls.length
    const after = everything()
    expect(after).not.toEqual(before)
    const faults: string[] = []
    for (let number = 1; number <= all; number++) {
      again()
      const {calls, error} = await runWith(number, output, isThere)
      const wanted = error === undefined ? after : before
      const fault = `${number}: ${calls[number - 1]} (${calls.slice(0, number).join(' ')})`
      if (JSON.stringify(everything()) !== JSON.stringify(wanted))
        faults.push(`${fault} left ${me.here()}; ${error}`)
      if (error !== undefined && !isClear(error)) faults.push(`${fault} said ${error}`)
    }
    rmSync(prepared, {recursive: true})
    expect(faults).toEqual([])
  })
})

const CLEAR = new Set<ErrorCode>(['no-access', 'no-space', 'output-exists'])

function isClear(error: unknown): boolean {
  return (
    error instanceof ExportError && /^cannot (?:read|write) "/.test(error.message) && CLEAR.has(error.code)
  )
}
