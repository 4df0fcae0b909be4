import {hrefTo, missingHref, outsideHref, plainHref, rootedHref} from './laws-links.ts'
import {BREAK, inline, isLabel, isNamed, type Link, type Piece, tag, type World} from './laws-pieces.ts'
import {linesOf} from './laws-records.ts'
import type {Thing} from './random-export.ts'

/** Pages of a Markdown export (format notes, section 3). */

export function markdown(world: World, thing: Thing): Piece[] {
  const {random} = world
  const first = heading(world, thing)
  const pieces: Piece[] = [first]
  if (thing.of && first.startsWith('# ') && random.chance(80)) pieces.push(...properties(world, thing))
  for (const child of thing.children) {
    // The label of world link is the only place with a database's whole title.
    if (child.kind !== 'database' || !isLabel(child.title) || !random.chance(70)) continue
    child.told ||= isNamed(child)
    pieces.push('\n\n', inline(child.title, plainHref(thing.dir, child)))
  }
  for (let i = random.below(7); i > 0; i--) pieces.push(...block(world, thing))
  return pieces
}

function heading(world: World, thing: Thing): string {
  const {random} = world
  const kind = random.below(100)
  if (kind < 4) return 'No title here.'
  if (kind < 8) return '# Quite another title'
  thing.told = isNamed(thing)
  return `# ${thing.title}`
}

/** The values of the row's record, or of a template, which has none (format notes, 3.2). */
function properties(world: World, thing: Thing): Piece[] {
  const records = world.records.get(thing.of!)!
  const row = records.rows.find(({page}) => page === thing) ?? records.templates.get(thing)!
  const pieces: Piece[] = ['\n\n']
  for (const [i, line] of linesOf(world, thing, row).entries()) {
    pieces.push(...(i > 0 ? [BREAK] : []), ...line.map(broken))
  }
  // Behind a blank line it is the body's.
  if (world.random.chance(15)) pieces.push('\n\nRelated: what only looks like a property')
  return pieces
}

/** A blank line is none that a reader would join to another. */
function broken(piece: Piece): Piece {
  return typeof piece === 'string' ? piece.replace(/(?<=[^\n])\n/g, BREAK) : piece
}

/** A paragraph, list item, quote, table, callout or toggle with a link, or text that only looks like one. */
function block(world: World, thing: Thing): Piece[] {
  const {random} = world
  if (random.chance(30)) return [`\n\n${trap(world)}`]
  const [before, after] = random.pick([
    ['\n\nText ', ' and more.'],
    ['\n\nText (', ').'],
    ['\n\n- item\n\n    ', ''],
    ['\n\n- [ ]  ', ' \n'],
    ['\n\n> quote ', '\n> '],
    ['\n\n| a | b |\n| --- | --- |\n| x | ', ' |'],
    ['\n\n<aside>\n💡 ', '\n\n</aside>'],
  ] as const)
  return [before, link(world, thing), `${after} ${world.next()}.`]
}

function link(world: World, thing: Thing): Link {
  const {random} = world
  const kind = random.below(100)
  if (kind < 2) return inline(`gone ${world.next()}`, rootedHref(random))
  if (kind < 8) return inline(`gone ${world.next()}`, outsideHref(random))
  if (kind < 16) return inline('', missingHref(random, thing), random.chance(50))
  const file = random.chance(40) ? world.any(world.attachments, thing) : undefined
  const target = file ?? world.any(world.ided, thing)!
  const href = random.chance(40)
    ? plainHref(thing.dir, target)
    : hrefTo(random, thing.dir, target, world.places)
  if (file && random.chance(20)) return tag(`<img src="`, href, `" alt="x" width="40px" />`)
  const repeats = random.chance(20) && href.href === plainHref(thing.dir, target).href
  const label = repeats ? href.href : random.pick(['', `Label ${world.next()}`, 'a [b] *c*'])
  return inline(label, href, file !== undefined && random.chance(60), repeats)
}

/** What people type as links, none of them to a file. */
export const ODD = ['?a=1', '?p=x#y', '/', '/x', '/x/y.png', 'www.x.y', 'www.x.y/z.png', 'a@b.c']

/** Nothing of world may change, though ids and paths of the export stand in it. */
function trap(world: World): string {
  const {random} = world
  const {id, files} = random.pick(world.ided)
  const path = encodeURI(files[0]!)
  return random.pick([
    `Code \`[x](${path})\` and \`\`![\`y](${path})\`\`.`,
    `\`\`\`markdown\n[x](${path})\n\n![y](${path})\n\`\`\``,
    `~~~\n<a href="${path}">\n~~~`,
    `[mail](mailto:a@example.com?subject=${id}) [call](tel:+49123) [here](#section) [](#${id})`,
    `[web](https://example.com/${path}?a=1#b) and <https://example.com/${id}.md>`,
    `Go to https://www.notion.so/${id} or https://app.notion.com/p/x-${id}?pvs=21`,
    `[broken](100%/a%zz.png) ![broken](%.png) []()`,
    `[file](attachment:${random.uuid()}:${id}.png) [blank](about:blank#${id}) [app](notion://x/${id})`,
    `[elsewhere](https://www.notion.so/Some-page-${random.id(true)}?pvs=21)`,
    `Not a link: (${path}), [${id}], ${id}.md`,
    ...ODD.map(href => `[odd](${href})`),
    '[note]: this is a sentence',
    '[1]: [Paper](https://example.com/paper.pdf)',
  ])
}
