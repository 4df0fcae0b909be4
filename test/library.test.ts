import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {fixExport, memorySink, memorySource, type Progress} from '../src/index.ts'
import {makeZip} from './make-zip.ts'

/** The library's door, used by a program. */

const ID = '1a'.repeat(16)
const PAGES = Object.fromEntries(
  Array.from({length: 200}, (_, at) => [`Page ${at.toString(16).padStart(32, '0')}.md`, `# Page\n\n${at}`]),
)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nef-library-'))
})
afterEach(() => rmSync(folder, {recursive: true, force: true}))

test('progress goes from nothing to everything, and the report is data', async () => {
  await makeZip(join(folder, 'export.zip'), PAGES)
  const seen: Progress[] = []
  const report = await fixExport([join(folder, 'export.zip')], {onProgress: progress => seen.push(progress)})
  for (const phase of ['read', 'write'] as const) {
    const steps = seen.filter(progress => progress.phase === phase)
    expect(steps.length).toBeGreaterThan(10)
    expect(steps.at(-1)!.done).toBe(steps.at(-1)!.total)
    expect(steps.map(({done}) => done)).toEqual(steps.map(({done}) => done).sort((a, b) => a - b))
  }
  expect(report).toMatchObject({status: 'written', files: 200, counts: {page: 200}, problems: []})
  expect(report.output).toBe(join(folder, 'Notion export 2025-11-18.zip'))
})

test.each(['read', 'write'])(
  'an abort while it %ss leaves nothing, and rejects with its code',
  async phase => {
    await makeZip(join(folder, 'export.zip'), PAGES)
    const controller = new AbortController()
    const run = fixExport([join(folder, 'export.zip')], {
      signal: controller.signal,
      onProgress: progress => {
        if (progress.phase === phase) controller.abort()
      },
    })
    await expect(run).rejects.toMatchObject({name: 'ExportError', code: 'aborted'})
    expect(readdirSync(folder)).toEqual(['export.zip'])
  },
)

test('sources and sinks of a program’s own', async () => {
  const out = new Map<string, Uint8Array>()
  await fixExport([memorySource(new Map([[`A ${ID}.md`, '# A']]))], {output: memorySink(out)})
  expect([...out.keys()]).toEqual([
    'A.md',
    '_notion-export-fix/report.md',
    '_notion-export-fix/manifest.json',
  ])
})

test('what a person can mend is an ExportError with a code and a hint', async () => {
  await expect(fixExport([join(folder, 'gone.zip')])).rejects.toMatchObject({
    name: 'ExportError',
    code: 'input-missing',
    hint: expect.stringMatching(/./),
  })
  await expect(fixExport([])).rejects.toMatchObject({code: 'usage'})
})

test('the package is what its name imports, with types', async () => {
  writeFileSync(
    join(folder, 'program.ts'),
    `import {fixExport, type Report} from 'notion-export-fix'
     const report: Report = await fixExport(['x.zip'], {dryRun: true, maxPath: 100})
     const files: number = report.files
     // @ts-expect-error it is a number
     const wrong: string = report.files
     export {files, wrong}`,
  )
  const root = process.cwd()
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'NodeNext',
        target: 'ES2023',
        strict: true,
        noEmit: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
        paths: {'notion-export-fix': [join(root, 'dist/index.d.ts')]},
      },
      files: ['program.ts'],
    }),
  )
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder])
  const imported = await import(/* @vite-ignore */ join(root, 'dist/index.js'))
  expect(imported.fixExport).toBeTypeOf('function')
})
