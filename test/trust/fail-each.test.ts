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

type Fault = 'fails' | 'is where somebody stops it'

/** One run in which the call of this number fails, or comes with the wish to stop; 0 for none. */
async function runWith(number: number, fault: Fault, output: string, force: boolean): Promise<Outcome> {
  const calls: string[] = []
  const controller = new AbortController()
  restore = await watchCalls(name => {
    calls.push(name)
    if (calls.length !== number) return
    if (fault === 'fails') throw systemError(number % 2 === 0 ? 'EIO' : 'ENOSPC', name)
    controller.abort()
  })
  try {
    await fixExport([me.at('export.zip')], {
      output: me.at(output),
      threads: 0,
      force,
      signal: controller.signal,
    })
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
    ['fails', 'out.zip', false],
    ['fails', 'out.zip', true],
    ['fails', 'out', false],
    ['fails', 'out', true],
    ['is where somebody stops it', 'out.zip', true],
    ['is where somebody stops it', 'out', false],
  ] as const)('each call %s: to %s, something there: %s', async (fault, output, isThere) => {
    if (isThere) await fixExport([me.at('export.zip')], {output: me.at(output), tables: false})
    const start = me.folder
    const prepared = `${start}-prepared`
    cpSync(start, prepared, {recursive: true, preserveTimestamps: true})
    const again = () => {
      rmSync(start, {recursive: true})
      cpSync(prepared, start, {recursive: true, preserveTimestamps: true})
    }
    const before = everything()
    const all = (await runWith(0, fault, output, isThere)).calls.length
    const after = everything()
    expect(after).not.toEqual(before)
    const faults: string[] = []
    for (let number = 1; number <= all; number++) {
      again()
      const {calls, error} = await runWith(number, fault, output, isThere)
      const wanted = error === undefined ? after : before
      const where = `${number}: ${calls[number - 1]} (${calls.slice(0, number).join(' ')})`
      if (JSON.stringify(everything()) !== JSON.stringify(wanted))
        faults.push(`${where} left ${me.here()}; ${error}`)
      if (error !== undefined && !isClear(error, fault)) faults.push(`${where} said ${error}`)
    }
    rmSync(prepared, {recursive: true})
    expect(faults).toEqual([])
  })
})

const CLEAR = new Set<ErrorCode>(['no-access', 'no-space', 'output-exists'])

function isClear(error: unknown, fault: Fault): boolean {
  if (!(error instanceof ExportError)) return false
  if (fault !== 'fails') return error.code === 'aborted'
  return CLEAR.has(error.code) && error.message.startsWith('cannot ')
}
