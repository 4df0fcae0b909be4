import type {ExportError} from '../core/error.ts'
import type {Candidate} from './end-candidates.ts'
import type {GuardedReader} from './guarded-reader.ts'
import {refuse} from './refuse.ts'
import {looksLikeZip, SNIFF_LENGTH, sniff} from './sniff.ts'

/** Says why no end record ends the file: bytes behind it, a file cut short, or no ZIP at all. */
export async function noEnd(
  reader: GuardedReader,
  size: number,
  name: string,
  candidates: readonly Candidate[],
): Promise<ExportError> {
  const real = candidates.find(({at, directoryStart, directorySize}) => directoryStart + directorySize === at)
  if (real !== undefined && real.end < size) {
    const hint = 'download the export from Notion again, or cut off what was added to it'
    return refuse('bad-zip', name, `${size - real.end} bytes that are not part of it follow its end`, hint)
  }
  if (real !== undefined || (await startsLikeZip(reader, size))) {
    const found = 'it was cut short: the list of its entries, which stands at its end, is missing'
    return refuse('truncated', name, found, 'the download may have stopped early; download the export again')
  }
  const {what, hint} = sniff(await head(reader, size))
  return refuse('not-a-zip', name, `it is ${what}${what.includes('ZIP') ? '' : ', not a ZIP file'}`, hint)
}

export async function startsLikeZip(reader: GuardedReader, size: number): Promise<boolean> {
  return looksLikeZip(await head(reader, size))
}

function head(reader: GuardedReader, size: number): Uint8Array | Promise<Uint8Array> {
  const length = Math.min(size, SNIFF_LENGTH)
  return reader.read(0, length, length)
}
