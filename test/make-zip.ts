import {createWriteStream} from 'node:fs'
import {pipeline} from 'node:stream/promises'
import yazl from 'yazl'

/** Archives made by somebody else's writer, so that a fault of ours cannot hide behind itself. */
export async function makeZip(
  path: string,
  files: Record<string, string | Uint8Array>,
  {compress = true}: {compress?: boolean} = {},
): Promise<string> {
  const zip = new yazl.ZipFile()
  for (const [name, data] of Object.entries(files)) {
    zip.addBuffer(Buffer.from(data), name, {
      compress,
      mtime: new Date(2025, 10, 18, 12),
      forceDosTimestamp: true,
    })
  }
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}
