/** A CSV reader of our own: records of cells, each with the text it was written as. */

interface Cell {
  readonly text: string
  /** With its quotes. */
  readonly raw: string
}

export interface Csv {
  readonly records: readonly (readonly Cell[])[]
  readonly hasBom: boolean
  /** Line ends between records, in order: a repair keeps them. */
  readonly ends: readonly string[]
}

export function readCsv(file: string): Csv {
  const hasBom = file.startsWith('\ufeff')
  const text = hasBom ? file.slice(1) : file
  const records: Cell[][] = [[]]
  const ends: string[] = []
  const cell = /"([^"]*(?:""[^"]*)*)"|((?!")[^,\r\n]*)/y
  let at = 0
  while (at <= text.length) {
    cell.lastIndex = at
    const found = cell.exec(text)
    if (!found) throw new Error(`no cell at ${at}`)
    const quoted = found[1]
    records
      .at(-1)!
      .push({text: quoted === undefined ? found[2]! : quoted.replaceAll('""', '"'), raw: found[0]})
    at = cell.lastIndex
    if (at === text.length) break
    if (text[at] === ',') at++
    else {
      const end = /^(?:\r\n|\n|\r)/.exec(text.slice(at, at + 2))?.[0]
      if (end === undefined) throw new Error(`text behind a closing quote at ${at}`)
      ends.push(end)
      records.push([])
      at += end.length
    }
  }
  return {records, hasBom, ends}
}
