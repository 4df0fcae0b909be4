/** A real browser with the page in it, opened from disk as a person would. */
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {type Browser, type BrowserContext, chromium, type Page} from 'playwright-core'
import {afterAll} from 'vitest'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const pageFile = join(root, 'bin', 'notion-export-fix.html')
export const pageUrl = pathToFileURL(pageFile).href

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const executablePath = [process.env.CHROMIUM ?? '', ...PLACES].find(
  place => place !== '' && existsSync(place),
)
export const isHere = executablePath !== undefined
if (!isHere) {
  // biome-ignore lint/suspicious/noConsole: a silent skip would look like a pass
  console.warn(
    '\n*** NO CHROMIUM HERE: the tests of the page are SKIPPED (Debian: apt install chromium) ***\n',
  )
}

export const temp = mkdtempSync(join(tmpdir(), 'nef-page-'))
afterAll(async () => {
  await (await launched)?.close()
  rmSync(temp, {recursive: true, force: true})
})

let launched: Promise<Browser> | undefined
function browser(): Promise<Browser> {
  // Chromium refuses its sandbox to root, which containers run as.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  launched ??= chromium.launch({executablePath: executablePath!, args})
  return launched
}

/** How the archive is taken: by the browser's downloads, or by a file that the person has chosen. */
type Saving = 'download' | 'disk'

export interface Visit extends AsyncDisposable {
  readonly page: Page
  readonly context: BrowserContext
  /** Every address that was asked for, and every fault. */
  readonly requests: string[]
  readonly faults: string[]
}

interface VisitOptions {
  readonly saving?: Saving
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
  readonly url?: string
}

export async function visit(options: VisitOptions = {}): Promise<Visit> {
  const {saving = 'download', colorScheme = 'light', width = 1280, url = pageUrl} = options
  const context = await (await browser()).newContext({colorScheme, viewport: {width, height: 844}})
  const requests: string[] = []
  const faults: string[] = []
  context.on('request', request => requests.push(request.url()))
  const page = await context.newPage()
  page.on('pageerror', error => faults.push(`${error.name}: ${error.message}`))
  page.on('console', message => faults.push(message.text()))
  page.on('crash', () => faults.push('the page crashed'))
  await page.addInitScript(saving === 'disk' ? fakeDisk : noDisk)
  await page.goto(url)
  return {page, context, requests, faults, [Symbol.asyncDispose]: () => context.close()}
}

/** As browsers without the dialog. */
function noDisk(): void {
  Object.defineProperty(globalThis, 'showSaveFilePicker', {value: undefined})
}

/** What the fake dialog gave, to be looked at from the test. */
export interface FakeDisk {
  name: string
  pieces: Blob[]
  state: 'chosen' | 'closed' | 'aborted' | 'removed'
  /** While it is true, writes do not end. */
  isStuck: boolean
  release: () => void
}

/** No dialog can be driven; in its place a file that keeps what it is given, as the real one does. */
function fakeDisk(): void {
  const disk: FakeDisk = {name: '', pieces: [], state: 'chosen', isStuck: false, release: () => {}}
  const handle = {
    get name() {
      return disk.name
    },
    async createWritable() {
      disk.pieces = []
      disk.state = 'chosen'
      return {
        async write(bytes: Uint8Array<ArrayBuffer>) {
          if (disk.isStuck) {
            await new Promise<void>(resolve => {
              disk.release = resolve
            })
          }
          disk.pieces.push(new Blob([bytes]))
        },
        async close() {
          disk.state = 'closed'
        },
        async abort() {
          disk.state = 'aborted'
          disk.pieces = []
        },
      }
    },
    getFile: async () => new File(disk.state === 'closed' ? disk.pieces : [], disk.name),
    async remove() {
      disk.state = 'removed'
    },
  }
  Object.assign(globalThis, {
    disk,
    showSaveFilePicker: async ({suggestedName}: {suggestedName: string}) => {
      disk.name = suggestedName
      return handle
    },
  })
}

/** Drops files on the page, as the hand does it: on its body, not on a field. */
export async function drop(page: Page, paths: readonly string[]): Promise<void> {
  await page.evaluate(() => {
    const field = document.createElement('input')
    Object.assign(field, {type: 'file', multiple: true, id: 'hand', hidden: true})
    document.body.append(field)
  })
  await page.locator('#hand').setInputFiles([...paths])
  await page.evaluate(() => {
    const field = document.getElementById('hand') as HTMLInputElement
    const dataTransfer = new DataTransfer()
    for (const file of field.files!) dataTransfer.items.add(file)
    field.remove()
    const event = (kind: string) => new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true})
    document.body.dispatchEvent(event('dragover'))
    document.body.dispatchEvent(event('drop'))
  })
}

export async function state(page: Page, ...wanted: readonly string[]): Promise<string> {
  const now = () => page.evaluate(() => document.body.dataset.state ?? '')
  await page.waitForFunction(
    wanted => wanted.includes(document.body.dataset.state ?? ''),
    [...wanted, 'failed'],
    {
      polling: 50,
      timeout: 60_000,
    },
  )
  const found = await now()
  if (!wanted.includes(found)) throw new Error(`failed: ${await page.locator('#failed').innerText()}`)
  return found
}

/** From the drop to the saved archive; gives its bytes and the name that the page gave it. */
export async function repair(page: Page, paths: readonly string[]): Promise<{name: string; bytes: Buffer}> {
  await drop(page, paths)
  await state(page, 'preview')
  const downloaded = page.waitForEvent('download')
  await page.locator('#save').click()
  await state(page, 'done')
  const download = await downloaded
  return {name: download.suggestedFilename(), bytes: readFileSync(await download.path())}
}
