/** `notion-export-fix ui`: the page from 127.0.0.1, to this machine alone. */
import {type ChildProcess, spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {type IncomingMessage, request} from 'node:http'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {readZip} from '../judge/zip.ts'
import {makeZip} from '../make-zip.ts'
import {BIN, FILES, partName} from '../stranger.ts'
import {isHere, pageFile, repair, temp, visit} from './browser.ts'

let child: ChildProcess
let url: URL
beforeAll(async () => {
  child = spawn(process.execPath, [BIN, 'ui', '--no-open'], {stdio: ['ignore', 'pipe', 'inherit']})
  url = await new Promise<URL>(resolve => {
    child.stdout!.on('data', text => {
      const found = /http:\S+/.exec(String(text))
      if (found) resolve(new URL(found[0]))
    })
  })
})
afterAll(() => {
  child.kill('SIGKILL')
})

interface Answer {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

function ask(path = '/', {method = 'GET', host}: {method?: string; host?: string} = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {...(host !== undefined && {host})}
    const asked = request({host: url.hostname, port: url.port, path, method, headers}, answer => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', text => {
        body += text
      })
      answer.on('end', () => resolve({status: answer.statusCode!, headers: answer.headers, body}))
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('it listens on 127.0.0.1 only, at a port of chance', () => {
  expect(url.hostname).toBe('127.0.0.1')
  expect(Number(url.port)).toBeGreaterThan(1023)
})

test('the page comes with the headers that count nowhere else', async () => {
  const {status, headers, body} = await ask()
  expect(status).toBe(200)
  expect(body).toBe(readFileSync(pageFile, 'utf8'))
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*; frame-ancestors 'none'$/)
  expect(headers).not.toHaveProperty('access-control-allow-origin')
})

test.each(['localhost:PORT', 'evil.example', '127.0.0.1', '[::1]:PORT'])(
  'the host %s is sent away',
  async host => {
    const {status, body} = await ask('/', {host: host.replace('PORT', url.port)})
    expect({status, body}).toEqual({status: 403, body: ''})
  },
)

test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('%s is not answered', async method => {
  const {status, headers} = await ask('/', {method})
  expect(status).toBe(405)
  expect(headers.allow).toBe('GET')
})

test.each(['/favicon.ico', '/../package.json', '/?x', '//'])('there is no %s', async path => {
  expect((await ask(path)).status).toBe(404)
})

describe.skipIf(!isHere)('in a browser', () => {
  test('a deflated part goes through the private file system, and nothing stays there', async () => {
    const inner = await makeZip(join(temp, 'inner.zip'), FILES)
    const outer = await makeZip(join(temp, 'outer.zip'), {[partName(1)]: readFileSync(inner)})
    await using visited = await visit({url: url.href})
    const {page, requests, faults} = visited
    const kept = () =>
      page.evaluate(async () => {
        const folder = await navigator.storage.getDirectory()
        const names: string[] = []
        for await (const name of folder.keys()) names.push(name)
        return names
      })
    await page.locator('#picker').setInputFiles(outer)
    await page.waitForFunction(() => document.body.dataset.state === 'preview')
    expect(await kept()).toEqual([expect.stringMatching(/^nef-part-/)])
    const {bytes} = await repair(page, [outer])
    expect(
      readZip(bytes)
        .map(({name}) => name)
        .slice(0, 2),
    ).toEqual(['Home.md', 'Home/Page.md'])
    await expect.poll(kept).toEqual([])
    expect(faults).toEqual([])
    expect(requests.filter(asked => asked !== url.href && !asked.startsWith('blob:'))).toEqual([])
  })
})

test.skipIf(process.platform === 'win32')('Ctrl-C ends it', async () => {
  const ended = new Promise(resolve => child.on('exit', code => resolve(code)))
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  await expect(ask()).rejects.toThrow()
})
