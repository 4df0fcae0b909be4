import {crc32} from 'node:zlib'
import {describe, test} from 'vitest'
import type {Entry} from '../src/core/model.ts'
import {fixExport, memorySink, memorySource} from '../src/index.ts'
import {editsAgain} from './laws-again.ts'
import {linkFaults, textFaults} from './laws-judge.ts'
import {meetings, pathFaults} from './laws-output.ts'
import {BARE, documents, everyExport, type Options, type Run, run, sourcesOf} from './laws-run.ts'

const OURS = '_notion-export-fix/'
const RELATIONS = `${OURS}relations.csv`

test('every entry goes somewhere, and what the manifest says is true', async () => {
  await everyExport(({made, out, manifest}) => {
    const faults: string[] = []
    const told = [...manifest.items.flatMap(({from}) => from), ...manifest.ignored.map(({path}) => path)]
    const given = made.parts.flatMap(part => [...part.keys()])
    // Two parts can hold one path; then it is written once and named twice.
    if (told.sort().join('\n') !== given.sort().join('\n')) faults.push('not all entries are told once')
    const ours = [...out.keys()].filter(path => path.startsWith(OURS)).length
    const hasDatabase = manifest.items.some(({kind}) => kind === 'database')
    if (ours !== (hasDatabase ? 3 : 2) || out.size !== manifest.items.length + ours)
      faults.push('a file is not in the manifest')
    const original = new Map(made.parts.flatMap(part => [...part]))
    for (const {path, kind, from, size, crc32: crc, outSize, outCrc32} of manifest.items) {
      const after = out.get(path)
      if (kind === 'table') {
        if (from.length > 0 || size !== undefined) faults.push(`${path} was nothing before`)
        if (!after || outSize !== after.length || outCrc32 !== hex(after)) faults.push(`${path} is not so`)
        continue
      }
      const before = original.get(from[0]!)!
      if (size !== before.length || crc !== hex(before)) faults.push(`${path} was not so`)
      if (!after || outSize !== after.length || outCrc32 !== hex(after)) faults.push(`${path} is not so`)
    }
    return faults
  })
})

describe('no two entries go to one place, and Windows can extract it', () => {
  test.each<Options>([{}, {maxPath: 60}, {maxPath: 100}])('%j', async options => {
    await everyExport(
      ({out}) => [
        ...[...out.keys()].flatMap(path => pathFaults(path, options.maxPath ?? 180)),
        ...meetings(out.keys()),
      ],
      options,
    )
  })
})

test('the order of entries does not matter', async () => {
  await everyExport(async (once, random) => {
    const shuffled = random.shuffled(once.made.parts).map(part => new Map(random.shuffled(part)))
    const reversed = [...once.made.parts].reverse().map(part => new Map([...part].reverse()))
    const found: string[] = []
    for (const parts of [shuffled, reversed]) {
      const again = await run(once.made, once.options, sourcesOf(parts))
      found.push(...differences(once, again))
    }
    return found
  })
})

test('an extracted folder, whose entries have no checksums, gives the same', async () => {
  await everyExport(async once => {
    const sources = sourcesOf(once.made.parts).map(source => ({
      ...source,
      entries: source.entries.map(({crc32: _, ...entry}) => entry),
      read: (entry: Entry) => source.read(entry),
    }))
    const again = await run(once.made, once.options, sources)
    const faults = differences(once, again)
    for (const [path, data] of once.out) {
      const other = again.out.get(path)
      if (other && Buffer.compare(data, other) !== 0) faults.push(`${path} has other bytes`)
    }
    return faults
  })
})

/** Other names, or other bytes in what is not about the run. */
function differences(once: Run, again: Run): string[] {
  const faults: string[] = []
  for (const [from, {path}] of once.itemAt) {
    const other = again.itemAt.get(from)!.path
    if (other !== path) faults.push(`${from} went to ${path}, then to ${other}`)
  }
  for (const [path, data] of once.out) {
    const other = again.out.get(path)
    if (!other) faults.push(`${path} is gone`)
    else if (!path.startsWith(OURS) && Buffer.compare(data, other) !== 0) {
      faults.push(`${path} has other bytes`)
    }
  }
  const lines = ({out}: Run) =>
    Buffer.from(out.get(RELATIONS) ?? '')
      .toString()
      .split('\r\n')
      .sort()
      .join('\n')
  if (lines(once) !== lines(again)) faults.push('relations.csv has other lines')
  return faults
}

const RUNS: readonly Options[] = [{}, {maxPath: 60}, BARE]

describe.each(RUNS)('%j', options => {
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
    }, options)
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
    }, options)
  })

  test('rewriting what was rewritten changes nothing', async () => {
    await everyExport(run => {
      const faults: string[] = []
      for (const {doc, item, text} of documents(run)) {
        for (const {start, end, text: to} of editsAgain(run, doc, item, text)) {
          faults.push(`${item.path}: ${text.slice(start, end)} becomes ${to}`)
        }
      }
      return faults
    }, options)
  })
})

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
