/** The ways through the page, the wrong ones too. */
import {execFile} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import type {Page} from 'playwright-core'
import {describe, expect, test} from 'vitest'
import {readZip} from '../judge/zip.ts'
import {makeZip} from '../make-zip.ts'
import {BIN, FILES, HOME, PAGE, partName} from '../stranger.ts'
import {drop, type FakeDisk, isHere, pageUrl, repair, state, temp, visit} from './browser.ts'

const at = (name: string) => join(temp, name)
const diskOf = (page: Page) =>
  page.evaluate(async () => {
    const {state, name, pieces} = (globalThis as unknown as {disk: FakeDisk}).disk
    return {state, name, bytes: [...new Uint8Array(await new Blob(pieces).arrayBuffer())]}
  })
const names = (bytes: Buffer) => readZip(bytes).map(({name}) => name)

/** What the command says: the words behind `error: ` and `hint: `. */
async function byCommand(...args: string[]): Promise<{message: string; hint: string}> {
  const failed = await promisify(execFile)(process.execPath, [BIN, ...args], {cwd: temp}).then(
    () => '',
    ({stderr}: {stderr: string}) => stderr,
  )
  const [, message = '', hint = ''] = /^error: (.*)\nhint: (.*)\n$/.exec(failed) ?? []
  return {message, hint}
}

describe.skipIf(!isHere)('parts', () => {
  test('of one export, dropped together in any order, become one archive', async () => {
    const [home, page] = Object.entries(FILES)
    await makeZip(at(partName(1)), Object.fromEntries([home!]))
    await makeZip(at(partName(2)), Object.fromEntries([page!]))
    await using visited = await visit()
    const {bytes} = await repair(visited.page, [at(partName(2)), at(partName(1))])
    expect(names(bytes).slice(0, 2)).toEqual(['Home.md', 'Home/Page.md'])
    expect(visited.faults).toEqual([])
  })

  test.each([true, false])('in a ZIP, deflated: %s', async compress => {
    const inner = await makeZip(at('inner.zip'), FILES)
    const outer = await makeZip(at(`outer ${compress}.zip`), {[partName(1)]: readFileSync(inner)}, {compress})
    await using visited = await visit()
    const {bytes} = await repair(visited.page, [outer])
    expect(names(bytes).slice(0, 2)).toEqual(['Home.md', 'Home/Page.md'])
    expect(await visited.page.locator('#glance').innerText()).toBe('An export of 2025-11-18 with 2 pages')
  })

  test('a missing one is told as the command tells it, and can be done without', async () => {
    await makeZip(at(partName(2)), FILES)
    await using visited = await visit()
    const {page} = visited
    await drop(page, [at(partName(2))])
    await state(page, 'failed').catch(() => {})
    const {message} = await byCommand(partName(2))
    expect(await page.locator('#failure').innerText()).toBe(message)
    await page.getByRole('button', {name: 'Repair what is here'}).click()
    await state(page, 'preview')
    expect(await page.locator('#foreseen').innerText()).toBe('1 part of the export is missing')
  })

  test('of two exports are repaired one at a time', async () => {
    await makeZip(at('one.zip'), FILES)
    await makeZip(at('two.zip'), FILES)
    await using visited = await visit()
    const {page} = visited
    await drop(page, [at('one.zip'), at('two.zip')])
    await state(page, 'choice')
    await page.getByRole('button', {name: 'two.zip'}).click()
    await state(page, 'preview')
    expect(await page.locator('#files').innerText()).toMatch(/^two\.zip/)
  })
})

