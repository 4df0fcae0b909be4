/** Pieces of sentences, the same in every locale. */

export function listing(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? 'nothing'
  return `${parts.slice(0, -1).join(', ')} and ${parts[parts.length - 1]}`
}

/** With separators of thousands. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Behind a line that stands for many. */
export function times(count = 1): string {
  return count === 1 ? '' : ` (×${number(count)})`
}
