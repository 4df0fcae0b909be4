/** Files in cells, property lines and tables: where each of them lies now. */
import type {FilePart} from './cells.ts'
import {decodedOnce, join, outputTarget} from './href.ts'
import {eat, type Token} from './inline.ts'
import {dirOf, FILE_ID, FOLDER_ID, nameOf} from './input.ts'
import {sameName} from './one-link.ts'
import type {Stage} from './stage.ts'

const IMAGE = /\.(?:png|jpe?g|gif|webp|svg|bmp)$/i
const MAYBE_IMAGE = /\.(?:png|jpe?g|jfif|gif|webp|svg|bmp|avif|ico|heic|heif|tiff?|apng)$/i

/** Why the text is not these files, decoded and relative to the CSV; undefined when it is. */
export function wrongPaths(
  text: string,
  parts: readonly FilePart[],
  csv: string,
  stage: Stage,
): string | undefined {
  const written = text.split(', ').map(path => path.replaceAll(',%20', ', '))
  if (written.length !== parts.length) return `${written.length} files instead of ${parts.length}`
  for (const [i, part] of parts.entries()) {
    if (part.isUrl && written[i] === part.href) continue
    const why = wrongPlace(join(dirOf(csv), written[i]!), written[i]!, part, csv, stage)
    if (why !== undefined) return why
  }
  return undefined
}

/**
 * Why the tokens are not links or images of these files; undefined when they are. `isShown`: where a page is
 * rendered, images are shown; front matter may link to them.
 */
export function wrongFiles(
  tokens: readonly Token[],
  parts: readonly FilePart[],
  from: string,
  stage: Stage,
  isShown = true,
): string | undefined {
  const queue = [...tokens]
  for (const [i, part] of parts.entries()) {
    if (i > 0 && !eat(queue, ', ')) return `no separator before file ${i + 1}`
    if (part.isUrl && eat(queue, part.href)) continue
    const token = queue.shift()
    if (!token || token.type === 'text') return `file ${i + 1} is no link`
    if (part.isUrl) {
      if (token.url !== part.href) return `${token.url} instead of ${part.href}`
      continue
    }
    const path = outputTarget(from, token.url)?.path
    const why = wrongPlace(path, token.url, part, from, stage)
    if (why !== undefined) return why
    const isImage = token.type === 'image'
    if (isImage ? !MAYBE_IMAGE.test(path!) : isShown && IMAGE.test(path!)) return `${token.type} for ${path}`
    if (token.text !== nameOf(path!)) return `is called ${JSON.stringify(token.text)}`
  }
  return queue.length > 0 ? `more behind: ${JSON.stringify(queue[0]!.text)}` : undefined
}

function wrongPlace(
  path: string | undefined,
  href: string,
  {target, href: was}: FilePart,
  from: string,
  stage: Stage,
): string | undefined {
  const {output, told} = stage
  if (path === undefined) return `${href} leads out of the archive`
  if (target) {
    const expected = output.placed.get(target.file)?.path
    return path === expected ? undefined : `${path} instead of ${expected}`
  }
  if (output.files.has(path)) return sameName(nameOf(path), nameOf(was)) ? undefined : `${path} for ${was}`
  const isListed = output.manifest.missing.some(
    miss => miss.in === from && (decodedOnce(miss.href) === href || miss.href === href),
  )
  if (!isListed) return `${path} is neither here nor told to be missing`
  if (path.split('/').some(name => FOLDER_ID.test(name) || FILE_ID.test(name)))
    return `an id is left in ${path}`
  // What a table page repeats is told once, for its CSV.
  const tellers = [from, from.replace(/\.md$/, '.csv')]
  const isTold = told?.some(({code, path}) => code === 'file-missing' && tellers.includes(path)) ?? true
  return isTold ? undefined : `no file-missing told for ${from}`
}
