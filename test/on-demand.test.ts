import {expect, test} from 'vitest'
import {OnDemand, whenLoaded} from '../src/core/on-demand.ts'

test('work is done at once when nothing has to be loaded for it', () => {
  expect(whenLoaded(() => 1)).toBe(1)
})

test('work is done again from its beginning, once for each code that it needs', async () => {
  const loads: string[] = []
  const demand = (name: string) =>
    new OnDemand(async () => {
      loads.push(name)
      return name
    })
  const [a, b] = [demand('a'), demand('b')]
  let begun = 0
  const work = () => {
    begun++
    return a.code + b.code
  }
  expect(await whenLoaded(work)).toBe('ab')
  expect({begun, loads}).toEqual({begun: 3, loads: ['a', 'b']})
  // All is there now.
  expect(whenLoaded(work)).toBe('ab')
})

test('work that fails is not done again', () => {
  let begun = 0
  const work = () => {
    begun++
    throw new RangeError('of its own')
  }
  expect(() => whenLoaded(work)).toThrow(RangeError)
  expect(begun).toBe(1)
})

test('code that cannot be loaded is told to whoever waits for it', async () => {
  const absent = new OnDemand<string>(() => Promise.reject(new Error('no such file')))
  await expect(whenLoaded(() => absent.code)).rejects.toThrow('no such file')
})