describe.skipIf(!isHere)('what is refused is told in the words of the command', () => {
  const make: Record<string, () => Promise<unknown>> = {
    'page.zip': async () => writeFileSync(at('page.zip'), '<!DOCTYPE html><html>Log in</html>'),
    'empty.zip': async () => writeFileSync(at('empty.zip'), ''),
    'holiday.zip': () => makeZip(at('holiday.zip'), {'a.jpg': 'x'}),
    'cut.zip': async () => {
      const whole = readFileSync(await makeZip(at('cut.zip'), FILES))
      writeFileSync(at('cut.zip'), whole.subarray(0, whole.length - 40))
    },
    'damaged.zip': async () => {
      const bytes = readFileSync(
        await makeZip(at('damaged.zip'), {...FILES, [`${PAGE}.md`]: 'x'.repeat(999)}, {compress: false}),
      )
      bytes[bytes.indexOf('xxxx') + 7] = 0x79
      writeFileSync(at('damaged.zip'), bytes)
    },
    'left over.zip': async () => {
      // The data of the entry is said to be two bytes longer than its deflate stream.
      const files = {[`${HOME}.md`]: 'word '.repeat(500)}
      const bytes = readFileSync(await makeZip(at('left over.zip'), files))
      const data = bytes.indexOf(`${HOME}.md`) + `${HOME}.md`.length
      const packed = bytes.readUInt32LE(bytes.indexOf('PK\x01\x02') + 20)
      const longer = Buffer.concat([
        bytes.subarray(0, data + packed),
        Buffer.alloc(2),
        bytes.subarray(data + packed),
      ])
      const central = longer.indexOf('PK\x01\x02')
      longer.writeUInt32LE(packed + 2, central + 20)
      if (longer.readUInt32LE(18) !== 0) longer.writeUInt32LE(packed + 2, 18)
      const end = longer.indexOf('PK\x05\x06')
      longer.writeUInt32LE(longer.readUInt32LE(end + 16) + 2, end + 16)
      writeFileSync(at('left over.zip'), longer)
    },
    'escape \u202e.zip': async () => {
      const bytes = readFileSync(await makeZip(at('escape \u202e.zip'), {'xx/out.md': 'x'}))
      writeFileSync(
        at('escape \u202e.zip'),
        Buffer.from(bytes.toString('latin1').replaceAll('xx/', '../'), 'latin1'),
      )
    },
  }
  test.each(Object.keys(make))('%s', async name => {
    await make[name]!()
    await using visited = await visit()
    const {page, faults, requests} = visited
    await drop(page, [at(name)])
    // Damage in what is only copied shows when it is written.
    await page.waitForFunction(() => ['failed', 'preview'].includes(document.body.dataset.state!))
    if ((await page.evaluate(() => document.body.dataset.state)) === 'preview') {
      await page.locator('#save').click()
      await state(page, 'failed').catch(() => {})
    }
    const {message, hint} = await byCommand(name)
    expect(message).not.toBe('')
    expect(await page.locator('#failure').innerText()).toBe(message)
    expect((await page.locator('#hint').innerText()).toLowerCase()).toBe(`${hint.toLowerCase()}.`)
    expect(faults).toEqual([])
    expect(requests.filter(url => url !== pageUrl && !url.startsWith('blob:'))).toEqual([])
  })
})

describe.skipIf(!isHere)('saving', () => {
  test('goes to the file that was chosen, and to nothing else', async () => {
    const zip = await makeZip(at('export.zip'), FILES)
    await using visited = await visit({saving: 'disk'})
    const {page} = visited
    await drop(page, [zip])
    await state(page, 'preview')
    await page.getByRole('button', {name: 'Repair and save'}).click()
    await state(page, 'done')
    const {bytes, ...disk} = await diskOf(page)
    expect(disk).toEqual({state: 'closed', name: 'Notion export 2025-11-18.zip'})
    expect(names(Buffer.from(bytes)).slice(0, 2)).toEqual(['Home.md', 'Home/Page.md'])
  })

  test('can be cancelled, leaves nothing, and can be begun again', async () => {
    const zip = await makeZip(at('export.zip'), FILES)
    await using visited = await visit({saving: 'disk'})
    const {page, faults} = visited
    await drop(page, [zip])
    await state(page, 'preview')
    const stick = (isStuck: boolean) =>
      page.evaluate(
        isStuck => Object.assign((globalThis as unknown as {disk: FakeDisk}).disk, {isStuck}),
        isStuck,
      )
    await stick(true)
    await page.locator('#save').click()
    await state(page, 'work')
    await page.getByRole('button', {name: 'Cancel'}).click()
    await state(page, 'preview')
    expect(await page.locator('#stopped').isVisible()).toBe(true)
    expect(await diskOf(page)).toMatchObject({state: 'removed', bytes: []})
    await stick(false)
    await page.locator('#save').click()
    await state(page, 'done')
    expect(await diskOf(page)).toMatchObject({state: 'closed'})
    expect(faults).toEqual([])
  })

  test('what is repaired already is not repaired again', async () => {
    const zip = await makeZip(at('export.zip'), FILES)
    await using visited = await visit()
    const {bytes} = await repair(visited.page, [zip])
    writeFileSync(at('clean.zip'), bytes)
    await drop(visited.page, [at('clean.zip')])
    await state(visited.page, 'already')
  })
})

