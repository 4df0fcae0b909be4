import {describe, expect, test} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import type {Links} from '../src/core/model.ts'
import {findMarkdownLinks, markdownEdits, markdownLinks} from '../src/core/rewrite/markdown.ts'

const ID = '0123456789abcdef0123456789abcdef'

/** Hrefs of a text, as written. */
function hrefs(text: string, has?: Links['has']): string[] {
  return findMarkdownLinks(text, {has}).links.map(link => link.href)
}

/** The text when everything leads to `New%20name.md`, and what was asked for. */
function rewritten(text: string, to: Partial<{href: string; name: string}> = {}, isHere = false): string {
  const relinked = {href: 'New%20name.md', name: 'New name.md', ...to}
  return applyEdits(text, markdownEdits(text, {relink: () => relinked, has: () => isHere}))
}

describe('what is a link', () => {
  test.each([
    ['a link', '[label](a.md)', ['a.md']],
    ['an image', '![alt](a.png)', ['a.png']],
    ['a title, in quotes of three kinds', '[a](b "t") [a](c \'t\') [a](d (t))', ['b', 'c', 'd']],
    ['a target in angle brackets', '[a](<b c.md>)', ['b c.md']],
    ['parentheses that are balanced', '[a](b%20(c).md)', ['b%20(c).md']],
    ['raw signs of encodeURI', "[a](R&D%20#2%20it's%20$5;=~*,@!.md)", ["R&D%20#2%20it's%20$5;=~*,@!.md"]],
    ['brackets in a label', '[a [b] c](d)', ['d']],
    ['a bracket in a code span of the label', '[a `]` b](c)', ['c']],
    ['an escaped bracket in a label', '[a \\] b](c)', ['c']],
    ['emphasis in a label', '[**a** _b_](c)', ['c']],
    ['a label over two lines', '[a\nb](c)', ['c']],
    ['a label over two lines of a quote', '> [a\n> b](c)', ['c']],
    ['an image in a link', '[![alt](src.png)](href.md)', ['src.png', 'href.md']],
    ['the inner of two links', '[a [b](c) d](e)', ['c']],
    ['a link in a caption', '![see [b](c)](d.png)', ['c', 'd.png']],
    ['an empty label', '[](a.md)', ['a.md']],
    ['headings', '# [a](b)\n\n[c](d)\n===', ['b', 'd']],
    ['lists and quotes', '- [a](b)\n    - [c](d)\n> - [e](f)', ['b', 'd', 'f']],
    ['an item of a quote, behind a blank line of it', '> - a\n>\n>     [b](c)', ['c']],
    ['a to-do', '- [ ]  [a](b)\n- [x]  [c](d)', ['b', 'd']],
    ['children of a toggle', '- toggle\n    \n    [a](b)', ['b']],
    ['cells of a table', '| a | b |\n| --- | --- |\n| [a](b) | ![c](d) |', ['b', 'd']],
    ['an escaped pipe in a table', '| [a\\|b](c\\|d) |', ['c\\|d']],
    ['a property line', 'Tags: [a](b), [c](d)', ['b', 'd']],
    ['a definition', '[a]: b.md\n\n[a]', ['b.md']],
    ['a definition with a title', '[a]: <b c.md> "t"', ['b c.md']],
    ['tags in a line', 'x <a href="a.md">y</a> <img alt="z" src=\'b.png\'>', ['a.md', 'b.png']],
    ['a tag alone', '<img src="b.png" alt="b.png" width="40px" />', ['b.png']],
    ['mail and web', '[x](mailto:a@b.c) [y](https://a.b)', ['mailto:a@b.c', 'https://a.b']],
    ['Windows line ends', 'a\r\n\r\n[b](c)\r\n- [d](e)\r\n', ['c', 'e']],
    ['a byte order mark', '\ufeff[a](b)', ['b']],
    ['a line after two spaces', 'a  \n[b](c)', ['c']],
  ])('%s', (_, text, expected) => {
    expect(hrefs(text)).toEqual(expected)
    for (const {href, start, end} of findMarkdownLinks(text).links) expect(text.slice(start, end)).toBe(href)
  })

  test('callouts and other HTML blocks: Notion means links', () => {
    expect(hrefs('<aside>\n💡 [a](b) ![c](d)\n\n</aside>')).toEqual(['b', 'd'])
    expect(hrefs('<aside>\n<img src="i.svg" width="40px" />\n\n[a](b)\n\n</aside>')).toEqual(['i.svg', 'b'])
    expect(hrefs('> <aside>\n> 💡 [a\n> b](c)\n')).toEqual(['c'])
    expect(hrefs('<details>\n<summary>[a](b)</summary>\n</details>')).toEqual(['b'])
  })

  test('places are those of the page, in quotes too', () => {
    const text = '> > [a\n> > b](c.md)\n'
    const [link] = findMarkdownLinks(text).links
    expect(link).toMatchObject({
      href: 'c.md',
      start: text.indexOf('c.md'),
      labelStart: 5,
      use: 'link',
      kind: 'inline',
    })
  })
})

