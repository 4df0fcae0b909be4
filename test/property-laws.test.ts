import {expect, test} from 'vitest'
import type {Column} from '../src/core/database.ts'
import {applyEdits} from '../src/core/edit.ts'
import {findProperties, propertyLineEdits} from '../src/core/property.ts'
import {isSameButFolders} from '../src/core/property-value.ts'
import {random} from './markdown-random.ts'
import {columnsOf, ID, links} from './property-page.ts'

/** A page whose record is known, of pieces that look like everything else. */
function randomPage(seed: number): {text: string; columns: Column[]; cells: string[]} {
  const next = random(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!
  const values = ['x', 'Yes', 'No', 'Done: x', 'A: B: c', '\n', '\n\n', '  ', ' ', `T (a/T%20${ID}.md)`]
  values.push(`../a/T%20${ID}.md`, 'Files/a.png', ', ', '---', '- item', 'Note: y', '`', '[t](u)', '\r', '\t')
  const columns = columnsOf({
    ...{Done: 'checkbox', Note: pick(['text', 'relation', 'files', 'list']), A: pick(['text', 'relation'])},
    ...{'A: B': pick(['text', 'checkbox']), Rel: 'relation', Files: 'files'},
  })
  const value = () =>
    Array.from({length: Math.floor(next() * 6)}, () => pick(values))
      .join('')
      .trimEnd()
  const cells = columns.map(({kind}) => {
    return kind === 'title' ? 'Title' : kind === 'checkbox' ? pick(['Yes', 'No']) : value()
  })
  const lines = columns.flatMap(({name}, i) => (i > 0 && cells[i] !== '' ? [`${name}: ${cells[i]}`] : []))
  const body = next() < 0.5 ? '' : `\n\n${value()}\n\nDone: Yes`
  return {text: `# Title\n\n${lines.join('\n')}${body}`, columns, cells}
}

test('known records are followed exactly, whatever their values look like', () => {
  for (let seed = 0; seed < 5000; seed++) {
    const {text, columns, cells} = randomPage(seed)
    const filled = cells.flatMap((cell, column) => (column > 0 && cell.trim() !== '' ? [{column, cell}] : []))
    if (filled.length !== cells.filter((cell, column) => column > 0 && cell !== '').length) continue
    const found = findProperties(text, columns, cells)?.properties ?? []
    const read = found.map(({column, valueStart, end}) => ({column, cell: text.slice(valueStart, end)}))
    expect([seed, ...read]).toEqual([seed, ...filled])
  }
})

test('edits are in order, within the block, and done once', () => {
  for (let seed = 0; seed < 2000; seed++) {
    const {text, columns, cells} = randomPage(seed)
    for (const known of [cells, undefined, cells.map(cell => cell.replace('x', 'y'))]) {
      const block = findProperties(text, columns, known)
      const edits = propertyLineEdits(text, columns, known, links)
      let at = block?.start ?? 0
      for (const edit of edits) {
        expect(edit.start).toBeGreaterThanOrEqual(at)
        expect(edit.end).toBeLessThanOrEqual(block!.end)
        expect(text.slice(edit.start, edit.end)).not.toBe(edit.text)
        at = edit.end
      }
      const repaired = applyEdits(text, edits)
      expect([seed, propertyLineEdits(repaired, columns, known, links)]).toEqual([seed, []])
    }
  }
})

/** A whole line without its folders, each path cut by itself. */
function withoutFolders(line: string): string {
  return line.replace(/\S+/g, run => {
    const page = /^(\(?).*([0-9a-f]{32})(?:\.(?:md|csv|html)|\?pvs=\d+)?([),.;:!?'"]*)$/s.exec(run)
    return page ? page.slice(1).join('') : run.slice(run.lastIndexOf('/') + 1)
  })
}

test('lines are the same when they are without their folders', () => {
  const other = 'fedcba9876543210fedcba9876543210'
  const pieces = [
    'a',
    'b',
    '(',
    ')',
    '.',
    ',',
    '/',
    'x/',
    '../',
    ' ',
    '  ',
    '\t',
    '\u00a0',
    '\u3000',
    '%20',
    '語',
  ]
  pieces.push(
    ID,
    other,
    `T%20${ID}.md`,
    `x/T%20${ID}.md`,
    `${ID}?pvs=21`,
    `(y/T%20${other}.csv)`,
    'f.png',
    'g/f.png',
  )
  let same = 0
  for (let seed = 0; seed < 50_000; seed++) {
    const next = random(seed)
    const pick = () => pieces[Math.floor(next() * pieces.length)]!
    const line = Array.from({length: Math.floor(next() * 6)}, pick)
    const a = line.join('')
    const changed = line.map(piece => (next() < 0.3 ? pick() : piece) + (next() < 0.1 ? pick() : ''))
    const b = changed.filter(() => next() > 0.05).join('')
    const wanted = withoutFolders(a) === withoutFolders(b)
    if (wanted && a !== b) same++
    expect([a, b, isSameButFolders(a, b)]).toEqual([a, b, wanted])
  }
  expect(same).toBeGreaterThan(1000)
})
