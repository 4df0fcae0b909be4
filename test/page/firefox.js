/**
 * Repairs an export with the page in Firefox: `node --experimental-websocket firefox.js <page> <zip> <output>`.
 * Firefox is driven by WebDriver BiDi (w3.org/TR/webdriver-bidi), which the packaged one understands. Prints
 * what the page asked the network for and what it logged.
 */
import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const [page, zip, output] = process.argv.slice(2)
const profile = mkdtempSync(join(tmpdir(), 'nef-firefox-'))
const firefox = spawn(
  'firefox-esr',
  ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port=0'],
  {stdio: ['ignore', 'ignore', 'pipe'], env: {...process.env, HOME: profile}},
)
const address = await new Promise((resolve, reject) => {
  firefox.on('error', reject)
  firefox.on('exit', code => reject(new Error(`Firefox ended (${code})`)))
  firefox.stderr.on('data', text => {
    const found = /listening on (ws:\S+)/.exec(String(text))
    if (found) resolve(found[1])
  })
})

const socket = new WebSocket(`${address}/session`)
await new Promise(resolve => {
  socket.onopen = resolve
})
const answers = new Map()
const requests = []
const logged = []
socket.onmessage = ({data}) => {
  const message = JSON.parse(data)
  if (message.id !== undefined) answers.get(message.id)(message)
  else if (message.method === 'network.beforeRequestSent') requests.push(message.params.request.url)
  else logged.push(message.params.text)
}

function send(method, params = {}) {
  return new Promise((resolve, reject) => {
    const id = answers.size + 1
    answers.set(id, ({type, result, message}) =>
      type === 'error' ? reject(new Error(message)) : resolve(result),
    )
    socket.send(JSON.stringify({id, method, params}))
  })
}

try {
  await send('session.new', {capabilities: {}})
  await send('session.subscribe', {events: ['log.entryAdded', 'network.beforeRequestSent']})
  const {
    contexts: [{context}],
  } = await send('browsingContext.getTree')
  const evaluate = async expression => {
    const {result} = await send('script.evaluate', {expression, target: {context}, awaitPromise: true})
    return result?.value
  }
  const arrive = async state => {
    for (let now = ''; now !== state; ) {
      await new Promise(resolve => setTimeout(resolve, 100))
      now = await evaluate('document.body.dataset.state')
      if (now === 'failed') throw new Error(await evaluate('document.getElementById("failed").innerText'))
    }
  }
  await send('browsingContext.navigate', {context, url: page, wait: 'complete'})
  // The archive that goes to the downloads can be seen when its address is made.
  await evaluate(`{
    const make = URL.createObjectURL
    URL.createObjectURL = blob => make((globalThis.archive = blob))
  }`)
  const locator = {type: 'css', value: '#picker'}
  const {
    nodes: [{sharedId}],
  } = await send('browsingContext.locateNodes', {context, locator})
  await send('input.setFiles', {context, element: {sharedId}, files: [zip]})
  await arrive('preview')
  await evaluate('document.getElementById("save").click()')
  await arrive('done')
  const coded = await evaluate(`new Promise(resolve => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result.split(',')[1])
    reader.readAsDataURL(archive)
  })`)
  writeFileSync(output, Buffer.from(coded, 'base64'))
  process.stdout.write(JSON.stringify({requests, logged}))
} finally {
  socket.close()
  firefox.removeAllListeners('exit')
  const ended = new Promise(resolve => firefox.on('exit', resolve))
  firefox.kill()
  await ended
  rmSync(profile, {recursive: true, force: true, maxRetries: 5})
}
