import {expect, it} from 'vitest'
import {dosDate, dosParts, dosTime, dosTimeFromDate, nearestTime} from '../../src/zip/time.ts'

it('packs and unpacks, two seconds apart', () => {
  const time = dosTime(2025, 11, 18, 9, 41, 23)
  expect(time).toBe(0x5b724d2b)
  expect(dosParts(time)).toEqual({year: 2025, month: 11, day: 18, hour: 9, minute: 41, second: 22})
  expect(dosDate(time)).toBe('2025-11-18')
})

it('stays in the years that the format has, and is larger for what is later', () => {
  expect(dosParts(dosTime(1979, 12, 31, 23, 59, 59))).toMatchObject({year: 1980, month: 1, day: 1, hour: 0})
  expect(dosParts(dosTime(2108, 1, 1, 0, 0, 0))).toMatchObject({year: 2107, month: 12, day: 31, second: 58})
  const times = [1970, 1980, 2000, 2043, 2044, 2107].map(year => dosTime(year, 6, 1, 0, 0, 0))
  expect([...times].sort((a, b) => a - b)).toEqual(times)
  expect(times.every(time => time >= 0 && time <= 0xffffffff)).toBe(true)
})

it('takes dates in UTC', () => {
  const time = dosTimeFromDate(new Date('2025-12-31T23:59:58Z'))
  expect(dosParts(time)).toEqual({year: 2025, month: 12, day: 31, hour: 23, minute: 59, second: 58})
  expect(dosParts(dosTimeFromDate(new Date(0)))).toMatchObject({year: 1980})
})

it('gives a date also for days that no calendar has', () => {
  expect(dosDate(0)).toBe('1980-01-01')
  expect(dosDate(0xffffffff)).toBe('2107-12-31')
})

it('takes the nearest moment for one that no calendar has, and leaves all others', () => {
  const near = (date: number, time: number) => {
    const {year, month, day, hour, minute, second} = dosParts(nearestTime(date * 0x10000 + time))
    return [year, month, day, hour, minute, second].join(' ')
  }
  expect(near(0, 0)).toBe('1980 1 1 0 0 0')
  expect(near(0xffff, 0xffff)).toBe('2107 12 31 23 59 58')
  expect(near((45 << 9) | (2 << 5) | 31, 0)).toBe('2025 2 28 0 0 0')
  expect(near((44 << 9) | (2 << 5) | 31, 0)).toBe('2024 2 29 0 0 0')
  expect(near((45 << 9) | (13 << 5), (24 << 11) | (60 << 5) | 30)).toBe('2025 12 1 23 59 58')
  for (const time of [dosTime(2024, 2, 29, 23, 59, 58), dosTime(1980, 1, 1, 0, 0, 0)]) {
    expect(nearestTime(time)).toBe(time)
  }
})
