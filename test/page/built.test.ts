/** The page in `bin/` is the one that these sources give. */
import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {pageFile, root, temp} from './browser.ts'

const page = readFileSync(pageFile, 'utf8')

test('it has the version of the package', () => {
  const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // Not `toContain`, which would print the page.
  expect(page.includes(`content="notion-export-fix ${version}"`)).toBe(true)
  expect(page.includes(`version:\`${version}\``)).toBe(true)
})

test('it is what the build gives; if not: npm run page', () => {
  const fresh = join(temp, 'fresh.html')
  execFileSync(process.execPath, [join(root, 'build', 'page.js'), fresh])
  expect(readFileSync(fresh, 'utf8') === page).toBe(true)
})

test('it is small, and asks for nothing', () => {
  expect(page.length).toBeLessThan(600_000)
  const markup = page.replace(/<script>[\s\S]*<\/script>/, '')
  expect(markup).not.toMatch(/\b(?:src|href)="(?!data:)/)
  expect(markup).not.toMatch(/url\(|@import/)
})
