import {lineAt} from './lines.ts'

/**
 * Where the text of a cell ends that stands in a page at `start`, without the blank lines at the end of the
 * cell; undefined when something else stands there. Spaces at the ends of lines do not count, nor does the
 * folder of a path: pages and CSVs lie in different ones (format notes, 4.5).
 */
export function endOfCell(text: string, start: number, cell: string): number | undefined {
  const core = cell.trimEnd()
  let end = start
  for (let at = 0, from = start; at <= core.length; ) {
    if (at > 0 && from >= text.length) return undefined
    const written = lineAt(text, from)
    const wanted = lineAt(core, at)
    if (!isSame(text.slice(from, written.end), core.slice(at, wanted.end))) return undefined
    end = written.end
    if (wanted.next === wanted.end) break
    at = wanted.next
    from = written.next
  }
  return end
}

function isSame(written: string, wanted: string): boolean {
  const a = written.trimEnd()
  const b = wanted.trimEnd()
  return a === b || (mayLead(a) && mayLead(b) && withoutFolders(a) === withoutFolders(b))
}

function mayLead(line: string): boolean {
  return line.includes('/') || line.includes('.') || line.includes('%')
}

const ID = /^(\(?).*([0-9a-f]{32})(?:\.(?:md|csv|html)|\?pvs=\d+)?([),.;:!?'"]*)$/s

/** Each target by its id alone, each path by its last segment. */
function withoutFolders(line: string): string {
  return line.replace(/\S+/g, run => {
    const page = ID.exec(run)
    if (page) return page.slice(1).join('')
    const slash = run.lastIndexOf('/')
    return slash < 0 ? run : run.slice(slash + 1)
  })
}
