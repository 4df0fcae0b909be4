import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {fixExport} from '../src/index.ts'
import {HOME} from './stranger.ts'

/** What the system refuses is told by the name of what was refused, not of the folder around it. */

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nef-'))
  chmodSync(folder, 0o755)
  mkdirSync(join(folder, 'mine/shut'), {recursive: true})
  writeFileSync(join(folder, `mine/${HOME}.md`), '# Home')
  writeFileSync(join(folder, 'mine/shut/x.txt'), 'x')
})
afterEach(() => {
  chmodSync(join(folder, 'mine/shut'), 0o755)
  rmSync(folder, {recursive: true, force: true})
})

/** Permissions do not bind root, so root is somebody else meanwhile. */
async function asSomebody(work: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid!(65534)
  try {
    await work()
  } finally {
    if (isRoot) process.seteuid!(0)
  }
}

describe.skipIf(process.getuid === undefined)('permission denied', () => {
  test.each([
    ['mine/shut', 'mine/shut'],
    ['mine/shut/x.txt', 'mine/shut/x.txt'],
    [`mine/${HOME}.md`, `mine/${HOME}.md`],
  ])('%s', async (shut, named) => {
    chmodSync(join(folder, shut), 0)
    await asSomebody(() =>
      expect(fixExport([join(folder, 'mine')], {dryRun: true})).rejects.toMatchObject({
        code: 'no-access',
        message: `cannot read "${join(folder, named)}": permission denied`,
        path: join(folder, named),
      }),
    )
  })
})
