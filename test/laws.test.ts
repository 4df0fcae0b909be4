import {crc32} from 'node:zlib'
import {describe, test} from 'vitest'
import type {Links} from '../src/core/model.ts'
import {csvEdits} from '../src/core/rewrite/csv.ts'
import {htmlEdits} from '../src/core/rewrite/html.ts'
import {markdownEdits} from '../src/core/rewrite/markdown.ts'
import {propertyEdits} from '../src/core/rewrite/property-lines.ts'
import {fixExport, memorySink, memorySource} from '../src/index.ts'
import {meetings, openLink, pathFaults, writtenLink} from './laws-output.ts'
import {COLUMNS} from './laws-pieces.ts'
import {documents, everyExport, linkFaults, run, textFaults} from './laws-run.ts'

const OURS = '_notion-export-fix/'

test('every entry goes somewhere, and what the manifest says is true', async () => {
  await everyExport(({made, out, manifest}) => {
    const faults: string[] = []
    const told = [...manifest.items.flatMap(({from}) => from), ...manifest.ignored.map(({path}) => path)]
    const given = made.parts.flatMap(part => [...part.keys()])
    // Two parts can hold one path; then it is written once and named twice.
    if (told.sort().join('\n') !== given.sort().join('\n')) faults.push('not all entries are told once')
    const ours = [...out.keys()].filter(path => path.startsWith(OURS)).length
    if (ours !== 2 || out.size !== manifest.items.length + ours) faults.push('a file is not in the manifest')
    const original = new Map(made.parts.flatMap(part => [...part]))
    for (const {path, from, size, crc32: crc, outSize, outCrc32} of manifest.items) {
      const before = original.get(from[0]!)!
      const after = out.get(path)
      if (size !== before.length || crc !== hex(before)) faults.push(`${path} was not so`)
      if (!after || outSize !== after.length || outCrc32 !== hex(after)) faults.push(`${path} is not so`)
    }
    return faults
  })
})

describe('no two entries go to one place, and Windows can extract it', () => {
  test.each([180, 60, 100])('--max-path %i', async maxPath => {
    await everyExport(
      ({out}) => [...[...out.keys()].flatMap(path => pathFaults(path, maxPath)), ...meetings(out.keys())],
      maxPath,
    )
  })
})

test('the order of entries does not matter', async () => {
  await everyExport(async (once, random) => {
    const parts = random.shuffled(once.made.parts).map(part => new Map(random.shuffled(part)))
    const again = await run(once.made, undefined, parts)
    const faults: string[] = []
    for (const [from, {path}] of once.itemAt) {
      const other = again.itemAt.get(from)!.path
      if (other !== path) faults.push(`${from} went to ${path}, then to ${other}`)
    }
    for (const [path, data] of once.out) {
      const other = again.out.get(path)
      const isOurs = path.startsWith(OURS)
      if (!isOurs && other && Buffer.compare(data, other) !== 0) faults.push(`${path} has other bytes`)
    }
    return faults
  })
})

describe.each([180, 60])('--max-path %i', maxPath => {
  test('a link that led to an item leads to its new place', async () => {
    await everyExport(run => {
      const missing: {in: string; href: string}[] = []
      const faults = [...documents(run)].flatMap(document => linkFaults(run, document, missing))
      const lines = (list: readonly {in: string; href: string}[]) =>
        list.map(link => `${link.in} ${link.href}`).sort()
      const told = lines(run.manifest.missing)
      if (lines(missing).join() !== told.join())
        faults.push(`missing are ${lines(missing)}; told are ${told}`)
      return faults
    }, maxPath)
  })

  test('outside the links every byte is the same', async () => {
    await everyExport(run => {
      const faults = [...documents(run)].flatMap(textFaults)
      for (const part of run.made.parts) {
        for (const [path, data] of part) {
          const item = run.itemAt.get(path.slice(run.made.style.wrapper.length))
          if (item?.kind !== 'attachment') continue
          if (Buffer.compare(run.out.get(item.path)!, data) !== 0) faults.push(`${path} has other bytes`)
        }
      }
      return faults
    }, maxPath)
  })

  test('rewriting what was rewritten changes nothing', async () => {
    await everyExport(run => {
      const faults: string[] = []
      for (const {doc, item, text} of documents(run)) {
        const links = linksWithin(run.out, item.path)
        const edits =
          doc.format === 'md'
            ? [...markdownEdits(text, links), ...propertyEdits(text, new Set(COLUMNS), links)]
            : doc.format === 'csv'
              ? csvEdits(text, links)
              : htmlEdits(text, links, item.kind === 'index' ? 'index' : 'html')
        for (const {start, end, text: to} of edits) {
          faults.push(`${item.path}: ${text.slice(start, end)} becomes ${to}`)
        }
      }
      return faults
    }, maxPath)
  })
})

/** What the run did, once more: links to files of the output are written anew, all others are not ours. */
function linksWithin(out: ReadonlyMap<string, Uint8Array>, from: string): Links {
  const target = (href: string) => {
    if (/^#|^[a-z]+:|%(?![0-9A-F]{2})/.test(href)) return undefined
    const place = openLink(from, href)
    return place && out.has(place.path) ? place : undefined
  }
  return {
    has: href => target(href) !== undefined,
    relink: href => {
      const place = target(href)
      if (!place) return undefined
      const made = writtenLink(from, place.path) + (place.block && `#${place.block}`)
      return {href: made, name: place.path.split('/').pop()!}
    },
  }
}

test('the output is recognised, and comes out again as it is', async () => {
  await everyExport(async ({out}) => {
    const again = new Map<string, Uint8Array>()
    const report = await fixExport([memorySource(out)], {output: memorySink(again)})
    const isSame = [...out].every(([path, data]) => Buffer.compare(data, again.get(path)!) === 0)
    return report.status === 'already-repaired' && isSame && out.size === again.size ? [] : [report.status]
  })
})

function hex(data: Uint8Array): string {
  return crc32(data).toString(16).padStart(8, '0')
}
