/** Which page is which record, and the property lines of a row's page (format notes, 3.2 and 4.3). */
import {notionName} from './cells.ts'
import type {Database} from './databases.ts'
import type {InputFile} from './input.ts'

export interface Property {
  readonly name: string
  /** Where its value begins in the page's text. */
  readonly start: number
  /** With the newlines that run over lines. */
  readonly value: string
}

/** UTF-16 units of the page's text: whole lines, without the last newline. */
export interface Block {
  readonly start: number
  readonly end: number
  readonly properties: readonly Property[]
}

/**
 * The first paragraph behind the H1, if it begins with a property; else nothing between equal places.
 * A value can hold blank lines: then only the record tells that the block goes on behind them.
 */
export function readBlock(
  text: string,
  names: ReadonlySet<string>,
  values?: ReadonlyMap<string, string>,
): Block {
  const start = /^\ufeff?# [^\n]*\n\n/.exec(text)?.[0].length ?? text.length
  const properties: {name: string; start: number; value: string}[] = []
  let end = start
  let isWhole = false
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const line = text.slice(at, newline < 0 ? text.length : newline)
    const last = properties.at(-1)
    const name = propertyOf(line, names, properties)
    if (name !== undefined) {
      const from = at + name.length + 2
      const whole = wholeEnd(text, from, values?.get(name) ?? '')
      const stop = whole ?? at + line.length
      isWhole = whole !== undefined
      const begin = Math.min(from, stop)
      properties.push({name, start: begin, value: text.slice(begin, stop)})
      end = stop
    } else if (line === '' || !last || isWhole) break
    else {
      last.value += `\n${line}`
      end = at + line.length
    }
    at = end + 1
  }
  const last = properties.at(-1)
  if (last) {
    // Newlines behind the last value are those in front of the body.
    const value = last.value.replace(/\n+$/, '')
    end -= last.value.length - value.length
    properties[properties.length - 1] = {...last, value}
  }
  return {start, end, properties}
}

/** Where a value of several lines ends when all of it stands here; the page may lack its last newlines. */
function wholeEnd(text: string, from: number, value: string): number | undefined {
  for (const whole of [value, value.trimEnd()]) {
    const end = from + whole.length
    if (whole.includes('\n') && text.startsWith(whole, from) && (text[end] ?? '\n') === '\n') return end
  }
  return undefined
}

/** Names can hold a colon, so the longest that fits; a page has each property once. */
function propertyOf(line: string, names: ReadonlySet<string>, seen: readonly Property[]): string | undefined {
  const fits = [...names].filter(
    name => !seen.some(other => other.name === name) && (line === `${name}:` || line.startsWith(`${name}: `)),
  )
  return fits.sort((a, b) => b.length - a.length)[0]
}

export interface Row {
  /** The pages that the record may be: one when it is certain. */
  readonly pages: readonly InputFile[]
  /** Only its other properties speak for the page, so nobody has to find it. */
  readonly isLoose: boolean
}

/** For each record, in order, by title and then by the plain properties. */
export function matchRows(database: Database): Row[] {
  const {records, title} = database
  const facts = database.pages.map(page => factsOf(page, database))
  const candidates = records.map(record => {
    const cell = record[title]!
    const name = notionName(cell)
    const isNamed = ({stem}: Facts) => stem === name || (name === '' && NAMELESS.test(stem))
    const exact = facts.filter(({heading}) => name !== '' && heading?.trim() === cell.trim())
    return exact.length > 0 ? exact : facts.filter(isNamed)
  })
  const narrow = candidates.map((pages, i) => {
    if (pages.length < 2 && !isShared(candidates, i)) return pages
    const scores = pages.map(page => disagreements(page, records[i]!, database))
    const best = Math.min(...scores)
    return pages.filter((_, j) => scores[j] === best)
  })
  // Of the records that name one page, those that it agrees with best.
  const claims = narrow.map((pages, i) =>
    pages.filter(page => {
      const rivals = narrow.flatMap((others, j) => (j !== i && others.includes(page) ? [j] : []))
      const mine = disagreements(page, records[i]!, database)
      return rivals.every(j => disagreements(page, records[j]!, database) >= mine)
    }),
  )
  const left = facts.filter(page => page.properties.size > 0 && !claims.some(pages => pages.includes(page)))
  return claims.map((pages, i) => {
    if (pages.length > 0) return {pages: pages.map(({file}) => file), isLoose: false}
    const alike = left.filter(page => disagreements(page, records[i]!, database) === 0)
    return {pages: alike.map(({file}) => file), isLoose: true}
  })
}

const NAMELESS = /^(?:Untitled|Unbenannt|無題)?$/

function isShared<T>(lists: readonly (readonly T[])[], i: number): boolean {
  return lists.some((list, j) => j !== i && list.some(one => lists[i]!.includes(one)))
}

interface Facts {
  readonly file: InputFile
  readonly stem: string
  readonly heading: string | undefined
  readonly properties: ReadonlyMap<string, string>
}

function factsOf(file: InputFile, database: Database): Facts {
  const text = file.kind === 'markdown' ? file.bytes.toString('utf8') : ''
  const {properties} = readBlock(text, database.properties)
  return {
    file,
    stem: file.stem.normalize('NFC').trim(),
    heading: headingOf(file),
    properties: new Map(properties.map(({name, value}) => [name, value.trim()])),
  }
}

/** The H1 or `<title>`, as typed. */
export function headingOf(file: InputFile): string | undefined {
  const text = file.bytes.toString('utf8')
  if (file.kind === 'markdown') return /^\ufeff?# ([^\n]*)/.exec(text)?.[1]
  return file.kind === 'html' ? /<title>([^<]*)<\/title>/.exec(text)?.[1] : undefined
}

/** Columns of plain text that page and record tell differently. */
function disagreements({properties}: Facts, record: readonly string[], database: Database): number {
  return database.columns.filter(({name, kind}, i) => {
    if (i === database.title || kind === 'relation' || kind === 'files') return false
    return (properties.get(name) ?? '') !== record[i]!.trim()
  }).length
}
