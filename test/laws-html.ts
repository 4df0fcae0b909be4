import {
  blockHref,
  type Href,
  hrefTo,
  type Meaning,
  missingHref,
  outsideHref,
  rootedHref,
} from './laws-links.ts'
import {ODD} from './laws-markdown.ts'
import {
  dashed,
  escaped,
  isNamed,
  type Link,
  index as named,
  type Piece,
  tag,
  type World,
} from './laws-pieces.ts'
import type {Thing} from './random-export.ts'

/** Pages of an HTML export and the index (format notes, sections 5 and 6). */

const META = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>'
const SHORT_STYLE = '/* a{} */\na[href="x.md"]{}'
/** As long as Notion's, which is not read; with what an edit must not touch. */
const LONG_STYLE = `\n/* é */${'a > b { color: <a href="x.md">; }\n'.repeat(200)}`

/** Not by chance: that would make all others of these exports anew. */
function styleOf({id}: Thing): string {
  return /^[0-7]/.test(id!) ? LONG_STYLE : SHORT_STYLE
}

export function html(world: World, thing: Thing): Piece[] {
  const {random} = world
  thing.told = isNamed(thing)
  const title = escaped(thing.title)
  const pieces: Piece[] = [
    `<html><head>${META}<title>${title}</title><style>${styleOf(thing)}</style></head><body>`,
    `<article id="${dashed(thing.id!)}" class="page sans"><h1 class="page-title">${title}</h1>`,
    ...thing.blocks.map(id => `<p id="${id}" class="">Block</p>`),
  ]
  for (let i = random.below(7); i > 0; i--) {
    pieces.push(`<p id="${random.uuid()}" class="">${world.next()} `, htmlLink(world, thing), '</p>')
    if (random.chance(20)) {
      const path = escaped(encodeURI(random.pick(world.ided).files[0]!))
      pieces.push(`<pre class="code"><code>[x](${path}) href=&quot;${path}&quot;</code></pre>`)
      pieces.push(`<a href="#${thing.blocks[0]}">top</a><a href="https://example.com/?a=1&amp;b">${path}</a>`)
      pieces.push(`<a href="mailto:a@example.com">a</a><a href="100%zz.png">b</a>`)
      pieces.push(`<a href="${random.pick(ODD)}">odd</a>`)
    }
  }
  return [
    ...pieces,
    '</article><span class="sans" style="font-size:14px;padding-top:2em"></span></body></html>',
  ]
}

function htmlLink(world: World, thing: Thing): Link {
  const {random} = world
  const kind = random.below(100)
  const figure = (href: Href) => {
    const value = escaped(href.href)
    return tag(
      `<figure class="image" data-notion-image="${value}"><a href="${value}"><img style="width:9px" src="`,
      href,
      '"/></a></figure>',
    )
  }
  if (kind < 2) return tag('<a href="', rootedHref(random), '">gone</a>')
  if (kind < 8) return tag('<a href="', outsideHref(random), '">gone</a>')
  if (kind < 16) return figure(missingHref(random, thing))
  const file = kind < 45 ? world.any(world.attachments, thing) : undefined
  if (file) return figure(hrefTo(random, thing.dir, file, world.places))
  const target = world.any(world.ided, thing)!
  const page = target.files[0]!.endsWith('.html')
  if (page && random.chance(20)) return tag('<a href="', blockHref(random, thing.dir, target), '">block</a>')
  return tag('<a href="', hrefTo(random, thing.dir, target, world.places), '">Label <b>x</b></a>')
}

/** Nested lists with raw hrefs; a CSV is linked at notion.so, a folder is an `<a>` without href (notes, 6). */
export function index(world: World, roots: readonly Thing[]): Piece[] {
  const entry = (thing: Thing): Piece[] => {
    const {id, files, name, children, kind} = thing
    if (id === undefined) return []
    const uuid = dashed(id)
    const means: Meaning = {to: 'thing', thing, block: ''}
    const file = files[0]!.split('/').pop()!
    const label = `">${escaped(file)}</a>`
    const isTable = kind !== 'page' && !files[0]!.endsWith('.html')
    const csv = {href: `https://www.notion.so/${id}`, means}
    const own: Piece[] = isTable
      ? [`<li><ul id="id::${uuid}.csv">`, named('<a href="', csv, label), '</ul></li>']
      : []
    own.push(`<li><ul id="id::${uuid}">`)
    if (isTable) own.push(named(`<a>${escaped(`${name} ${id}`)}</a>`, {href: '', means}, ''))
    else own.push(named('<a href="', {href: files[0]!, means}, label))
    return [...own, ...children.flatMap(entry), '</ul></li>']
  }
  const head = '<html><head><title>Workspace</title></head><body>'
  const about = '<li><h3>Workspace details:</h3><p>Workspace name: Ours</p></li>'
  return [
    `${head}<ul id="id::${world.random.uuid()}">${about}`,
    ...roots.flatMap(entry),
    '</ul></body></html>',
  ]
}
