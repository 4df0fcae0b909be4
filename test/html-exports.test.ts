import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {expect, test} from 'vitest'
import {fromBuffer} from 'yauzl'
import {basename, decodeHref, dirname, hasScheme} from '../src/core/href.ts'
import type {Links} from '../src/core/model.ts'
import {parseFolderName} from '../src/core/name.ts'
import {htmlDigest, htmlEdits, htmlLinks} from '../src/core/rewrite/html.ts'

/** Real exports, read in place. They are no part of the repository. */

const EXPORTS = new URL('../../shared/exports/', import.meta.url)
const missing = !existsSync(EXPORTS)
if (missing) {
  // biome-ignore lint/suspicious/noConsole: what is skipped must be seen
  console.warn('SKIPPED: no real exports beside this repository; HTML is tested on our own pages only')
}

interface File {
  readonly path: string
  readonly data: Buffer
}

/** All files of an archive and of the parts in it. */
async function unzip(data: Buffer): Promise<File[]> {
  const files = await new Promise<File[]>((resolve, reject) => {
    fromBuffer(data, {lazyEntries: true}, (error, zip) => {
      if (error) return reject(error)
      const found: File[] = []
      zip.on('error', reject)
      zip.on('end', () => resolve(found))
      zip.on('entry', entry => {
        zip.openReadStream(entry, async (failed, stream) => {
          if (failed) return reject(failed)
          found.push({path: entry.fileName, data: Buffer.concat(await stream.toArray())})
          zip.readEntry()
        })
      })
      zip.readEntry()
    })
  })
  const parts = files.filter(file => /^[^/]*-Part-\d+\.zip$/.test(file.path))
  return [...files, ...(await Promise.all(parts.map(part => unzip(part.data)))).flat()]
}

async function exports(): Promise<Map<string, File[]>> {
  const names = readdirSync(EXPORTS).filter(name => name.endsWith('.zip'))
  const all = names.map(async name => [name, await unzip(readFileSync(new URL(name, EXPORTS)))] as const)
  return new Map(await Promise.all(all))
}

const real = missing ? new Map<string, File[]>() : await exports()

function htmlOf(files: readonly File[]): {path: string; text: string}[] {
  return files.flatMap(({path, data}) =>
    path.endsWith('.html') && !path.includes('__MACOSX') ? [{path, text: data.toString('utf8')}] : [],
  )
}

const identity: Links = {relink: href => ({href, name: basename(decodeHref(href) ?? href)}), has: () => true}

test.skipIf(missing)('when nothing moves, no page and no index changes', () => {
  let pages = 0
  for (const {path, text} of [...real.values()].flatMap(htmlOf)) {
    const {isIndex} = htmlDigest(text)
    expect(htmlEdits(text, identity, isIndex ? 'index' : 'html'), path).toEqual([])
    pages++
  }
  expect(pages).toBeGreaterThan(20)
})

test.skipIf(missing)('every page tells its title, and the id that its name ends in', () => {
  for (const {path, text} of htmlOf(real.get('obsidian-testspace-html.zip')!)) {
    const {title, articleId, isIndex} = htmlDigest(text)
    expect(title, path).toBe(text.split('<title>')[1]!.split('</title>')[0])
    if (!isIndex) expect(path.slice(-'.html'.length - 32)).toBe(articleId + '.html')
  }
})

test.skipIf(missing)('links of the indexes, counted', () => {
  const counts: Record<string, number> = {}
  for (const [name, files] of real) {
    for (const {text} of htmlOf(files)) {
      if (!htmlDigest(text).isIndex) continue
      const links = htmlLinks(text)
      expect(links.length, name).toBe(text.split('<a href="').length - 1)
      counts[name] = links.filter(link => !hasScheme(link.href)).length
    }
  }
  expect(counts).toEqual({
    'obsidian-md-2025.zip': 276,
    'appflowy-multipart.zip': 77,
    'pureleap-relations-2025.zip': 33,
    'appflowy-import-test.zip': 13,
    'obsidian-testspace-html.zip': 4,
    'appflowy-row-page.zip': 2,
  })
})

test.skipIf(missing)('an index without ids to be seen, when nothing of it is here', () => {
  const nothing: Links = {relink: () => undefined, has: () => false}
  for (const [name, files] of real) {
    for (const {text} of htmlOf(files)) {
      if (!htmlDigest(text).isIndex) continue
      // Labels stand between `>` and `<`; what is left of ids is in attributes.
      const labels = (page: string) => page.split('>').map(part => part.split('<')[0]!)
      const edits = htmlEdits(text, nothing, 'index')
      const withId = labels(text).filter(label => / [0-9a-f]{32}/.test(label))
      expect(edits.length, name).toBe(withId.length)
      for (const edit of edits) expect(edit.text).not.toMatch(/[0-9a-f]{32}/)
    }
  }
})

test.skipIf(missing)('folders of the indexes are there, and an id in the name is that of the owner', () => {
  const counts: Record<string, number> = {}
  for (const [name, files] of real) {
    for (const {path: index, text} of htmlOf(files)) {
      const {folders = [], isIndex} = htmlDigest(text)
      if (!isIndex) continue
      const root = dirname(index)
      const real = new Set(files.map(file => dirname(file.path).normalize('NFC')))
      for (const {path, id} of folders) {
        expect(real, name).toContain(`${root}/${path}`.normalize('NFC'))
        expect(parseFolderName(basename(path))?.id ?? id, path).toBe(id)
      }
      counts[name] = folders.length
    }
  }
  // Not counted: folders of attachments, and those of pages whose only children are databases.
  expect(counts).toEqual({
    'appflowy-import-test.zip': 6,
    'appflowy-multipart.zip': 15,
    'appflowy-row-page.zip': 1,
    'obsidian-md-2025.zip': 2,
    'obsidian-testspace-html.zip': 1,
    'pureleap-relations-2025.zip': 6,
  })
})
