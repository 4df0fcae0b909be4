/**
 * Repaired archives, each spoiled by hand in one place that nothing else gives away: verify must find it, and
 * must say what it is.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {type FaultClass, type FixOptions, fixExport, type Progress, verifyExport} from '../src/index.ts'
import {readZip} from './judge/zip.ts'
import {makeZip} from './make-zip.ts'
import {Hands} from './verify-hands.ts'

const SAMPLE = 'fixtures/Export-5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a.zip'
const temp = mkdtempSync(join(tmpdir(), 'nef-verify-'))
afterAll(() => rmSync(temp, {recursive: true, force: true}))

const WEB = '1a'.repeat(16)
const PAGE = '2b'.repeat(16)
const HTML = {
  [`Web ${WEB}.html`]:
    `<html><head><title>Web</title></head><body><article id="1a1a1a1a-1a1a-1a1a-1a1a-1a1a1a1a1a1a">` +
    `<a href="Web%20${WEB}/Page%20${PAGE}.html">Page</a><img src="Web%20${WEB}/cat.png"/></article></body></html>`,
  [`Web ${WEB}/Page ${PAGE}.html`]:
    '<html><head><title>Page</title></head><body><article id="2b2b2b2b-2b2b-2b2b-2b2b-2b2b2b2b2b2b"></article></body></html>',
  [`Web ${WEB}/cat.png`]: 'cat',
  [`Web ${WEB}/.DS_Store`]: 'macOS',
}

type Base = 'lines' | 'yaml' | 'links' | 'html'
const OPTIONS: Record<Base, FixOptions> = {
  lines: {},
  yaml: {properties: 'yaml'},
  links: {relations: 'links'},
  html: {},
}
const against = (base: Base) => (base === 'html' ? join(temp, 'web.zip') : SAMPLE)
const clean = (base: Base) => join(temp, `${base}.zip`)

beforeAll(async () => {
  await makeZip(against('html'), HTML)
  for (const base of Object.keys(OPTIONS) as Base[]) {
    await fixExport([against(base)], {output: clean(base), ...OPTIONS[base]})
  }
})

/** The class that is told, of an archive and of a folder, after these hands. */
async function found(hand: (hands: Hands) => void, base: Base, withExport = true) {
  const hands = new Hands(clean(base))
  hand(hands)
  const options = withExport ? {against: [against(base)]} : {}
  const zip = await verifyExport(await hands.writeZip(join(temp, 'spoiled.zip')), options)
  rmSync(join(temp, 'spoiled'), {recursive: true, force: true})
  const folder = await verifyExport(hands.writeFolder(join(temp, 'spoiled')), options)
  return {zip: zip.faults, folder: folder.faults}
}

test.each(Object.keys(OPTIONS) as Base[])('%s: an archive that nobody spoiled is well', async base => {
  expect(await found(() => {}, base)).toEqual({zip: [], folder: []})
  expect(await found(() => {}, base, false)).toEqual({zip: [], folder: []})
})

const PLUM = '../Front%20desk/Finders/Odo%20Plum.md'

