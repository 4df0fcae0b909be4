import {expect, test} from 'vitest'
import {findDateFormat, toIso} from '../src/core/dates.ts'

/** Each value of a column as ISO; undefined when the column has no certain format. */
function isoColumn(...values: string[]): (string | undefined)[] | undefined {
  const format = findDateFormat(values)
  return format && values.map(value => toIso(value, format))
}

test.each([
  ['May 2, 2023', '2023-05-02'],
  ['Mar 20, 2021', '2021-03-20'],
  ['Sept 3, 2021', '2021-09-03'],
  ['September 17, 2024 1:52 PM', '2024-09-17T13:52'],
  ['September 17, 2024 12:05 AM', '2024-09-17T00:05'],
  ['September 17, 2024 12:05 PM', '2024-09-17T12:05'],
  ['September 17, 2024 1:52\u202fPM', '2024-09-17T13:52'],
  ['September 17, 2024 23:52', '2024-09-17T23:52'],
  ['April 23, 2024 → May 22, 2024', '2024-04-23/2024-05-22'],
  ['April 23, 2024 9:00 AM → May 22, 2024', '2024-04-23T09:00/2024-05-22'],
  ['April 23, 2024 → May 22, 2024 9:00 AM', '2024-04-23/2024-05-22T09:00'],
  ['April 23, 2024 9:00 AM → 2:30 PM', '2024-04-23T09:00/2024-04-23T14:30'],
  ['07/27/2023', '2023-07-27'],
  ['07/27/2023 13:52', '2023-07-27T13:52'],
  ['27/07/2023', '2023-07-27'],
  ['2023/07/27', '2023-07-27'],
  ['2023-07-27', '2023-07-27'],
  ['2023년 8월 12일', '2023-08-12'],
  ['2023년 8월 12일 오후 2:56', '2023-08-12T14:56'],
  ['2023년 8월 12일 오전 12:06', '2023-08-12T00:06'],
  ['2026年9月14日', '2026-09-14'],
  ['2026年9月14日 下午2:56', '2026-09-14T14:56'],
  ['@November 19, 2024', '2024-11-19'],
  ['@December 1, 2024 ', '2024-12-01'],
  ['February 29, 2024', '2024-02-29'],
])('%s is %s', (value, wanted) => {
  expect(isoColumn(value)).toEqual([wanted])
})

test.each([
  'Oct 6 8:22 AM (EDT)',
  'February 30, 2024',
  'February 29, 2023',
  'February 29, 1900',
  '31/04/2023',
  '13/13/2023',
  '2023-00-10',
  '2023-10-00',
  'Smarch 1, 2024',
  'Today',
  'Last Friday',
  '2023',
  '9:00 AM',
  'May 2, 2023 25:00',
  'May 2, 2023 13:00 PM',
  'May 2, 2023 0:30 PM',
  'May 2, 2023 9:60',
  'May 2, 2023 (draft)',
  'May 2, 2023 and later',
  'May 2, 2023 → 9:00 AM',
  'May 2, 2023 9:00 AM → 8:00 AM',
  'May 2, 2023 → May 3, 2023 → May 4, 2023',
  ' → May 4, 2023',
  '(EDT)',
  'May 2, 2023'.repeat(100_000),
])('no date: %.60s', value => {
  expect(findDateFormat([value])).toBeUndefined()
})

test('month or day first is certain only if some value decides', () => {
  expect(isoColumn('03/04/2024')).toBeUndefined()
  expect(isoColumn('03/04/2024', '05/05/2024')).toBeUndefined()
  expect(isoColumn('03/04/2024', '27/07/2023')).toEqual(['2024-04-03', '2023-07-27'])
  expect(isoColumn('03/04/2024', '07/27/2023')).toEqual(['2024-03-04', '2023-07-27'])
  expect(isoColumn('03/04/2024', '03/04/2024 → 30/04/2024')).toEqual(['2024-04-03', '2024-04-03/2024-04-30'])
  expect(isoColumn('07/27/2023', '27/07/2023')).toBeUndefined()
})

test('one format for the whole column, empty cells aside', () => {
  expect(findDateFormat(['', 'May 2, 2023', ''])).toEqual({name: 'month-name'})
  expect(findDateFormat(['May 2, 2023', '2023-05-02'])).toBeUndefined()
  expect(findDateFormat(['May 2, 2023', 'soon'])).toBeUndefined()
  expect(findDateFormat([])).toBeUndefined()
  expect(findDateFormat(['', ''])).toBeUndefined()
})

test('a zone name fits but would be lost', () => {
  const format = findDateFormat([
    'May 2, 2023 8:22 AM (EDT)',
    'May 3, 2023 8:22 AM (GMT+5:30) → 9:00 AM (GMT+5:30)',
  ])!
  expect(toIso('May 2, 2023 8:22 AM (EDT)', format)).toBeUndefined()
  expect(toIso('May 3, 2023 8:22 AM (GMT+5:30) → 9:00 AM (GMT+5:30)', format)).toBeUndefined()
  expect(toIso('May 2, 2023 8:22 AM', format)).toBe('2023-05-02T08:22')
  expect(toIso('2023-05-02', format)).toBeUndefined()
})

test('every day of a calendar and no other', () => {
  const format = findDateFormat(['2024-01-01'])!
  const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  days.forEach((count, month) => {
    for (let day = 1; day <= 31; day++) {
      const value = `2024-${String(month + 1).padStart(2, '0')}-${String(day).padStart(2, '0')}`
      expect(toIso(value, format)).toBe(day <= count ? value : undefined)
    }
  })
})
