/**
 * Dates as Notion shows them (format notes, 3.2 and 4.4). A property has one format, so a column is read as
 * a whole: `03/04/2024` alone can be March or April, beside `27/07/2023` it is April.
 */

/** The order and the words in which a date is written. */
type Style = 'month-name' | 'month/day/year' | 'day/month/year' | 'year/month/day' | 'year-month-day' | 'cjk'

/** How the dates of a column are written; found by looking at all of them. Plain data. */
export interface DateFormat {
  readonly name: Style
}

/** One reading of a date: named groups `y`, `m`, `d`, sticky, so that what follows is read from there. */
const STYLES: Readonly<Record<Style, RegExp>> = {
  'month-name': /(?<m>[A-Z][a-z]{2,8})\.? (?<d>\d{1,2}), (?<y>\d{4})/y,
  'month/day/year': /(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})/y,
  'day/month/year': /(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})/y,
  'year/month/day': /(?<y>\d{4})\/(?<m>\d{1,2})\/(?<d>\d{1,2})/y,
  'year-month-day': /(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)/y,
  cjk: /(?<y>\d{4})(?:년 ?|年)(?<m>\d{1,2})(?:월 ?|月)(?<d>\d{1,2})[일日]/y,
}

const NAMES = Object.keys(STYLES) as readonly Style[]

/** `1:52 PM`, `13:52`, `오후 2:56`, `下午2:56`; the space can be one that does not break. */
const TIME =
  /^(?<before>오전|오후|午前|午後|上午|下午)?\s?(?<h>\d{1,2}):(?<min>\d\d)(?:\s?(?<after>[AaPp])\.?[Mm]\.?)?$/u

/** `(EDT)`, `(GMT+2)`: which zone a time is in, in words that no standard fixes. */
const ZONE = /\s*\([A-Za-z][A-Za-z0-9+:−-]*\)$/

/** Nothing longer is a date; long texts are told apart without reading them. */
const LONGEST = 120

/**
 * The one format that fits every filled value of a column. Undefined when none does, and when two do: no day
 * above 12 says whether `03/04/2024` begins with the month.
 */
export function findDateFormat(values: readonly string[]): DateFormat | undefined {
  let fitting = NAMES
  let filled = false
  for (const value of values) {
    if (value === '') continue
    filled = true
    fitting = fitting.filter(name => readSpan(value, name) !== undefined)
    if (fitting.length === 0) return undefined
  }
  return filled && fitting.length === 1 ? {name: fitting[0]!} : undefined
}

/**
 * ISO 8601: `2024-04-23`, `2024-04-23T13:52`, `2024-04-23/2024-05-22`. Undefined when the value does not fit
 * or names a zone, which would be lost.
 */
export function toIso(value: string, format: DateFormat): string | undefined {
  const span = readSpan(value, format.name)
  if (span === undefined || span.hasZone) return undefined
  return span.end === undefined ? iso(span.start) : `${iso(span.start)}/${iso(span.end)}`
}

interface Moment {
  /** `2024-04-23` */
  readonly date: string
  /** `13:52` */
  readonly time?: string
}

interface Span {
  readonly start: Moment
  readonly end?: Moment
  readonly hasZone: boolean
}

function iso({date, time}: Moment): string {
  return time === undefined ? date : `${date}T${time}`
}

/** A date, or two with an arrow between. A mention of a date has an `@` in front. */
function readSpan(value: string, style: Style): Span | undefined {
  if (value.length > LONGEST) return undefined
  const parts = value.trim().replace(/^@/, '').split(' → ')
  if (parts.length > 2) return undefined
  const [first, last] = parts.map(part => part.replace(ZONE, ''))
  const hasZone = parts.some(part => ZONE.test(part))
  const start = readMoment(first!, style)
  if (start === undefined) return undefined
  const end = last === undefined ? undefined : (readMoment(last, style) ?? readSameDay(last, start))
  if (last !== undefined && end === undefined) return undefined
  // A day has no zone: then the brackets hold somebody's remark.
  if (hasZone && start.time === undefined && end?.time === undefined) return undefined
  return {start, hasZone, ...(end && {end})}
}

function readMoment(text: string, style: Style): Moment | undefined {
  const pattern = STYLES[style]
  pattern.lastIndex = 0
  const found = pattern.exec(text)?.groups
  if (!found) return undefined
  const rest = text.slice(pattern.lastIndex)
  const date = readDate(Number(found.y), monthOf(found.m!), Number(found.d))
  if (date === undefined || rest === '') return date === undefined ? undefined : {date}
  const time = /^,?\s/.test(rest) ? readTime(rest.replace(/^,?\s+/, '')) : undefined
  return time === undefined ? undefined : {date, time}
}

/** The end of a range within a day can show its time alone; it is later than the start. */
function readSameDay(text: string, start: Moment): Moment | undefined {
  const time = start.time === undefined ? undefined : readTime(text)
  return time !== undefined && time >= start.time! ? {date: start.date, time} : undefined
}

function readTime(text: string): string | undefined {
  const found = TIME.exec(text)?.groups
  if (!found || (found.before && found.after)) return undefined
  const minute = Number(found.min)
  let hour = Number(found.h)
  const half = found.before ?? found.after
  if (half !== undefined) {
    // Chinese clocks show noon as 下午12 and Japanese ones midnight as 午前0.
    const isFirst = /^(?:오전|午前|上午|a)$/i.test(half)
    if (hour > 12 || (hour === 0 && found.after !== undefined)) return undefined
    hour = (hour % 12) + (isFirst ? 0 : 12)
  }
  return hour > 23 || minute > 59 ? undefined : `${two(hour)}:${two(minute)}`
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/** 1 to 12 by number, full name or the first three letters (`Sept` is also used); else 0. */
function monthOf(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  const name = text.toLowerCase()
  return (
    MONTHS.findIndex(
      month => month === name || month.slice(0, 3) === name || ('sept' === name && month.startsWith(name)),
    ) + 1
  )
}

/** Undefined for days that no calendar has. */
function readDate(year: number, month: number, day: number): string | undefined {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
