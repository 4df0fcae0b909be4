/**
 * Makes the page: one HTML file with script, style and engine inside, that asks nobody for anything. Its policy
 * (CSP) names the hashes of the script and the style, so that the browser runs these and nothing else.
 *
 *   npm run page                  dist/notion-export-fix.html, and the copy in bin/
 *   node build/page.js <file>     a file elsewhere
 */
import {createHash} from 'node:crypto'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {dirname} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = `${root}src/page`

/**
 * What the page has of its own: checksums, comparing, limits, what others load on demand, and the little of Node that
 * yauzl needs; the rest never runs.
 */
const ALIASES = [
  {find: /^\.{1,2}\/(?:.*\/)?(crc|limits|on-demand|stands-at)\.ts$/, replacement: `${page}/engine/$1.ts`},
  {find: /^(?:fs|zlib|util|stream|events|\.\/fd-slicer)$/, replacement: `${page}/engine/node-shims.ts`},
]

/** The text of the page. The same sources give the same text. */
async function makePage() {
  const engine = await bundle('engine/worker.ts')
  const script = await bundle('main.ts', {'virtual:engine': `export default ${JSON.stringify(engine)}`})
  const style = minifyStyle(readFileSync(`${page}/style.css`, 'utf8'))
  const {version} = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  // Functions, since a `$` in code must not be read as a pattern.
  return readFileSync(`${page}/index.html`, 'utf8')
    .replace('{{policy}}', () => policy(script, style))
    .replaceAll('{{version}}', () => version)
    .replace('{{style}}', () => style)
    .replace('{{script}}', () => script)
}

/** One classic script, since pages from disk may not import anything. */
async function bundle(entry, modules = {}) {
  const result = await build({
    root: page,
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    resolve: {
      // For workers: code that needs no document.
      conditions: ['worker', 'module', 'browser', 'production'],
      alias: ALIASES,
    },
    plugins: [given(modules)],
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: `${page}/${entry}`,
        transform: {inject: {Buffer: [`${page}/engine/node-shims.ts`, 'Buffer']}},
        output: {format: 'iife', codeSplitting: false},
      },
    },
  })
  const [chunk, ...others] = result.output
  if (others.length > 0) throw new Error(`the bundle of ${entry} has more than one file`)
  // Nothing in it may end the script element that it stands in, or begin a comment there.
  return chunk.code.trim().replaceAll(/<(?=\/script|!--|script)/gi, '\\x3c')
}

/** Modules that are made, not read. */
function given(modules) {
  return {
    name: 'given',
    resolveId: id => (id in modules ? `\0${id}` : undefined),
    load: id => modules[id.slice(1)],
  }
}

function minifyStyle(css) {
  return css
    .replaceAll(/\/\*.*?\*\//gs, '')
    .replaceAll(/\s*\n\s*/g, '\n')
    .trim()
}

function policy(script, style) {
  return [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    'img-src data:',
    'worker-src blob:',
    "connect-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types nef',
  ].join('; ')
}

function hash(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

const places = process.argv.slice(2)
if (places.length === 0)
  places.push(`${root}dist/notion-export-fix.html`, `${root}bin/notion-export-fix.html`)
const text = await makePage()
for (const place of places) {
  mkdirSync(dirname(place), {recursive: true})
  writeFileSync(place, text)
}
