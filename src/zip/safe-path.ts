/** Deeper than any workspace, and still shallow enough for every loop over folders (node-tar has 1024). */
const MOST_SEGMENTS = 1001

/** What needs a closer look: a NUL, a drive, a segment that is empty, `.` or `..`. */
const ODD = /\0|^[a-z]:\/|(?:^|\/)\.{0,2}(?:\/|$)/i

/**
 * The path without `.` and empty segments, or why no path can be made of the name. Notion puts an id
 * behind every title, so none of what is refused can come from a title; `Q: what.md` and `C:x` can.
 * `found` goes on after the entry's path.
 */
export function safePath(name: string): {readonly path: string} | {readonly found: string} {
  if (!ODD.test(name) && name.length < MOST_SEGMENTS) return {path: name}
  if (name.includes('\0')) return {found: 'has a NUL in its name'}
  if (name.startsWith('//')) return {found: 'has a network path for a name'}
  if (name.startsWith('/') || /^[a-z]:\//i.test(name)) return {found: 'has an absolute path for a name'}
  const segments = name.split('/')
  if (segments.includes('..')) return {found: 'leads out of its folder'}
  if (segments.length > MOST_SEGMENTS) return {found: `lies more than ${MOST_SEGMENTS - 1} folders deep`}
  return {path: segments.filter(segment => segment !== '' && segment !== '.').join('/')}
}
