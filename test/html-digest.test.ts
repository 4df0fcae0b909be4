import {expect, test} from 'vitest'
import {htmlAnchors, htmlDigest} from '../src/core/rewrite/html.ts'

const ID = '0123456789abcdef0123456789abcdef'
const DASHED = '01234567-89ab-cdef-0123-456789abcdef'

const page = (body: string, head = '<title>R&amp;D &lt;3</title>') =>
  `<html><head>${head}<style>a{color:#fff}</style></head><body><article id="${DASHED}">${body}</article></body></html>`

test('title and id of a page', () => {
  expect(htmlDigest(page('<svg><title>not this</title></svg>'))).toEqual({title: 'R&D <3', articleId: ID})
})

test('a page without a title, with an empty or an open one', () => {
  expect(htmlDigest(page('<svg><title>not this</title></svg>', ''))).toEqual({articleId: ID})
  expect(htmlDigest(page('', '<title></title>'))).toEqual({articleId: ID})
  expect(htmlDigest('<title>x<article id="y">')).toEqual({})
})

test("another program's page has neither", () => {
  expect(
    htmlDigest('<html><head><title>Report</title></head><body><article id="main">id::</article>'),
  ).toEqual({
    title: 'Report',
  })
  expect(htmlDigest(`<!-- <article id="${DASHED}"> --><p>`)).toEqual({})
  expect(htmlDigest('')).toEqual({})
})

test('anchors as they are written, not what looks like them', () => {
  const text = page(
    `<p id='b'></p><p ID=c id=d></p><p data-id="e" id><!-- <p id="f"> --></p><p id="g&amp;h">id="i"</p>`,
  )
  expect([...htmlAnchors(text)]).toEqual([DASHED, 'b', 'c', 'g&h'])
})
