/**
 * How long the page takes for an export in Chromium, and how much memory its renderer needs (RSS, as Linux
 * counts it). A file that keeps nothing stands in for the save dialog.
 *
 *   npm run page:measure -- <export.zip>
 */
import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'

const page = pathToFileURL(fileURLToPath(new URL('../bin/notion-export-fix.html', import.meta.url))).href
const [zip] = process.argv.slice(2)
if (zip === undefined) throw new Error('give an export')

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const tab = await browser.newPage()
await tab.addInitScript(() => {
  const writable = {write: async () => {}, close: async () => {}, abort: async () => {}}
  globalThis.showSaveFilePicker = async ({suggestedName}) => ({
    name: suggestedName,
    createWritable: async () => writable,
  })
})
await tab.goto(page)

let most = 0
const watching = setInterval(() => {
  most = Math.max(most, ...renderers())
}, 100)
const began = performance.now()
const at = label => {
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  process.stdout.write(`${label}: ${seconds} s, at most ${Math.round(most / 1024)} MB\n`)
}
const until = condition => tab.waitForFunction(condition, null, {timeout: 3_600_000, polling: 50})
await tab.locator('#picker').setInputFiles(zip)
await until(() => document.getElementById('glance').textContent !== '')
at('known')
await until(() => ['preview', 'failed'].includes(document.body.dataset.state))
at('planned')
await tab.locator('#save').click()
await until(() => ['done', 'failed'].includes(document.body.dataset.state))
at(await tab.evaluate(() => document.body.dataset.state))
clearInterval(watching)
await browser.close()

/** Resident kilobytes of every renderer on this machine; ours is the largest, if no other is open. */
function renderers() {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => {
      try {
        if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return 0
        return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
      } catch {
        return 0
      }
    })
}