/** What is wrong, the class that tells it, the hand that does it. */
const PLANTS: [string, FaultClass, (hands: Hands) => void, Base?][] = [
  ['the manifest lost', 'manifest', hands => hands.drop('manifest.json')],
  ['a manifest of another format', 'manifest', hands => void Object.assign(hands.manifest, {format: 2})],
  ['two items of one path', 'manifest', hands => void hands.manifest.items.push(hands.item('CON_.md'))],
  [
    'an item without its checksum',
    'manifest',
    hands => void Object.assign(hands.item('CON_.md'), {outCrc32: 'none'}),
  ],
  ['a page dropped', 'file-lost', hands => hands.drop('CON_.md')],
  ['the relations dropped', 'file-lost', hands => hands.drop('relations.csv')],
  ['a page added', 'file-extra', hands => hands.add('Museum/New.md', '# New')],
  ['a line of the manifest lost', 'file-extra', hands => hands.forget('CON_.md')],
  [
    'a byte of an attachment changed',
    'file-changed',
    hands => {
      const file = hands.file('зонтик.png')
      file.bytes = Buffer.concat([file.bytes.subarray(0, -1), Buffer.of(file.bytes.at(-1)! ^ 1)])
    },
  ],
  [
    'a word of a page changed',
    'file-changed',
    hands => {
      const file = hands.file('CON_.md')
      file.bytes = Buffer.from(file.bytes.toString().replace('tea', 'gin'))
    },
  ],
  ['a device name', 'name-unsafe', hands => hands.rename('CON_.md', 'CON.md')],
  ['a name that ends in a space', 'name-unsafe', hands => hands.rename('CON_.md', 'CON_ ')],
  ['a name that poses as another', 'name-unsafe', hands => hands.rename('CON_.md', 'a\u202egpj.md')],
  ['a name that is too long', 'name-unsafe', hands => hands.rename('CON_.md', `${'é'.repeat(120)}.md`)],
  ['two names equal under folding', 'name-clash', hands => hands.rename('readme (2).md', 'ReadMe.md')],
  ['a file called like a folder', 'name-clash', hands => hands.rename('CON_.md', 'umbrellas')],
  ['a path that is too long', 'name-long', hands => hands.rename('CON_.md', `${'x'.repeat(190)}.md`)],
  [
    'a file of the export not accounted for',
    'original-lost',
    hands => {
      hands.forget('зонтик.png')
      hands.drop('зонтик.png')
      hands.swap('Front desk.md', '![зонтик.png](Front%20desk/%D0%B7%D0%BE%D0%BD%D1%82%D0%B8%D0%BA.png)', '')
    },
  ],
  [
    'a file of the export left out',
    'original-lost',
    hands => {
      const {from} = hands.item('зонтик.png')
      hands.forget('зонтик.png')
      hands.drop('зонтик.png')
      hands.manifest.ignored.push({path: from[0]!, why: 'macOS'})
    },
  ],
  [
    'an origin that the export lacks',
    'original-unknown',
    hands => void hands.item('CON_.md').from.push('Museum/Never there.md'),
  ],
  [
    'one origin of two files',
    'original-unknown',
    hands => void hands.item('CON_.md').from.push(hands.item('Summer 2022.md').from[0]!),
  ],
  [
    'a wrong checksum of the original',
    'original-changed',
    hands => void Object.assign(hands.item('CON_.md'), {crc32: '00000000'}),
  ],
  [
    'an attachment that is not the original',
    'attachment-changed',
    hands => {
      hands.file('зонтик.png').bytes = Buffer.from('another picture')
      hands.agree('зонтик.png')
    },
  ],
  [
    'two attachments exchanged',
    'original-changed',
    hands => {
      const [a, b] = [hands.item('зонтик.png'), hands.item('parrot_handle.png')]
      const before = [a.from, b.from]
      ;[b.from, a.from] = before as [string[], string[]]
    },
  ],
  [
    'a record lost',
    'cell-changed',
    hands => hands.swap('Umbrellas.csv', 'Odo Plum,,No,,,No', 'Odo Plum,,No,,,No\r\nx,x,x,x,x,x,x,x'),
  ],
  ['a word of a cell changed', 'cell-changed', hands => hands.swap('Umbrellas.csv', 'Enormous', 'Tiny')],
  [
    'a mention in a cell bent',
    'cell-changed',
    hands => hands.swap('Umbrellas.csv', 'Umbrellas/Black%20umbrella.md', 'CON_.md'),
  ],
  [
    'a file cell with another file',
    'cell-changed',
    hands => hands.swap('Umbrellas.csv', 'parrot_handle.png', 'parrot_in_profile.png'),
  ],
  ['a link broken', 'link-dead', hands => hands.swap('CON_.md', '(Rainy%20', '(Sunny%20')],
  ['an image broken', 'link-dead', hands => hands.swap('Summer 2022.md', '2022/image.png', '2022/img.png')],
  [
    'a link in a callout broken',
    'link-dead',
    hands => hands.swap('Front desk.md', '[Ask Odo Plum](Front%20desk', '[Ask Odo Plum](Back%20desk'),
  ],
  [
    'a link of a table page broken',
    'link-dead',
    hands => hands.swap('Umbrellas.md', '/Odo%20Plum.md', '/Odo.md'),
  ],
  [
    'a link with its id left in it',
    'link-dead',
    hands => hands.swap('CON_.md', '(Rainy%20', `(Rainy%20(%20${PAGE}.md) (Rainy%20`),
  ],
  ['a property bent', 'link-dead', hands => hands.swap('The one that bit Mr Plum (twice.md', PLUM, 'Odo.md')],
  [
    'a link of the front matter broken',
    'link-dead',
    hands => hands.swap('Black umbrella.md', 'The%20tram', 'A%20tram'),
    'yaml',
  ],
  [
    'a link of the index broken',
    'link-dead',
    hands => hands.swap('index.html', 'href="Museum/', 'href="Musem/'),
  ],
  ['an image of HTML broken', 'link-dead', hands => hands.swap('Web.html', 'src="Web/', 'src="Wep/'), 'html'],
  [
    'a link of HTML broken',
    'link-dead',
    hands => hands.swap('Web.html', 'href="Web/', `href="Web%20${WEB}/`),
    'html',
  ],
  ['a missing file that is not told', 'link-dead', hands => void hands.manifest.missing.pop()],
  [
    'a page sought on the web though it is here',
    'link-away',
    hands =>
      hands.swap(
        'CON_.md',
        '(Rainy%20season%20programme%20for%20schools~210b.md)',
        '(https://www.notion.so/1ab6f04c2d8180a7b5d338fe2530210b)',
      ),
  ],
  [
    'a title in a relation cell bent',
    'cell-wrong',
    hands => hands.swap('Finders.csv', 'Green one', 'Blue one'),
  ],
  [
    'a path in a relation cell bent',
    'cell-wrong',
    hands => hands.swap('Umbrellas.csv', 'Finders/Odo', 'Finders/Udo'),
    'links',
  ],
  [
    'a path in a relation cell of a view bent',
    'cell-wrong',
    hands => hands.swap('Umbrellas (view).csv', 'Finders/Odo', 'Finders/Udo'),
    'links',
  ],
  [
    'a relation cell that leads to another row',
    'cell-wrong',
    hands => hands.swap('Umbrellas.csv', 'Finders/Odo%20Plum', 'Finders/The%20tram%20driver'),
    'links',
  ],
  [
    'a target of a relation bent',
    'relation-wrong',
    hands => hands.relate('Finders/Odo Plum.md,', 'Finders.csv,'),
  ],
  [
    'an id of a relation bent',
    'relation-wrong',
    hands => hands.relate('1366f04c2d81809f', '1366f04c2d81809e'),
  ],
  [
    'a row of a relation bent',
    'relation-wrong',
    hands => hands.relate('Black umbrella (2).md', 'Black umbrella.md'),
  ],
  [
    'a title of a relation bent',
    'relation-wrong',
    hands => hands.relate('Odo Plum,Museum/', 'Otto Plum,Museum/'),
  ],
  ['a number of a row bent', 'relation-wrong', hands => hands.relate('Umbrellas.csv,5,', 'Umbrellas.csv,6,')],
  [
    'a relation lost',
    'relation-wrong',
    hands => {
      const relations = hands.file('relations.csv')
      const lines = relations.bytes.toString().split('\r\n')
      relations.bytes = Buffer.from([...lines.slice(0, 5), ...lines.slice(6)].join('\r\n'))
    },
  ],
  [
    'all relations of a property lost',
    'cell-changed',
    hands => {
      const relations = hands.file('relations.csv')
      const lines = relations.bytes.toString().split('\r\n')
      relations.bytes = Buffer.from(lines.filter(line => !line.includes(',Found by,')).join('\r\n'))
    },
  ],
  [
    'relations that are no text',
    'file-changed',
    hands => void Object.assign(hands.file('relations.csv'), {bytes: Buffer.of(0xff)}),
  ],
  ['relations without their header', 'file-changed', hands => hands.relate('row_id', 'id')],
  [
    'a missing file that is in the export',
    'missing-wrong',
    hands => {
      hands.swap('CON_.md', 'tea.', 'tea. ![](desk/parrot_handle.png)')
      hands.manifest.missing.push({in: 'Museum/CON_.md', href: 'desk/parrot_handle.png'})
    },
  ],
  [
    'a missing file of an encoded name that is beside it',
    'missing-wrong',
    hands => {
      hands.swap(
        'CON_.md',
        'tea.',
        'tea. ![](Front%20desk/%25D0%25B7%25D0%25BE%25D0%25BD%25D1%2582%25D0%25B8%25D0%25BA.png)',
      )
      hands.manifest.missing.push({
        in: 'Museum/CON_.md',
        href: 'Front%20desk/%25D0%25B7%25D0%25BE%25D0%25BD%25D1%2582%25D0%25B8%25D0%25BA.png',
      })
    },
  ],
  [
    'a missing file that is in the archive',
    'missing-wrong',
    hands => void hands.manifest.missing.push({in: 'Museum/CON_.md', href: 'Umbrellas.md'}),
  ],
]

