import {expect, test} from 'vitest'
import type {Column} from '../src/core/database.ts'
import {applyEdits} from '../src/core/edit.ts'
import {findProperties, propertyLineEdits} from '../src/core/property.ts'
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