describe.skipIf(!isHere)('the page', () => {
  test('stays quick with a list of 100,000 lines', async () => {
    const links = Array.from({length: 100_000}, (_, i) => `[x](missing-${i}.pdf)\n`).join('\n')
    const zip = await makeZip(at('many.zip'), {[`${HOME}.md`]: `# Home\n\n${links}`})
    await using visited = await visit()
    const {page} = visited
    await repair(page, [zip])
    expect(await page.locator('#lines-count').innerText()).toBe('100,000 lines')
    const spent = await page.evaluate(async () => {
      const list = document.getElementById('lines')!
      const began = performance.now()
      for (const place of [0.3, 0.9, 0.5]) {
        list.scrollTop = list.scrollHeight * place
        await new Promise(resolve => requestAnimationFrame(resolve))
      }
      return performance.now() - began
    })
    expect(spent).toBeLessThan(2000)
    expect(await page.locator('#lines .row').count()).toBeLessThan(60)
    await page.locator('#report-search').fill('missing-99999')
    await expect.poll(() => page.locator('#lines .row').count()).toBe(1)
    expect(await page.locator('#lines .row').innerText()).toMatch(/missing-99999\.pdf/)
  })

  test('shows names as text, whatever they hold', async () => {
    const evil = `<img src=x onerror=alert(1)>\u202e\u200b ${'3c'.repeat(16)}.md`
    const zip = await makeZip(at('evil.zip'), {...FILES, [evil]: '# x'})
    await using visited = await visit()
    const {page, faults} = visited
    await drop(page, [zip])
    await state(page, 'preview')
    expect(await page.locator('#tree').innerText()).toContain(
      '<img src=x onerror=alert(1)>\\u{202e}\\u{200b}',
    )
    expect(await page.locator('#tree img').count()).toBe(0)
    expect(faults).toEqual([])
  })

  test('may connect to nobody, and runs no code but its own', async () => {
    await using visited = await visit()
    const blocked = await visited.page.evaluate(async () => {
      const found: string[] = []
      document.addEventListener('securitypolicyviolation', event => found.push(event.effectiveDirective))
      await fetch('http://127.0.0.1:9/').catch(() => {})
      new Image().src = 'http://127.0.0.1:9/x.png'
      try {
        new WebSocket('ws://127.0.0.1:9/')
      } catch {}
      const script = document.createElement('script')
      try {
        script.textContent = 'globalThis.ran = true'
        document.body.append(script)
      } catch {}
      try {
        document.body.insertAdjacentHTML('beforeend', '<b>x</b>')
      } catch {}
      await new Promise(resolve => setTimeout(resolve, 200))
      return {found: [...new Set(found)].sort(), ran: 'ran' in globalThis}
    })
    expect(blocked.ran).toBe(false)
    expect(blocked.found).toEqual(
      expect.arrayContaining(['connect-src', 'img-src', 'require-trusted-types-for']),
    )
  })
})
