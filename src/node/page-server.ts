import {readFile} from 'node:fs/promises'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'

/** The page, as `npm run page` has made it. */
const PAGE = new URL('../../bin/notion-export-fix.html', import.meta.url)

export interface PageServer {
  readonly url: string
  close(): Promise<void>
}

/** Serves the page, and nothing else, to this machine alone. */
export async function servePage(): Promise<PageServer> {
  const page = await readFile(PAGE)
  const headers = headersFor(page)
  let host = ''
  const server = createServer((request, response) => {
    const refused = refusal(request, host)
    if (refused !== undefined) {
      end(response, refused)
      return
    }
    response.writeHead(200, {...headers, 'Content-Length': page.length})
    response.end(page)
  })
  // Nothing is ever sent to us, so nobody needs a connection for long.
  server.requestTimeout = 10_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `http://${host}/`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The status for what is not a plain question for the page. */
function refusal({method, url, headers}: IncomingMessage, host: string): number | undefined {
  // A name that somebody makes lead to 127.0.0.1 would give his pages our origin (DNS rebinding).
  if (headers.host !== host) return 403
  if (method !== 'GET') return 405
  return url === '/' ? undefined : 404
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    Connection: 'close',
    ...(status === 405 && {Allow: 'GET'}),
  })
  response.end()
}

function headersFor(page: Buffer): Record<string, string> {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page.toString('utf8'))?.[1]
  if (policy === undefined) throw new Error('the page has no policy')
  return {
    'Content-Type': 'text/html; charset=utf-8',
    // What counts in headers only is added.
    'Content-Security-Policy': `${policy}; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  }
}
