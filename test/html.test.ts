import {expect, test} from 'vitest'
import {applyEdits} from '../src/core/edit.ts'
import type {Links, LinkUse, Relinked} from '../src/core/model.ts'
import {htmlEdits, htmlLinks} from '../src/core/rewrite/html.ts'

const ID = '0123456789abcdef0123456789abcdef'

/** Links that know only what the table says. */
function table(to: Record<string, Relinked>): Links & {asked: [string, LinkUse][]} {
  const asked: [string, LinkUse][] = []
  return {
    asked,
    has: href => href in to,
    relink(href, use) {
      asked.push([href, use])
      return to[href]
    },
  }
}

function rewrite(page: string, to: Record<string, Relinked>): string {
  return applyEdits(page, htmlEdits(page, table(to), 'html'))
}

const pasta = {[`Dinner/Pasta%20${ID}.html`]: {href: 'Dinner/Pasta.html', name: 'Pasta.html'}}

test('a link leads to the new place and keeps its own words', () => {
  expect(rewrite(`<p>See <a class="x" href="Dinner/Pasta%20${ID}.html">the best</a>!</p>`, pasta)).toBe(
    '<p>See <a class="x" href="Dinner/Pasta.html">the best</a>!</p>',
  )
})

test('what relink does not know stays as it is, to the byte', () => {
  const page = `<A HREF='mailto:a&amp;b@c.d'>x</A><a href=https://e.org/a%20b.html>a&nbsp;b.html</a><img src="" />`
  expect(htmlEdits(page, table({}), 'html')).toEqual([])
})

test('one path three times is three edits, embeds and links told apart', () => {
  const links = table({'A/image.png': {href: 'B/image.png', name: 'image.png'}})
  const page =
    '<figure data-notion-image="A/image.png"><a href="A/image.png"><img style="width:9px" src="A/image.png"/></a></figure>'
  expect(applyEdits(page, htmlEdits(page, links, 'html'))).toBe(page.replaceAll('A/', 'B/'))
  expect(links.asked).toEqual([
    ['A/image.png', 'embed'],
    ['A/image.png', 'link'],
    ['A/image.png', 'embed'],
  ])
})

test('every attribute that holds a link, on any element', () => {
  const page =
    '<link href="1"><script src="2"></script><area href="3"><video src="4" poster="no"></video>' +
    '<div data-notion-file="5" data-notion-video="6" data-notion-audio="7" data-notion-pdf="8" data-notion-callout="no">' +
    '<base href="no"><a name="no" id="no">'
  expect(htmlLinks(page).map(({href, use, attribute}) => [href, use, attribute])).toEqual([
    ['1', 'embed', 'href'],
    ['2', 'embed', 'src'],
    ['3', 'link', 'href'],
    ['4', 'embed', 'src'],
    ['5', 'embed', 'data-notion-file'],
    ['6', 'embed', 'data-notion-video'],
    ['7', 'embed', 'data-notion-audio'],
    ['8', 'embed', 'data-notion-pdf'],
  ])
})

test('values are decoded for relink, and their place is that of the source', () => {
  const page = `<p>&amp;é🍜</p><a href="&amp;x&#x27;y&NotEqualTilde;z">a</a><a href='b"b'>b</a><a\n HREF\n=\tc/d&lt>c</a>`
  const links = htmlLinks(page)
  expect(links.map(({href}) => href)).toEqual(["&x'y≂̸z", 'b"b', 'c/d<'])
  expect(links.map(({start, end}) => page.slice(start, end))).toEqual([
    '&amp;x&#x27;y&NotEqualTilde;z',
    'b"b',
    'c/d&lt',
  ])
})

test('in an address `&copy=` is no entity, as in browsers', () => {
  expect(htmlLinks('<a href="x?a=1&copy=2&amp;b">').map(link => link.href)).toEqual(['x?a=1&copy=2&b'])
})

test('the new value is written for the quotes that are there', () => {
  const to = {x: {href: `it's "R&D" <1>`, name: ''}}
  expect(rewrite('<a href="x">', to)).toBe(`<a href="it's &quot;R&amp;D&quot; &lt;1>">`)
  expect(rewrite("<a href='x'>", to)).toBe(`<a href='it&#x27;s &quot;R&amp;D&quot; &lt;1>'>`)
  expect(rewrite('<a href=x class=y>', to)).toBe(`<a href="it's &quot;R&amp;D&quot; &lt;1>" class=y>`)
  expect(rewrite('<a href=x>', {x: {href: 'a/b&c', name: ''}})).toBe('<a href=a/b&amp;c>')
})

test('of two attributes of one name the first counts', () => {
  expect(rewrite('<img src="x" src="x">', {x: {href: 'y', name: 'y'}})).toBe('<img src="y" src="x">')
})

test('what only looks like a tag is not touched', () => {
  const to = {x: {href: 'y', name: 'y'}}
  const page =
    '<!-- <a href="x"> --><script>"<a href=\\"x\\">"</script><style>a::before{content:\'<a href="x">\'}</style>' +
    '<textarea><a href="x">x</a></textarea><title><a href="x"></title><p title=\'<a href="x">\'>&lt;a href="x"></p><? <a href="x"'
  expect(rewrite(page, to)).toBe(page)
})

