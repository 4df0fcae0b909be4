/** Every state of the page, light and dark, through the eyes of axe: labels, names, contrast, roles. */
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import axe from 'axe-core'
import type {Page} from 'playwright-core'
import {describe, expect, test} from 'vitest'
import {makeZip} from '../make-zip.ts'
import {FILES} from '../stranger.ts'
import {drop, type FakeDisk, isHere, root, state, temp, visit} from './browser.ts'

const sample = join(root, 'fixtures', 'Export-5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a.zip')

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const {violations} = await (
      globalThis as unknown as {
        axe: {run(): Promise<{violations: {id: string; nodes: {html: string; failureSummary: string}[]}[]}>}
      }
    ).axe.run()
    return violations.flatMap(({id, nodes}) =>
      nodes.map(({html, failureSummary}) => `${id}: ${html}: ${failureSummary}`),
    )
  })
}

describe.skipIf(!isHere).each(['light', 'dark'] as const)('in %s colours', colorScheme => {
  test.each([1280, 390])('nothing is wrong at %i pixels', async width => {
    await using visited = await visit({saving: 'disk', colorScheme, width})
    const {page} = visited
    const found: Record<string, string[]> = {}
    const look = async (name: string) => {
      found[name] = await faultsOf(page)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      if (wide > width) found[name].push(`${wide} pixels wide`)
    }
    await page.getByText('How can I check that?').click()
    await look('start')
    await drop(page, [sample])
    await state(page, 'preview')
    await look('preview')
    await page.locator('#tree-search').fill('umbrella')
    await look('found')
    await page.locator('#tree-search').fill('nowhere to be found')
    await look('found nothing')
    await page.evaluate(() => {
      ;(globalThis as unknown as {disk: FakeDisk}).disk.isStuck = true
    })
    await page.locator('#save').click()
    await state(page, 'work')
    await look('work')
    await page.locator('#stop').click()
    await state(page, 'preview')
    await look('stopped')
    await page.evaluate(() => {
      ;(globalThis as unknown as {disk: FakeDisk}).disk.isStuck = false
    })
    await page.locator('#save').click()
    await state(page, 'done')
    await look('done')
    const one = await makeZip(join(temp, 'one.zip'), FILES)
    await drop(page, [sample, one])
    await state(page, 'choice')
    await look('choice')
    writeFileSync(join(temp, 'none.zip'), 'no ZIP')
    await drop(page, [join(temp, 'none.zip')])
    await state(page, 'failed').catch(() => {})
    await look('failed')
    expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([])
  })
})

test.skipIf(!isHere)('the keyboard is enough', async () => {
  await using visited = await visit({saving: 'disk'})
  const {page} = visited
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.className)
  await page.keyboard.press('Tab')
  expect(await focused()).toBe('choose')
  await page.locator('#picker').setInputFiles(sample)
  await state(page, 'preview')
  expect(await focused()).toBe('preview-title')
  for (let tabs = 0; tabs < 10 && (await focused()) !== 'save'; tabs++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await state(page, 'done')
  expect(await focused()).toBe('done-title')
})
