import {describe, expect, test} from 'vitest'
import {Memory} from '../../src/zip/memory.ts'

describe('memory that is used again', () => {
  test('what was given back is taken again, the smallest piece that is enough', () => {
    const memory = new Memory()
    const large = memory.take(3_000_000)
    const small = memory.take(1_000_000)
    memory.give(large)
    memory.give(small)
    expect(memory.take(900_000).buffer).toBe(small.buffer)
    expect(memory.take(900_000).buffer).toBe(large.buffer)
  })

  test('what is taken has the length that was asked for, and is nobody else’s', () => {
    const memory = new Memory()
    const lengths = [0, 1, 5000, 262_144, 262_145, 2_000_000]
    const pieces = lengths.map(length => memory.take(length))
    expect(pieces.map(({length}) => length)).toEqual(lengths)
    expect(new Set(pieces.map(({buffer}) => buffer)).size).toBe(lengths.length)
  })

  test('giving twice what two would take then is a mistake', () => {
    const memory = new Memory()
    const piece = memory.take(1000)
    memory.give(piece)
    expect(() => memory.give(piece.subarray(10))).toThrow('memory was given back before')
  })

  test('little is held for nothing', () => {
    const memory = new Memory()
    const pieces = Array.from({length: 40}, () => memory.take(1 << 20))
    for (const piece of pieces) memory.give(piece)
    const known = new Set(pieces.map(({buffer}) => buffer))
    const again = pieces.map(() => memory.take(1 << 20)).filter(({buffer}) => known.has(buffer))
    expect(again).toHaveLength(16)
  })
})