describe('what is none', () => {
  test.each([
    ['code spans', '`[a](b)` `` ` [a](b) ``'],
    ['a code span over two lines', '`a\n[b](c)`'],
    ['fences', '```\n[a](b)\n```\n\n~~~ md\n[a](b)\n```\n[c](d)\n~~~'],
    ['a fence that nothing closes', '```\n[a](b)'],
    ['fences in lists and quotes', '- ```\n  [a](b)\n  ```\n\n> ~~~\n> [a](b)\n> ~~~'],
    ['a fence in a toggle', '- a\n\n    ```js\n    [a](b)\n\n    [a](b)\n    ```'],
    ['indented code', 'a\n\n    [a](b)\n\n\t[a](b)'],
    ['indented code in a list', '- a\n\n      [a](b)'],
    ['autolinks', '<https://a.b/[c](d)>'],
    ['bare URLs', 'https://a.b/c'],
    ['comments', '<!-- [a](b) -->\n\nx <!-- [a](b) --> y'],
    ['a comment that nothing closes, in a block', '<aside>\n<!-- [a](b)\n</aside>'],
    ['raw blocks', '<pre>\n[a](b)\n\n[a](b)\n</pre>\n<script>\n[a](b)\n</script>\n<style>\n[a](b)\n</style>'],
    ['raw tags in a block', '<div><pre>[a](b)</pre><textarea>[a](b)</textarea></div>'],
    ['attributes', 'a <b title="[a](b)">'],
    ['an escaped bracket', '\\[a](b) [a\\](b)'],
    ['a space in the target', '[a](b c)'],
    ['a target with nothing in it', '[a]() [a](<>)'],
    ['another paragraph', '[a\n\n](b)'],
  ])('%s', (_, text) => {
    expect(hrefs(text)).toEqual([])
  })

  test('a lone backtick hides nothing', () => {
    expect(hrefs('a ` b [c](d) `` e')).toEqual(['d'])
  })

  test('an indented line that goes on with a paragraph is no code', () => {
    expect(hrefs('a\n    [b](c)')).toEqual(['c'])
  })
})

describe('targets that CommonMark cannot read', () => {
  test('one parenthesis too many or too few', () => {
    expect(hrefs(`[T](A%20(b%20${ID}.md)`)).toEqual([`A%20(b%20${ID}.md`])
    expect(hrefs(`[T](A)%20b%20${ID}.md)`)).toEqual([`A)%20b%20${ID}.md`])
    expect(hrefs(`![T](A)/b%20(%20${ID}.csv) and [c](d)`)).toEqual([`A)/b%20(%20${ID}.csv`, 'd'])
    expect(hrefs(`<aside>\n[T](A%20(b%20${ID}.html)\n</aside>`)).toEqual([`A%20(b%20${ID}.html`])
  })

  test('one parenthesis too many, inside parentheses of the sentence', () => {
    expect(hrefs(`([T](A%20(b%20${ID}.md)).`)).toEqual([`A%20(b%20${ID}.md`])
    expect(hrefs('([T](A%20(b.png)).', href => href === 'A%20(b.png')).toEqual(['A%20(b.png'])
    expect(hrefs('([T](A%20(b.png)).', () => true)).toEqual(['A%20(b.png)'])
  })

  test('a label with one bracket too many', () => {
    expect(hrefs(`[a]b](A%20${ID}.md)`)).toEqual([`A%20${ID}.md`])
  })

  test('not when another link or a space comes first', () => {
    expect(hrefs(`[a](b.png)[c](d%20${ID}.md)`)).toEqual(['b.png', `d%20${ID}.md`])
    expect(hrefs(`[a](b.png) (d%20${ID}.md)`)).toEqual(['b.png'])
    expect(hrefs(`[a](b.png)、(d%20${ID}.md)`)).toEqual(['b.png'])
    expect(hrefs(`[a](b (d%20${ID}.md)`)).toEqual([])
  })

  test('not in code', () => {
    expect(hrefs(`\`[T](A%20(b%20${ID}.md)\``)).toEqual([])
  })

  test('attachments: the shortest that is there', () => {
    const has = (href: string) => ['a(b.png', 'a)b.png', 'x)y)z.png'].includes(href)
    expect(hrefs('![i](a(b.png) c)', has)).toEqual(['a(b.png'])
    expect(hrefs('![i](a)b.png)', has)).toEqual(['a)b.png'])
    expect(hrefs('![i](x)y)z.png)', has)).toEqual(['x)y)z.png'])
    expect(hrefs('![i](q(b.png) c)', has)).toEqual([])
    expect(hrefs('![i](a)b.png)', href => href === 'a')).toEqual(['a'])
    expect(hrefs('![i](a(b.png) c)')).toEqual([])
  })
})

