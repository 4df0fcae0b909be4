import type {Glance} from '../messages.ts'

/** Numbers as people read them. */

export function count(value: number, one: string, many: string): string {
  return `${value.toLocaleString('en')} ${value === 1 ? one : many}`
}

export function bytes(value: number): string {
  if (value < 1000) return count(value, 'byte', 'bytes')
  const units = ['kB', 'MB', 'GB', 'TB']
  let size = value / 1000
  let unit = 0
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000
  return `${size < 9.95 && unit > 0 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}

/** `about 2 minutes`. */
export function duration(seconds: number): string {
  if (seconds < 10) return 'a few seconds'
  if (seconds < 50) return `about ${Math.round(seconds / 10) * 10} seconds`
  if (seconds < 90) return 'about a minute'
  return `about ${count(Math.round(seconds / 60), 'minute', 'minutes')}`
}

export function listing(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('')
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** What an export is, as soon as its directory is read. */
export function glanceWords({pages, databases, attachments, date}: Glance): string {
  const parts = [
    count(pages, 'page', 'pages'),
    ...(databases > 0 ? [count(databases, 'database', 'databases')] : []),
    ...(attachments > 0 ? [count(attachments, 'other file', 'other files')] : []),
  ]
  return `An export of ${date} with ${listing(parts)}`
}
