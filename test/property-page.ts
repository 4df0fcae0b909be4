import type {Column, ColumnKind} from '../src/core/database.ts'
import type {PropertyLinks} from '../src/core/property.ts'

/** Pages, columns and links for the tests of properties. */

export const ID = '0123456789abcdef0123456789abcdef'
export const OTHER = 'fedcba9876543210fedcba9876543210'

/** `Name` is the title column; the others as `name: kind`. */
export function columnsOf(kinds: Readonly<Record<string, ColumnKind>>): Column[] {
  const title: Column = {name: 'Name', kind: 'title'}
  return [
    title,
    ...Object.entries(kinds).map(([name, kind]): Column => {
      return kind === 'date' ? {name, kind, format: {name: 'month-name'}} : {name, kind}
    }),
  ]
}

const TITLES = new Map([
  [ID, 'Alpha'],
  [OTHER, 'One, [two] *three* (x)'],
])

/** Two pages by their ids, files by their extension; `outside` pages keep their URL. */
export const links: PropertyLinks = {
  target(href, label) {
    const id = /([0-9a-f]{32})(?:\.md|\?pvs=21)?$/.exec(href)?.[1] ?? ''
    const title = TITLES.get(id)
    if (title !== undefined)
      return {title, href: `../Pages/${encodeURIComponent(title.slice(0, 5).trim())}.md`}
    return label === undefined ? undefined : {title: label, href: `https://www.notion.so/${id}`}
  },
  file(href) {
    return href.includes('unknown')
      ? undefined
      : {
          name: decodeURIComponent(href.slice(href.lastIndexOf('/') + 1)),
          href: `New/${href.replace(/^.*\//, '')}`,
        }
  },
  hasFile: href => /^(?:\.\.\/)?Files\/[^\s]+\.(?:png|pdf|JPG|webp)$/.test(href),
  isFile: href => /^(?:\.\.\/)?Files\/[^\s]+\.(?:png|pdf|JPG|webp)$/.test(href),
}

/** A page with these lines as its properties. */
export function page(block: string, body = 'Body.'): string {
  return `# Title\n\n${block}${body === '' ? '' : `\n\n${body}`}`
}
