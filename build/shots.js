/**
 * Pictures of the page in every state, light and dark, narrow and wide, to be looked at.
 *
 *   npm run page:shots -- [folder] [export.zip]
 */
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const [
  folder = mkdtempSync(join(tmpdir(), 'nef-shots-')),
  zip = join(root, 'fixtures', 'Export-5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a.zip'),
] = process.argv.slice(2)
mkdirSync(folder, {recursive: true})
const broken = join(folder, 'Export of my workspace.zip')
writeFileSync(broken, '<!doctype html><html>Please log in</html>')

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
for (const colorScheme of ['light', 'dark']) {
  for (const width of [1280, 390]) await shoot(colorScheme, width)
}
await browser.close()
process.stdout.write(`${folder}\n`)

async function shoot(colorScheme, width) {
  const page = await browser.newPage({colorScheme, viewport: {width, height: width < 500 ? 844 : 800}})
  const shot = name => page.screenshot({path: join(folder, `${name}-${colorScheme}-${width}.png`)})
  const arrive = state =>
    page.waitForFunction(state => document.body.dataset.state === state, state, {timeout: 120_000})
  await page.addInitScript(slowDisk)
  await page.goto(pathToFileURL(join(root, 'bin', 'notion-export-fix.html')).href)
  await shot('1-start')
  await page.locator('#picker').setInputFiles(zip)
  await arrive('preview')
  await shot('2-preview')
  await page.locator('#save').click()
  await arrive('work')
  await page.waitForFunction(() => document.getElementById('bar-words').textContent !== '')
  await shot('3-progress')
  await page.evaluate(() => globalThis.goOn())
  await arrive('done')
  await shot('4-result')
  await page.locator('#picker').setInputFiles(broken)
  await arrive('failed')
  await shot('5-error')
  await page.close()
}

/** A file that takes nothing until somebody says so. */
function slowDisk() {
  const going = new Promise(resolve => {
    globalThis.goOn = resolve
  })
  const writable = {write: () => going, close: async () => {}, abort: async () => {}}
  globalThis.showSaveFilePicker = async ({suggestedName}) => ({
    name: suggestedName,
    createWritable: async () => writable,
  })
}
