import type {DosTime} from '../core/model.ts'

/** The fields of a {@link DosTime} as they stand in it, even when no calendar knows such a day. */
export interface DosParts {
  /** 1980 to 2107. */
  readonly year: number
  /** 1 to 12; 0 and 13 to 15 can stand in an archive. */
  readonly month: number
  /** 1 to 31; 0 can stand in an archive. */
  readonly day: number
  readonly hour: number
  readonly minute: number
  /** Even: the format counts in steps of two seconds. */
  readonly second: number
}

const FIRST_YEAR = 1980
const LAST_YEAR = 2107

/**
 * A time as ZIP archives hold it (APPNOTE 4.4.6), without any zone; `month` is 1 to 12, an odd second
 * becomes the even one before it. What lies before 1980 or after 2107 becomes the first or last moment
 * that the format has.
 */
export function dosTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): DosTime {
  if (year < FIRST_YEAR) return dosTime(FIRST_YEAR, 1, 1, 0, 0, 0)
  if (year > LAST_YEAR) return dosTime(LAST_YEAR, 12, 31, 23, 59, 58)
  const date = ((year - FIRST_YEAR) << 9) | (month << 5) | day
  const time = (hour << 11) | (minute << 5) | (second >> 1)
  return date * 0x10000 + time
}

/**
 * The time itself when a calendar knows it, else the nearest that does: other programs write 0 for none at
 * all, and some readers stumble over a month 13.
 */
export function nearestTime(time: DosTime): DosTime {
  const {year, month, day, hour, minute, second} = dosParts(time)
  const realMonth = within(month, 1, 12)
  // Asked of every entry, and no month is shorter.
  if (month === realMonth && within(day, 1, 28) === day && hour < 24 && minute < 60 && second < 60)
    return time
  const lastDay = new Date(Date.UTC(year, realMonth, 0)).getUTCDate()
  return dosTime(
    year,
    realMonth,
    within(day, 1, lastDay),
    within(hour, 0, 23),
    within(minute, 0, 59),
    within(second, 0, 58),
  )
}

function within(value: number, first: number, last: number): number {
  return Math.min(Math.max(value, first), last)
}

/** The time of a file that is not in an archive, in UTC, so that every machine gives the same. */
export function dosTimeFromDate(date: Date): DosTime {
  return dosTime(
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  )
}

export function dosParts(time: DosTime): DosParts {
  const date = time >>> 16
  return {
    year: FIRST_YEAR + (date >>> 9),
    month: (date >>> 5) & 15,
    day: date & 31,
    hour: (time >>> 11) & 31,
    minute: (time >>> 5) & 63,
    second: (time & 31) * 2,
  }
}

/** `YYYY-MM-DD`, for names and reports; months and days that do not exist become the nearest that may. */
export function dosDate(time: DosTime): string {
  const {year, month, day} = dosParts(time)
  const two = (value: number, last: number) => String(within(value, 1, last)).padStart(2, '0')
  return `${year}-${two(month, 12)}-${two(day, 31)}`
}