test('a style ends where it ends, wherever the page begins again', () => {
  const to = {x: {href: 'y', name: 'y&'}}
  const link = (href: string, name: string) => `<a href="${href}">${name}</a>`
  const page = (known: string) =>
    `é<style>a</styles> ${link('x', 'x')}</STYLE\n>&amp;${known}<style/></style/>${known}<style media=x>${link('x', 'x')}`
  expect(rewrite(page(link('x', 'x')), to)).toBe(page(link('y', 'y&amp;')))
  expect(rewrite(`<style>${link('x', 'x')}</style`, to)).toBe(`<style>${link('x', 'x')}</style`)
})

test('real tags within code are links', () => {
  const to = {x: {href: 'y', name: 'y'}}
  expect(rewrite('<pre class="code"><code>see <a href="x">it</a></code></pre>', to)).toContain('href="y"')
})

test('a closed style within a drawing does not swallow the page', () => {
  const to = {x: {href: 'y', name: 'y'}}
  expect(rewrite('<svg><title>t</title><style/></svg><a href="x">it</a>', to)).toContain('href="y"')
})

test('a path as text becomes the new path, decoded', () => {
  const path = `Home/R&D 100% ${ID}.csv`
  const href = `Home/R&D%20100%25%20${ID}.csv`
  const to = {[href]: {href: 'Home/R&D%20100%25%20%232.html#x', name: 'R&D 100% #2.html'}}
  const link = (text: string) =>
    `<a href="${href.replace('&', '&amp;')}"><code>${text.replace('&', '&amp;')}</code></a>`
  const wanted = '<a href="Home/R&amp;D%20100%25%20%232.html#x"><code>Home/R&amp;D 100% #2.html</code></a>'
  expect(rewrite(link(href), to), 'encoded').toBe(wanted)
  expect(rewrite(link(path), to), 'decoded').toBe(wanted)
  expect(rewrite(link(`Work/${path}`), to), "a database's path from the root").toBe(wanted)
})

test('a file name as text becomes the new file name, without code or with it', () => {
  const to = {'A%20b/x%20y.pdf': {href: 'A/x%20y%20(2).pdf', name: 'x y (2).pdf'}}
  const wanted = '<div><a href="A/x%20y%20(2).pdf">x y (2).pdf</a></div>'
  expect(rewrite('<div><a href="A%20b/x%20y.pdf">x y.pdf</a></div>', to)).toBe(wanted)
  expect(rewrite('<div><a href="A%20b/x%20y.pdf">x%20y.pdf</a></div>', to)).toBe(wanted)
  expect(rewrite('<a href="A%20b/x%20y.pdf"><span class="icon"></span> x y.pdf\n</a>', to)).toBe(
    '<a href="A/x%20y%20(2).pdf"><span class="icon"></span> x y (2).pdf\n</a>',
  )
})

test('a name that was encoded twice is known by its link', () => {
  const to = {'A/%25C3%25A9.jpg': {href: 'A/%C3%A9%20(2).jpg', name: 'é (2).jpg'}}
  for (const text of ['é.jpg', '%C3%A9.jpg', '%25C3%25A9.jpg']) {
    expect(rewrite(`<a href="A/%25C3%25A9.jpg">${text}</a>`, to)).toBe(
      '<a href="A/%C3%A9%20(2).jpg">é (2).jpg</a>',
    )
  }
})

test('other words stay, even if they look like a path or name the file', () => {
  const to = {
    'A/x.pdf': {href: 'B/y.pdf', name: 'y.pdf'},
    'https://www.notion.so/x': {href: 'X.html', name: 'X.html'},
  }
  for (const text of ['docs/x.pdf', 'the x.pdf', 'x<b>.pdf</b>', '<textarea>x.pdf</textarea>', '', 'a/']) {
    expect(rewrite(`<a href="A/x.pdf">${text}</a> x.pdf`, to)).toBe(`<a href="B/y.pdf">${text}</a> x.pdf`)
  }
  expect(rewrite('<a href="https://www.notion.so/x">https://www.notion.so/x</a>', to)).toBe(
    '<a href="X.html">https://www.notion.so/x</a>',
  )
})

test('a page outside the export is shown by its name, not by its address', () => {
  const href = `A/Lost%20${ID}.html`
  const to = {[href]: {href: `https://www.notion.so/${ID}`, name: 'Lost'}}
  expect(rewrite(`<a href="${href}"><code>${href}</code></a>`, to)).toBe(
    `<a href="https://www.notion.so/${ID}"><code>Lost</code></a>`,
  )
  to[href] = {...to[href]!, name: `Lost ${ID}.html`}
  expect(rewrite(`<a href="${href}">Lost ${ID}.html</a>`, to)).toBe(
    `<a href="https://www.notion.so/${ID}">Lost</a>`,
  )
})

test('broken escapes and broken tags do no harm', () => {
  const to = {'100%/x.pdf': {href: 'y.pdf', name: 'y.pdf'}, x: {href: 'y', name: 'y'}}
  expect(rewrite('<a href="100%/x.pdf">100%/x.pdf</a>', to)).toBe('<a href="y.pdf">y.pdf</a>')
  expect(rewrite('<a href="x">x<a href="x">z', to)).toBe('<a href="y">y<a href="y">z')
  expect(rewrite('</a><a href="x">x', to)).toBe('</a><a href="y">x')
  expect(rewrite('<a href="x', to)).toBe('<a href="x')
})
