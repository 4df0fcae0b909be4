/**
 * The sample export that a reader of the README repairs first: it must be what its script makes, and every
 * repair must be seen in the output. What is expected was written by hand, not computed.
 */
import {execFile} from 'node:child_process'
import {copyFileSync, mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {promisify} from 'node:util'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {judge} from './judge/judge.ts'
import {readZip, type ZipFile} from './judge/zip.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const script = join(root, 'fixtures', 'make-sample.js')
const command = join(root, 'bin', 'notion-export-fix.js')
const name = 'Export-5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a'
const sample = join(root, 'fixtures', `${name}.zip`)

const temp = mkdtempSync(join(tmpdir(), 'nef-sample-'))
afterAll(() => rmSync(temp, {recursive: true, force: true}))

async function run(args: readonly string[], zone = 'UTC'): Promise<string> {
  const options = {cwd: temp, env: {...process.env, TZ: zone}}
  return (await promisify(execFile)(process.execPath, args, options)).stdout
}

const names = (files: readonly ZipFile[]) => files.map(file => file.name)

describe('the sample', () => {
  test('is what its script makes', () => run([script, '--check']))

  test('has the same bytes in every time zone', async () => {
    const zones = ['UTC', 'Asia/Tokyo', 'America/St_Johns']
    const made = zones.map((_, i) => join(temp, `zone ${i}.zip`))
    for (const [i, zone] of zones.entries()) await run([script, made[i]!], zone)
    for (const path of made) expect(readFileSync(path).equals(readFileSync(made[0]!))).toBe(true)
  })

  test('has the shape of a real export', () => {
    const outer = readFileSync(sample)
    expect(outer.length).toBeLessThan(60_000)
    const parts = readZip(outer)
    expect(names(parts)).toEqual([`${name}-Part-1.zip`, `${name}-Part-2.zip`])
    const files = parts.flatMap(({bytes}) => readZip(bytes))
    expect(files).toHaveLength(31)
    for (const file of files) expect(file.name.startsWith(`${name}/`)).toBe(true)
    expect(files.at(-1)!.name).toBe(`${name}/index.html`)
    expect(Math.max(...names(files).map(path => path.length - name.length - 1))).toBe(232)
    for (const file of files.filter(file => file.name.endsWith('.md'))) {
      expect(file.bytes.toString()).toMatch(/^# .*[^\n]$/s)
    }
    for (const file of files.filter(file => file.name.endsWith('.csv'))) {
      expect(file.bytes.toString()).toMatch(/^\ufeff[^\r\n]+\r\n.*[^\n]$/s)
    }
  })
})

describe('repaired', () => {
  const output = join(temp, 'repaired.zip')
  let report: {problems: {code: string; path: string; detail?: string}[]; renames: unknown[]}
  let files: ReadonlyMap<string, string>
  const text = (path: string) => files.get(path)!

  beforeAll(async () => {
    report = JSON.parse(await run([command, sample, '-o', output, '--json']))
    files = new Map(readZip(readFileSync(output)).map(file => [file.name, file.bytes.toString()]))
  })

  test('the independent judge finds no fault', async () => {
    expect(await judge([sample], output, {told: report.problems})).toEqual([])
  })

  // Long titles that became shorter; the last four digits are the id's.
  const season = 'Museum/Rainy season programme for schools~210b'
  const workshop = `${season}/Workshop - mend your first~f8eb`
  const lessons = `${workshop}/What we learnt about ribs, springs~18c0`
  const letter = `${lessons}/Letter of apology to the parents of~f042`

  test('both parts make one tree of readable names', () => {
    expect([...files.keys()].sort()).toEqual(
      [
        'Museum/CON_.md',
        'Museum/Front desk.md',
        'Museum/Front desk/Finders.csv',
        'Museum/Front desk/Finders.md',
        'Museum/Front desk/Finders/Odo Plum.md',
        'Museum/Front desk/Finders/The tram driver.md',
        'Museum/Front desk/Finders/Wilhelmina Quince, B.Sc. (Umbrellology).md',
        'Museum/Front desk/image.png',
        'Museum/Front desk/зонтик.png',
        'Museum/☔ Opening hours, take #3.md',
        `${season}.md`,
        `${season}/Still wet (view).csv`,
        `${workshop}.md`,
        `${lessons}.md`,
        `${letter}.md`,
        `${letter}/glue_everywhere.png`,
        'Museum/Umbrellas (view).csv',
        'Museum/Umbrellas.csv',
        'Museum/Umbrellas.md',
        'Museum/Umbrellas/Black umbrella (2).md',
        'Museum/Umbrellas/Black umbrella (2)/image.png',
        'Museum/Umbrellas/Black umbrella.md',
        'Museum/Umbrellas/Green one with a parrot handle.md',
        'Museum/Umbrellas/Is this an umbrella - or a very small tent (see photo 1-2).md',
        'Museum/Umbrellas/The one that bit Mr Plum (twice.md',
        'Museum/parrot_handle.png',
        'Museum/parrot_in_profile.png',
        'Private & Shared/README.md',
        'Private & Shared/Summer 2022.md',
        'Private & Shared/Summer 2022/image.png',
        'Private & Shared/readme (2).md',
        '_notion-export-fix/manifest.json',
        '_notion-export-fix/relations.csv',
        '_notion-export-fix/report.md',
        'index.html',
      ].sort(),
    )
  })

  test('no path is longer than 180 units, none has an id', () => {
    for (const path of files.keys()) {
      expect(path.length).toBeLessThanOrEqual(180)
      expect(path).not.toMatch(/[0-9a-f]{32}/)
    }
  })

  test.each([
    ['a database beside the page', '\n[Umbrellas](Umbrellas.md)\n'],
    ['a database inside the page', '\n[Finders](Front%20desk/Finders.md)\n'],
    ['a mention of a database that ended in .md', 'already in [Umbrellas](Umbrellas.md).'],
    [
      'a link in a callout',
      '💡 The bell does not ring. [Ask Odo Plum](Front%20desk/Finders/Odo%20Plum.md) or',
    ],
    ['a host glued to a path', '![The desk on a quiet day](Front%20desk/image.png)'],
    ['a name that was encoded twice', '![зонтик.png](Front%20desk/%D0%B7%D0%BE%D0%BD%D1%82%D0%B8%D0%BA.png)'],
    ['a raw #', '[the opening hours](%E2%98%94%20Opening%20hours,%20take%20%233.md)'],
    [
      'one parenthesis without the other',
      '[the one that bit Mr Plum (twice](Umbrellas/The%20one%20that%20bit%20Mr%20Plum%20%28twice.md)',
    ],
    [
      'a notion.so URL of a page that is here',
      '[the umbrella of the month](Umbrellas/Black%20umbrella%20%282%29.md)',
    ],
    ['a page outside', '[the shed key](https://www.notion.so/2496f04c2d818055b06d51c58cddfa3f)'],
    ['a missing image keeps its place', '![A visitor in the rain](Front%20desk/visitor_in_the_rain.png)'],
    ['mail stays', '[the museum](mailto:umbrellas@museum.example)'],
    ['a section stays', '[House rules](#house-rules)'],
    [
      'a URL outside stays',
      '[Staff only](https://www.notion.so/Staff-only-2616f04c2d8180d3b88ed07d704feab3?pvs=21)',
    ],
    ['code stays', '```markdown\n[Umbrellas](Umbrellas%201356f04c2d81803bb6d5f5a6f6b91c16.csv)\n```'],
  ])('on the front desk: %s', (_, expected) => {
    expect(text('Museum/Front desk.md')).toContain(expected)
  })

  test('what could not be repaired is told', () => {
    expect(report.problems).toEqual([
      {code: 'file-missing', path: 'Museum/Front desk.md', detail: 'Front%20desk/visitor_in_the_rain.png'},
      {
        code: 'page-outside',
        path: 'Museum/Front desk.md',
        detail: 'The%20shed%20key%202496f04c2d818055b06d51c58cddfa3f.md',
      },
      {code: 'workspace-named', path: 'index.html'},
    ])
  })

  test('a label that repeated the path says what the image is', () => {
    expect(text('Private & Shared/Summer 2022.md')).toContain('\n![image.png](Summer%202022/image.png)\n')
  })

  test('README and readme know each other', () => {
    expect(text('Private & Shared/README.md')).toContain('[the small one](readme%20%282%29.md)')
    expect(text('Private & Shared/readme (2).md')).toContain('[the big one](README.md)')
  })

  test('the younger of two pages of one title has its image', () => {
    const page = text('Museum/Umbrellas/Black umbrella (2).md')
    expect(page).toMatch(/^# Black umbrella\n/)
    expect(page).toMatch(/!\[image\.png\]\(Black%20umbrella%20%282%29\/image\.png\)$/)
    expect(text('Museum/Umbrellas/Black umbrella.md')).toMatch(/Number 214 of its kind\.$/)
  })

  test('links lead down to the shortened pages and up again', () => {
    const encoded = 'Rainy%20season%20programme%20for%20schools~210b'
    expect(text('Museum/CON_.md')).toContain(`[a rainy season](${encoded}.md)`)
    expect(text(`${season}.md`)).toContain(
      `[Workshop: mend your first umbrella in an afternoon](${encoded}/Workshop%20-%20mend%20your%20first~f8eb.md)`,
    )
    expect(text(`${season}.md`)).toContain(`[Still wet](${encoded}/Still%20wet%20%28view%29.csv)`)
    expect(text(`${letter}.md`)).toContain(
      '![glue_everywhere.png](Letter%20of%20apology%20to%20the%20parents%20of~f042/glue_everywhere.png)',
    )
    expect(text(`${letter}.md`)).toContain(
      '[the one with the parrot](../../../Umbrellas/Green%20one%20with%20a%20parrot%20handle.md)',
    )
  })

  test('full titles stay in the pages', () => {
    const tent = text('Museum/Umbrellas/Is this an umbrella - or a very small tent (see photo 1-2).md')
    expect(tent).toMatch(/^# Is this an umbrella: or a very small tent\? \(see photo 1\/2\)\n\n/)
  })

  test('properties: one a line, relations and files as links, checkboxes as boxes', () => {
    expect(text('Museum/Umbrellas/Green one with a parrot handle.md').split('\n').slice(2, 8)).toEqual([
      'Condition: Squeaky, Slightly damp  ',
      'Found by: [Odo Plum](../Front%20desk/Finders/Odo%20Plum.md)  ',
      'On display: [x]  ',
      'On loan: April 23, 2025 → May 22, 2025  ',
      'Photo: ![parrot_handle.png](../parrot_handle.png), ![parrot_in_profile.png](../parrot_in_profile.png)  ',
      'Still wet: [ ]',
    ])
    expect(text('Museum/Front desk/Finders/The tram driver.md')).toContain(
      'Umbrellas: [Black umbrella](../../Umbrellas/Black%20umbrella.md), [Black umbrella](../../Umbrellas/Black%20umbrella%20%282%29.md)\n',
    )
  })

  const quince = 'Wilhelmina Quince, B.Sc. (Umbrellology)'

  test('relations of a database are titles, mentions in sentences are paths that live', () => {
    expect(text('Museum/Umbrellas.csv').split('\r\n')).toEqual([
      '\ufeffName,Condition,Found by,Note,On display,On loan,Photo,Still wet',
      'Green one with a parrot handle,"Squeaky, Slightly damp",Odo Plum,,Yes,"April 23, 2025 → May 22, 2025","parrot_handle.png, parrot_in_profile.png",No',
      `Is this an umbrella: or a very small tent? (see photo 1/2),Enormous,"${quince}, Odo Plum",,Yes,,,Yes`,
      'Black umbrella,Slightly damp,The tram driver,,No,,,Yes',
      `Black umbrella,"Squeaky, Slightly damp","The tram driver, ${quince}",Not to be confused with Umbrellas/Black%20umbrella.md on the same shelf,Yes,,,No`,
      'The one that bit Mr Plum (twice,Squeaky,Odo Plum,,No,,,No',
    ])
  })

  test('a view has its columns and rows, in its order', () => {
    expect(text('Museum/Umbrellas (view).csv').split('\r\n')).toEqual([
      '\ufeffFound by,Name,Condition',
      `"The tram driver, ${quince}",Black umbrella,"Squeaky, Slightly damp"`,
      'Odo Plum,Green one with a parrot handle,"Squeaky, Slightly damp"',
      `"${quince}, Odo Plum",Is this an umbrella: or a very small tent? (see photo 1/2),Enormous`,
    ])
  })

  test('relations between two of one title', () => {
    expect(text('Museum/Front desk/Finders.csv').split('\r\n').at(-1)).toBe(
      'The tram driver,,,"Black umbrella, Black umbrella"',
    )
  })

  test('a linked view elsewhere has living relations', () => {
    expect(text(`${season}/Still wet (view).csv`).split('\r\n').at(-1)).toBe(
      'Black umbrella,The tram driver,Yes',
    )
  })

  test('the table of contents works offline', () => {
    const contents = text('index.html')
    expect(contents).toContain('<a href="Museum/Umbrellas.md">Umbrellas.md</a>')
    expect(contents).toContain(
      '<a href="Museum/%E2%98%94%20Opening%20hours,%20take%20%233.md">☔ Opening hours, take #3.md</a>',
    )
    expect(contents).toContain('<a href="Private%20&amp;%20Shared/readme%20%282%29.md">readme (2).md</a>')
    expect(contents.match(/<a href="/g)).toHaveLength(20)
    expect(contents).not.toContain('notion.so')
    expect(contents).not.toMatch(/[0-9a-f]{32}/)
  })

  test('the report tells of every rename that is more than losing an id', () => {
    expect(report.renames).toHaveLength(12)
    expect(text('_notion-export-fix/report.md')).toContain('→ `Museum/CON_.md` (')
  })
})

test('as in the README: the result lies beside the export and is named by its day', async () => {
  copyFileSync(sample, join(temp, `${name}.zip`))
  const summary = await run([command, `${name}.zip`], 'Asia/Tokyo')
  expect(summary).toContain(
    'an export of 2025-11-18 with 10 pages, 8 database rows, 2 databases, 3 views, 7 attachments and 1 index page.',
  )
  expect(summary).toContain('all 31 files accounted for (1 with the bytes of another, written once)')
  const beside = readFileSync(join(temp, 'Notion export 2025-11-18.zip'))
  const elsewhere = join(temp, 'elsewhere.zip')
  await run([command, sample, '-o', elsewhere])
  expect(beside.equals(readFileSync(elsewhere))).toBe(true)
})