describe('edits', () => {
  test('only the target, to the byte', () => {
    expect(rewritten('x [a  b]( <old> "t" )  \ny')).toBe('x [a  b]( <New%20name.md> "t" )  \ny')
    expect(rewritten('<img alt=x src="old"/>')).toBe('<img alt=x src="New%20name.md"/>')
    expect(rewritten('<a href=old>x</a>')).toBe('<a href="New%20name.md">x</a>')
    expect(rewritten('[a]: old "t"', {}, true)).toBe('[a]: New%20name.md "t"')
  })

  test('a definition that names nothing here is a sentence', () => {
    for (const text of [
      '[TODO]: fix.',
      '[Note]: see-below',
      '[1]: [Paper](https://example.com/x) and more',
    ]) {
      expect(applyEdits(text, markdownEdits(text, {relink: () => undefined, has: () => false}))).toBe(text)
    }
    expect(rewritten('[TODO]: fix.')).toBe('[TODO]: fix.')
    expect(hrefs(`[1]: [Paper](A%20(b%20${ID}.md)`)).toEqual([`A%20(b%20${ID}.md`])
    expect(rewritten('[1]: [Paper](old)')).toBe('[1]: [Paper](New%20name.md)')
  })

  test('what cannot be a definition needs no second opinion', () => {
    const asks = (text: string) => findMarkdownLinks(`${text}\n\n[a](b)`).remark
    expect(
      ['[a]: b', '[a]: b "t"', "[a]: b 't", '[a]: b (t', '[a]:', '[a]:\nb c', '[a]: <b c> d'].map(asks),
    ).not.toContain(false)
    expect(['[TODO]: call them', '[a]:b c', '- [1]: [b](c) and', '[a]:\tb\td'].map(asks)).not.toContain(true)
  })

  test('labels and captions that repeat the path become the name', () => {
    expect(rewritten('[A%20b/c.md](A%20b/c.md)')).toBe('[New name.md](New%20name.md)')
    expect(rewritten('![A b/c.png](A%20b/c.png)')).toBe('![New name.md](New%20name.md)')
    expect(rewritten('[A%20b.md](<A b.md>)')).toBe('[New name.md](<New%20name.md>)')
    expect(rewritten('[c.md](A%20b/c.md)')).toBe('[c.md](New%20name.md)')
  })

  test('a name as a label: what Markdown would read gets a backslash', () => {
    const named = (name: string) => rewritten('[a.md](a.md)', {name})
    expect(named('[x] a_b.md')).toBe('[\\[x\\] a_b.md](New%20name.md)')
    expect(named('_a_ *b* `c` d*.md')).toBe('[\\_a\\_ \\*b\\* \\`c\\` d\\*.md](New%20name.md)')
    expect(named('5 * 3 & R&D.md')).toBe('[5 * 3 & R&D.md](New%20name.md)')
    expect(named('&copy; a\\b \\')).toBe('[\\&copy; a\\b \\\\](New%20name.md)')
  })

  test('a label that is a path and looks like a link', () => {
    expect(rewritten('![![a](b)](![a](b))')).toBe('![New name.md](New%20name.md)')
  })

  test('what the new target must not hold is encoded', () => {
    expect(rewritten('[a](b)', {href: 'x (1) <y>.md'})).toBe('[a](x%20%281%29%20%3Cy%3E.md)')
    expect(rewritten('[a](b)', {href: 'R&D/a&copy;.md'})).toBe('[a](R&D/a%26copy;.md)')
    expect(rewritten('[a](b)', {href: 'https://a.b/?c&copy;d'})).toBe('[a](https://a.b/?c&amp;copy;d)')
    expect(rewritten("<img src='b'>", {href: "it's.png"})).toBe("<img src='it%27s.png'>")
  })

  test('the same target, or none: no edit, whatever the label', () => {
    const text = '[a.md](a.md) [b](c)'
    const links = {relink: (href: string) => (href === 'c' ? undefined : {href, name: 'n'}), has: () => false}
    expect(markdownEdits(text, links)).toEqual([])
  })

  test('asks as written, without escapes, and says how a link is used', () => {
    const asked: string[] = []
    const relink = (href: string, use: string) => void asked.push(`${use} ${href}`)
    const text = '[a](b%20&amp;_c.md) ![a](d\\(e.png) <img src="f&amp;g.png"> <a href=h>'
    markdownEdits(text, {relink, has: () => false} as Links)
    expect(asked).toEqual(['link b%20&amp;_c.md', 'embed d(e.png', 'embed f&g.png', 'link h'])
  })
})

test('the survey sees labels and hrefs in order', () => {
  expect(markdownLinks('# T\n\n[a *b*](c%20d.md)\n\n![e](f.png)\n`[g](h)`\n<a href="i">j</a>')).toEqual([
    {label: 'a *b*', href: 'c%20d.md'},
    {label: 'e', href: 'f.png'},
    {label: '', href: 'i'},
  ])
})

test('remark is asked only where the scanner is unsure', () => {
  expect(findMarkdownLinks('# T\n\n- [a](b)\n\n```\n[c](d)\n```').remark).toBe(false)
  expect(findMarkdownLinks('[a]: b\n\n[c][a]').remark).toBe(true)
  // A tag alone on a lazy line: micromark ends the quote behind it.
  const unsure = findMarkdownLinks('[a](b)\n\n> c\n<b>\n[d](e)\n\nf [g](h)')
  expect(unsure).toMatchObject({remark: true, links: [{href: 'b'}, {href: 'e'}, {href: 'h'}]})
})
