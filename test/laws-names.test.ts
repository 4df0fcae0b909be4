import {describe, test} from 'vitest'
import {expectedStem} from './laws-names.ts'
import {everyExport, run, sourcesOf} from './laws-run.ts'
import {nameByNotion} from './laws-words.ts'
import type {Thing} from './random-export.ts'

/** A budget that forces nothing: names are what the rules for names make of them. */
const ROOMY = {maxPath: 4000}

test('a newer page renames nothing', async () => {
  await everyExport(async (before, random) => {
    const {made} = before
    const {files, dir, title, name} = random.pick(
      made.things.filter(({kind, otherFolder}) => kind === 'page' && otherFolder === undefined),
    )
    const ext = files[0]!.slice(files[0]!.lastIndexOf('.'))
    const id = 'ffe' + 'ab29a11e8' + '80' + random.hex(18)
    const path = made.style.wrapper + (dir === '' ? '' : `${dir}/`) + `${name} ${id}${ext}`
    const text = ext === '.md' ? `# ${title}` : `<title>${title}</title><article id="${id}">`
    const added = new Map([[path, new TextEncoder().encode(text)]])
    const after = await run(made, ROOMY, sourcesOf([...made.parts, added]))
    const faults: string[] = []
    for (const [from, item] of before.itemAt) {
      // What has no id is numbered after everything that has one.
      const now = after.itemAt.get(from)!
      if (item.id !== undefined && now.path !== item.path)
        faults.push(`${item.path} became ${now.path} because of ${path}`)
    }
    return faults
  }, ROOMY)
})

describe('names', () => {
  test('the full title comes back where the export still has it', async () => {
    await everyExport(({made, itemAt}) => {
      return made.things.filter(isIded).flatMap(thing => {
        const item = itemAt.get(thing.files[0]!)!
        // Nothing is left of an H1 that is all white space or that the name was not made from.
        const title = thing.told ? thing.title.trim() : thing.name.trim()
        const isKnown =
          thing.kind === 'page' || made.style.html || (thing.told && made.style.folders === 'ids')
        if (!isKnown || nameByNotion(title) === '') return []
        if (item.title.normalize('NFC') !== title.normalize('NFC'))
          return [`${thing.files[0]} has the title ${item.title}, not ${title}`]
        const stem = expectedStem(title)
        if (stem === undefined || thing.kind !== 'page') return []
        const found = item.path
          .split('/')
          .pop()!
          .replace(/(?: \(\d+\))?\.(?:md|html)$/, '')
        const isIt = found === stem || stem.startsWith(`${found} (`)
        return isIt ? [] : [`${title} became ${found}, not ${stem}`]
      })
    }, ROOMY)
  })

  test('ids go, but only those that Notion put there', async () => {
    await everyExport(({made, itemAt, manifest}) => {
      const faults: string[] = []
      const ids = made.things.flatMap(({id}) => id ?? [])
      for (const {path} of manifest.items) {
        for (const id of ids) if (path.includes(id)) faults.push(`${path} still has an id`)
      }
      for (const {title, files, name, id} of made.things) {
        const own = id === undefined ? name : title
        const path = itemAt.get(files[0]!)!.path.split('/').pop()!
        for (const digits of own.match(/[0-9a-f]{32}/g) ?? [])
          if (!path.includes(digits)) faults.push(`${path} lost ${digits}`)
      }
      return faults
    }, ROOMY)
  })

  test('a page and its folder keep one name', async () => {
    await everyExport(({made, itemAt}) => {
      if (made.style.folders !== 'ids') return []
      return made.things.flatMap(({files, children, folder}) =>
        children.flatMap(child => {
          const own = itemAt.get(files[0]!)!.path.replace(/\.\w+$/, '')
          const path = itemAt.get(child.files[0]!)!.path
          return path.startsWith(`${own}/`) ? [] : [`${folder} has the page ${own} but holds ${path}`]
        }),
      )
    }, ROOMY)
  })
})

function isIded({id}: Thing): boolean {
  return id !== undefined
}
