import {expect, test} from 'vitest'
import {type FixOptions, fixExport, memorySink, memorySource, type Report} from '../src/index.ts'
import {Random} from './laws-words.ts'

/** Shapes that random exports hardly ever have: what must come out of each, for any names and ids. */

interface Made {
  readonly report: Report
  readonly paths: readonly string[]
  readonly text: (path: string) => string
}

async function fix(files: Record<string, string>, options: Omit<FixOptions, 'output'> = {}): Promise<Made> {
  const out = new Map<string, Uint8Array>()
  const source = memorySource(new Map(Object.entries(files)))
  const report = await fixExport([source], {output: memorySink(out), ...options})
  const paths = [...out.keys()].filter(path => !path.startsWith('_notion-export-fix/'))
  return {report, paths, text: path => new TextDecoder().decode(out.get(path))}
}

/** Ids in every order: older and newer, larger and smaller. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]

function ids(seed: number): () => string {
  const random = new Random(seed)
  return () => random.id(random.chance(50))
}

test('a folder that is nothing but the id of nobody becomes Untitled', async () => {
  for (const seed of SEEDS) {
    const id = ids(seed)
    const {paths} = await fix({[`Home ${id()}.md`]: '# Home', [`${id()}/a.png`]: 'a', [`${id()}/b.png`]: 'b'})
    const folders = paths.filter(path => path.endsWith('.png')).map(path => path.slice(0, -6))
    expect(folders.sort()).toEqual(['Untitled', 'Untitled (2)'])
  }
})

test('both folders of one owner become one', async () => {
  for (const seed of SEEDS) {
    const id = ids(seed)
    const [home, one, two] = [id(), id(), id()]
    const {paths, text} = await fix({
      [`Home ${home}.md`]: `# Home\n\n[One](Home%20${home}/One%20${one}.md) [Two](Home/Two%20${two}.md)`,
      [`Home ${home}/One ${one}.md`]: `# One\n\n[Two](../Home/Two%20${two}.md)`,
      [`Home ${home}/image.png`]: 'a',
      [`Home/Two ${two}.md`]: `# Two\n\n[One](../Home%20${home}/One%20${one}.md) ![](image.png)`,
      'Home/image.png': 'b',
    })
    expect(paths).toEqual(['Home.md', 'Home/One.md', 'Home/image.png', 'Home/Two.md', 'Home/image (2).png'])
    expect(text('Home.md')).toBe('# Home\n\n[One](Home/One.md) [Two](Home/Two.md)')
    expect(text('Home/Two.md')).toBe('# Two\n\n[One](One.md) ![](image%20%282%29.png)')
    expect(text('Home/One.md')).toBe('# One\n\n[Two](Two.md)')
  }
})

test('HTML namesakes: the one whose links lead into the folder owns it', async () => {
  for (const seed of SEEDS) {
    const id = ids(seed)
    const [other, owner, child] = [id(), id(), id()]
    const page = (own: string, body: string) =>
      `<html><head><title>Home</title></head><body><article id="${own}">${body}</article></body></html>`
    const {paths, text} = await fix({
      [`Home ${other}.html`]: page(other, '<p>Nothing</p>'),
      [`Home ${owner}.html`]: page(owner, `<a href="Home/Child%20${child}.html">Child</a>`),
      [`Home/Child ${child}.html`]: page(child, `<a href="../Home%20${owner}.html">up</a>`),
    })
    const [, home, inner] = paths as [string, string, string]
    expect(inner).toBe(`${home.replace('.html', '')}/Child.html`)
    expect(text(home)).toContain(`href="${encodeURI(inner).replace('(', '%28').replace(')', '%29')}"`)
  }
})

test('in a flat export the CSV that lies within another is a view of it', async () => {
  for (const seed of SEEDS) {
    const id = ids(seed)
    const [tasks, mine, one, two] = [id(), id(), id(), id()]
    const cell = `Two (Two%20${two}.md)`
    const {paths, text, report} = await fix({
      [`Tasks ${tasks}.csv`]: `\ufeffName,Done,Next\r\nOne,Yes,${cell}\r\nTwo,No,`,
      [`Mine ${mine}.csv`]: `\ufeffName,Next\r\nOne,${cell}`,
      [`One ${one}.md`]: `# One\n\nDone: Yes\nNext: ${cell}`,
      [`Two ${two}.md`]: '# Two\n\nDone: No',
    })
    expect(paths).toEqual(['Tasks.csv', 'Mine (view).csv', 'One.md', 'Two.md', 'Tasks.md'])
    expect(report.counts).toMatchObject({database: 1, view: 1, row: 2, table: 1})
    expect(text('Mine (view).csv')).toBe('Name,Next\r\nOne,Two')
    expect(text('One.md')).toBe('# One\n\nDone: [x]  \nNext: [Two](Two.md)')
    expect(text('Tasks.md')).toContain('| [One](One.md) | ☑ | [Two](Two.md) |')
  }
})

test('cells that are the path of a folder stay', async () => {
  const id = ids(1)
  const [work, projects, tasks, row] = [id(), id(), id(), id()]
  const cells = ['Work/Projects', 'Work', 'Work/Projects/', './Work', '../Work/Projects']
  for (const folder of ['', 'Tasks/']) {
    const {text} = await fix({
      [`Work ${work}.md`]: '# Work',
      [`Work/Projects ${projects}.md`]: '# Projects',
      'Work/Projects/a.png': 'a',
      [`${folder}Tasks ${tasks}.csv`]: `Name,Area\n${cells.map(cell => `Row,${cell}`).join('\n')}`,
      [`${folder}Tasks ${tasks}/Row ${row}.md`]: '# Row\n\nArea: Work/Projects',
    })
    expect(text(`${folder}Tasks.csv`)).toBe(`Name,Area\n${cells.map(cell => `Row,${cell}`).join('\n')}`)
    expect(text(`${folder}Tasks/Row.md`)).toBe('# Row\n\nArea: Work/Projects')
  }
})

test('what people type as links stays to the byte', async () => {
  const [id, other] = [ids(1)(), ids(2)()]
  const hrefs = ['?a=1', '.', '..', './', '../', '/', '/x', 'www.x.y', 'a@b.c', '#x', '?p=1#x', '//x.y/z']
  const body = hrefs.map(href => `[a](${href}) <img src="${href}">`).join('\n\n')
  const definitions =
    '[x]: a sentence, not a definition\n\n[1]: [Paper](https://example.com/a.pdf)\n\n[1] [x]'
  const {text, report} = await fix({
    [`Home ${id}.md`]: `# Home\n\n${body}\n\n${definitions}`,
    [`Home ${id}/Sub ${other}.md`]: `# Sub\n\n[a](/) [a](?a=1)\n\n${definitions}`,
  })
  expect(text('Home.md')).toBe(`# Home\n\n${body}\n\n${definitions}`)
  expect(text('Home/Sub.md')).toBe(`# Sub\n\n[a](/) [a](?a=1)\n\n${definitions}`)
  expect(report.problems).toEqual([])
})

test('a missing file whose link has a query or a fragment, also above the root', async () => {
  const id = ids(1)()
  const missing = ['a%20b.png?x=1', '../../c.png?x=1', 'Gone%20#3/d.png', `${id}/e.png`]
  const {report} = await fix({[`Home ${id}.md`]: missing.map(href => `![](${href})`).join('\n\n')})
  const told = report.missing.map(({href}) => href)
  expect(told).toEqual(['a%20b.png', 'c.png', 'Gone%20%233/d.png', 'Home/e.png'])
})

test('very deep paths and links', async () => {
  const [id, other] = [ids(1)(), ids(2)()]
  const deep = 'a/'.repeat(2000)
  const {paths, text} = await fix({
    [`Home ${id}.md`]: `[x](${deep}Deep%20${other}.md) ![](${'b/'.repeat(2000)}c.png) [y](${'../'.repeat(2000)}d.png)`,
    [`${deep}Deep ${other}.md`]: `[x](${'../'.repeat(2000)}Home%20${id}.md)`,
  })
  expect(Math.max(...paths.map(path => path.length))).toBeLessThanOrEqual(180)
  const place = paths.find(path => path.endsWith('Deep.md'))!
  expect(text('Home.md')).toContain(`[x](${place})`)
})

test('a document with 100,000 missing links', async () => {
  const id = ids(1)()
  const links = Array.from({length: 100_000}, (_, i) => `![](gone%20${i}.png)`)
  const {report, text} = await fix({
    [`Home ${id}.md`]: `# Home\n\n${links.join('\n\n')}`,
    [`Gone ${ids(2)()}.html`]: `<article id="x">${links.map((_, i) => `<img src="${i}.png">`).join('')}</article>`,
  })
  expect(report.missing).toHaveLength(200_000)
  expect(text('Home.md')).toContain('![](gone%2099999.png)')
})

test('a row with a hundred relations keeps its page', async () => {
  const [projects, tasks, big] = [newId(1), newId(2), newId(3)]
  const names = Array.from({length: 100}, (_, i) => ({title: `Task number ${i} of many`, id: newId(100 + i)}))
  const link = ({title, id}: {title: string; id: string}, ext: string) =>
    `${title} (../Tasks/${encodeURI(title)}%20${id}.${ext})`
  const list = names.map(name => link(name, 'md')).join(', ')
  const {report} = await fix({
    [`Projects ${projects}_all.csv`]: `\ufeffName,Phase,Tasks\r\nBig,Done,"${list}"`,
    [`Tasks ${tasks}_all.csv`]: `\ufeffName\r\n${names.map(({title}) => title).join('\r\n')}`,
    [`Projects/Big ${big}.md`]: `# Big\n\nTasks: ${list}\nPhase: Done\n\nText.`,
    ...Object.fromEntries(names.map(({title, id}) => [`Tasks/${title} ${id}.md`, `# ${title}`])),
  })
  expect(report.databases.map(({without, extra}) => [without, extra])).toEqual([
    [0, 0],
    [0, 0],
  ])
})

function newId(number: number): string {
  return `1a26f04c2d8180aa8abc${number.toString(16).padStart(12, '0')}`
}
