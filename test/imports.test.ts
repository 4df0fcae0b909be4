import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join, normalize} from 'node:path'
import {expect, test} from 'vitest'

/**
 * Who may import whom (design, section 1). A folder may use itself and what is listed; `node:` and packages
 * count too. The pure core knows no Node, no DOM, no archive; the command is the only one that knows
 * commander.
 */
const RULES: Record<string, readonly string[]> = {
  'src/core': ['entities', 'htmlparser2', 'mdast', 'mdast-util-from-markdown', 'yaml'],
  'src/zip': ['src/core', 'src/io.ts', 'node:', 'yauzl'],
  'src/run': ['src/core', 'src/zip', 'src/io.ts', 'src/version.ts'],
  'src/node': ['src/core', 'src/zip', 'src/run', 'src/io.ts', 'node:', 'fast-glob', 'cli-progress'],
  // Looks at what was written with other eyes, so nothing of the code that wrote it.
  'src/verify': [
    'src/core/error.ts',
    'src/core/escape.ts',
    'src/core/model.ts',
    'src/zip/crc.ts',
    'src/io.ts',
    'node:',
    'csv-parse',
    'entities',
    'htmlparser2',
    'mdast',
    'mdast-util-from-markdown',
    'yaml',
  ],
  'src/page': ['src/core', 'src/zip', 'src/run', 'src/io.ts', 'pako', 'virtual:engine'],
  'src/io.ts': ['src/core'],
  'src/version.ts': [],
  'src/memory.ts': ['src/core', 'src/zip', 'src/io.ts', 'node:'],
  'src/index.ts': [
    'src/core',
    'src/zip',
    'src/run',
    'src/node',
    'src/io.ts',
    'src/memory.ts',
    'src/verify',
    'src/verify-export.ts',
    'src/version.ts',
    'node:',
  ],
  'src/verify-export.ts': ['src/core/error.ts', 'src/node', 'src/run', 'src/verify', 'node:'],
  'src/cli': ['src/core', 'src/index.ts', 'src/node', 'node:', 'commander'],
  'src/cli.ts': ['src/cli', 'src/core', 'src/index.ts', 'src/node', 'src/version.ts', 'node:', 'commander'],
}

const files = readdirSync('src', {recursive: true, encoding: 'utf8'})
  .filter(name => name.endsWith('.ts'))
  .map(name => join('src', name))

test('every file lies in a room that has rules', () => {
  expect(files.filter(file => roomOf(file) === undefined)).toEqual([])
})

test('nothing is imported across the rules', () => {
  const broken = files.flatMap(file => {
    const room = roomOf(file)!
    return importsOf(file)
      .filter(target => !isAllowed(room, target))
      .map(target => `${file} → ${target}`)
  })
  expect(broken).toEqual([])
})

test('what verifies reaches no code that repairs, by any way', () => {
  const reached = new Set(files.filter(file => file.startsWith('src/verify/')))
  for (const file of reached) {
    for (const target of importsOf(file)) if (target.startsWith('src/')) reached.add(target)
  }
  const others = [...reached].filter(file => !file.startsWith('src/verify/'))
  expect(others.sort()).toEqual([
    'src/core/error.ts',
    'src/core/escape.ts',
    'src/core/model.ts',
    'src/io.ts',
    'src/zip/crc.ts',
  ])
})

test('only the engine of the page knows archives and runs', () => {
  const broken = files
    .filter(file => file.startsWith('src/page/') && !file.startsWith('src/page/engine/'))
    .flatMap(file => importsOf(file, false).map(target => `${file} → ${target}`))
    .filter(line => /→ src\/(?:zip|run|page\/engine\/)/.test(line))
  expect(broken).toEqual([])
})

test('the core asks no clock, no chance and no console', () => {
  const asking = files
    .filter(file => file.startsWith('src/core/'))
    .filter(file =>
      /\b(?:Date\.now|new Date|Math\.random|console\.|process\.|performance\.)/.test(
        readFileSync(file, 'utf8'),
      ),
    )
  expect(asking).toEqual([])
})

function roomOf(file: string): string | undefined {
  return Object.keys(RULES).find(room => file === room || file.startsWith(`${room}/`))
}

function isAllowed(room: string, target: string): boolean {
  if (target === room || target.startsWith(`${room}/`)) return true
  return RULES[room]!.some(
    allowed => target === allowed || target.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`),
  )
}

/** Paths from the root for our own files, names for packages. */
function importsOf(file: string, withTypes = true): string[] {
  const code = readFileSync(file, 'utf8').replace(/^ *\*.*$/gm, '')
  const found = (withTypes ? code : code.replace(/^import type .*$/gm, '')).matchAll(
    /(?:from|import)\s*\(?\s*'([^']+)'/g,
  )
  return [...found].map(([, name]) => (name!.startsWith('.') ? normalize(join(dirname(file), name!)) : name!))
}