describe('finds', () => {
  test.each(PLANTS)('%s (%s)', async (_, wanted, hand, base = 'lines') => {
    const {zip, folder} = await found(hand, base)
    expect([zip[0]?.class, folder[0]?.class], JSON.stringify({zip, folder})).toEqual([wanted, wanted])
    expect(new Set(zip.map(fault => fault.class)).size).toBe(1)
  })

  test('a name that is taken apart, which some disks do by themselves', async () => {
    const {zip} = await found(hands => hands.rename('CON_.md', 'e\u0301.md'), 'lines')
    expect(zip.map(fault => fault.class)).toEqual(['name-unsafe'])
  })

  test('files that are not in the order of the manifest, of an archive alone', async () => {
    const {zip, folder} = await found(
      hands => hands.files.splice(2, 0, hands.files.splice(6, 1)[0]!),
      'lines',
    )
    expect([zip[0]?.class, folder]).toEqual(['order', []])
  })

  test('all faults of one class', async () => {
    const {zip} = await found(hands => {
      hands.drop('CON_.md')
      hands.drop('Summer 2022.md')
      hands.add('Museum/New.md', '# New')
    }, 'lines')
    expect(zip.map(({path}) => path)).toEqual(['Museum/CON_.md', 'Private & Shared/Summer 2022.md'])
  })

  test('without the export what the archive alone can tell', async () => {
    const broken = await found(hands => hands.swap('CON_.md', '(Rainy%20', '(Sunny%20'), 'lines', false)
    expect(broken.zip[0]?.class).toBe('link-dead')
    const other = await found(hands => hands.swap('CON_.md', 'tea', 'gin'), 'lines', false)
    expect(other.zip).toEqual([])
  })
})

