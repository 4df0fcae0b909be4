/**
 * The property block of a page that begins with one. It ends at the first blank line behind the last column
 * that begins a line: values can hold blank lines themselves. What it gives for many columns, asked again with
 * some of them, gives what the page itself would give.
 */
export function propertyText(head: string, columns: ReadonlySet<string>): string {
  const lines = head.split('\n')
  const seen = new Set<string>()
  let end = 0
  lines.forEach((line, at) => {
    const name = line.slice(0, Math.max(0, line.indexOf(':')))
    if (!columns.has(name) || seen.has(name)) return
    seen.add(name)
    end = at + 1
  })
  while (end < lines.length && lines[end] !== '') end++
  return lines.slice(0, end).join('\n')
}
