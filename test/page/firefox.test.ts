/** Firefox has neither the save dialog nor the same streams: one export all the way. */
import {execFile} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {expect, test} from 'vitest'
import {readZip} from '../judge/zip.ts'
import {BIN} from '../stranger.ts'
import {pageUrl, root, temp} from './browser.ts'

const call = promisify(execFile)
const sample = join(root, 'fixtures', 'Export-5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a.zip')
const isFirefoxHere = existsSync('/usr/bin/firefox-esr')
if (!isFirefoxHere) {
  // biome-ignore lint/suspicious/noConsole: a silent skip would look like a pass
  console.warn('\n*** NO FIREFOX HERE: its test is SKIPPED (Debian: apt install firefox-esr) ***\n')
}

test.skipIf(!isFirefoxHere)('the page gives in Firefox what the command gives', async () => {
  const [output, expected] = [join(temp, 'firefox.zip'), join(temp, 'command.zip')]
  const script = join(root, 'test', 'page', 'firefox.js')
  const args = ['--experimental-websocket', script, pageUrl, sample, output]
  const {stdout} = await call(process.execPath, args, {timeout: 100_000})
  const {requests, logged} = JSON.parse(stdout)
  expect(requests.filter((url: string) => url !== pageUrl && !/^(?:data|blob):/.test(url))).toEqual([])
  expect(logged).toEqual([])
  await call(process.execPath, [BIN, sample, '-o', expected])
  const seen = (zip: string) => readZip(readFileSync(zip)).map(({name, crc, time}) => ({name, crc, time}))
  expect(seen(output)).toEqual(seen(expected))
})