test('an export is no repaired archive', async () => {
  const {faults} = await verifyExport(SAMPLE)
  expect(faults.map(fault => fault.class)).toEqual(['manifest'])
})

test('the result counts both sides', async () => {
  const {before, after, checked, missing} = await verifyExport(clean('lines'), {against: [SAMPLE]})
  expect(before).toEqual({
    ...{page: 10, row: 8, database: 2, view: 3, table: 0, attachment: 7, index: 1, ours: 0, ignored: 0},
  })
  expect(after).toEqual({...before, view: 2, table: 2, ours: 3})
  expect(checked).toEqual({files: 32, links: 86, relations: 14, names: 35})
  expect(missing).toBe(1)
  const web = await verifyExport(clean('html'), {against: [against('html')]})
  expect(web.before).toMatchObject({page: 2, attachment: 1, ignored: 1})
})

test('what somebody put into the archive’s one folder, or macOS beside it, does not matter', async () => {
  const hands = new Hands(clean('lines'))
  const manifest = hands.manifest
  for (const file of hands.files) file.path = `Clean/${file.path}`
  hands.files.push({path: '__MACOSX/Clean/._index.html', bytes: Buffer.from('macOS')})
  hands.files.push({path: 'Clean/Museum/.DS_Store', bytes: Buffer.from('macOS')})
  expect(manifest.items).toHaveLength(32)
  const {faults} = await verifyExport(await hands.writeZip(join(temp, 'packed.zip')), {against: [SAMPLE]})
  expect(faults).toEqual([])
})

test('parts in any order, and one that was not given', async () => {
  const uuid = '5a0c1e2d-7b34-4f58-9a6e-0d1f2e3c4b5a'
  const parts: string[] = []
  for (const {name, bytes} of readZip(readFileSync(SAMPLE))) {
    parts.push(join(temp, name))
    writeFileSync(parts.at(-1)!, bytes)
  }
  const both = await verifyExport(clean('lines'), {against: [...parts].reverse()})
  expect([both.faults, both.partsMissing]).toEqual([[], undefined])
  const second = await verifyExport(clean('lines'), {against: [parts[1]!]})
  expect(second.partsMissing).toEqual([`Export-${uuid}-Part-1.zip`])
  expect(second.faults[0]?.class).toBe('original-unknown')
})

test('what cannot be read is an error, and no fault', async () => {
  const cut = join(temp, 'cut.zip')
  writeFileSync(cut, readFileSync(clean('lines')).subarray(0, -10))
  await expect(verifyExport(cut)).rejects.toMatchObject({name: 'ExportError'})
  await expect(verifyExport(join(temp, 'gone.zip'))).rejects.toMatchObject({code: 'input-missing'})
  await expect(verifyExport(clean('lines'), {against: [cut]})).rejects.toMatchObject({name: 'ExportError'})
  await expect(verifyExport(clean('lines'), {against: []})).rejects.toMatchObject({code: 'usage'})
})

test('a damaged entry of the archive is a fault like any other change', async () => {
  const bytes = readFileSync(clean('html'))
  const name = bytes.indexOf('Web/cat.png')
  const data = name + 'Web/cat.png'.length + bytes.readUInt16LE(name - 2)
  bytes[data] = bytes[data]! ^ 0x10
  const path = join(temp, 'damaged.zip')
  writeFileSync(path, bytes)
  const {faults} = await verifyExport(path)
  expect(faults).toMatchObject([{class: 'file-changed', path: 'Web/cat.png'}])
})

test('it can be stopped, and tells how far it is', async () => {
  const controller = new AbortController()
  const run = verifyExport(clean('lines'), {
    against: [SAMPLE],
    signal: controller.signal,
    onProgress: ({done}) => {
      if (done > 5000) controller.abort()
    },
  })
  await expect(run).rejects.toMatchObject({name: 'ExportError', code: 'aborted'})
  const steps: Progress[] = []
  await verifyExport(clean('html'), {against: [against('html')], onProgress: step => steps.push(step)})
  expect(steps.length).toBeGreaterThan(5)
  expect(steps.every(({done, total}) => done <= total)).toBe(true)
})
