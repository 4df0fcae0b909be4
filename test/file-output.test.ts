import type {FileHandle} from 'node:fs/promises'
import {describe, expect, test} from 'vitest'
import {FileOutput} from '../src/node/file-output.ts'

/** A file that takes at most 20 MB at once and tells what was asked of it. */
function fakeFile(datasync: () => Promise<void>) {
  const asked: string[] = []
  const file = {
    async write(bytes: Uint8Array, from: number, length: number, at: number) {
      expect(from + length).toBe(bytes.length)
      const bytesWritten = Math.min(length, 20_000_000)
      asked.push(`${bytesWritten} at ${at}`)
      return {bytesWritten}
    },
    datasync() {
      asked.push('datasync')
      return datasync()
    },
    async sync() {
      asked.push('sync')
    },
  }
  return {asked, output: new FileOutput(file as unknown as FileHandle)}
}

describe('what is written to a file', () => {
  test('goes to the disk meanwhile, and all of it at the end', async () => {
    const {asked, output} = fakeFile(async () => {})
    for (let i = 0; i < 3; i++) await output.write(new Uint8Array(30_000_000))
    await output.sync()
    expect(asked).toEqual([
      '20000000 at 0',
      '10000000 at 20000000',
      '20000000 at 30000000',
      '10000000 at 50000000',
      'datasync',
      '20000000 at 60000000',
      '10000000 at 80000000',
      'sync',
    ])
  })

  test('is asked for once at a time', async () => {
    let done = () => {}
    const {asked, output} = fakeFile(() => new Promise(resolve => (done = resolve)))
    for (let i = 0; i < 5; i++) await output.write(new Uint8Array(40_000_000))
    expect(asked.filter(what => what === 'datasync')).toHaveLength(1)
    const synced = output.sync()
    expect(asked).not.toContain('sync')
    done()
    await synced
    expect(asked.at(-1)).toBe('sync')
  })

  test('a disk that takes nothing is told of at the next write and at the end', async () => {
    const {asked, output} = fakeFile(() => Promise.reject(new Error('no space left')))
    await output.write(new Uint8Array(40_000_000))
    await expect(output.write(new Uint8Array(1))).rejects.toThrow('no space left')
    await expect(output.sync()).rejects.toThrow('no space left')
    expect(asked).not.toContain('sync')
  })
})
