import {readdirSync, readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'
import yauzl from 'yauzl'

const FOLDER = fileURLToPath(new URL('../../shared/exports/', import.meta.url))
const PART = /-Part-\d+\.zip$/
const NO_PAGE = /(?:^|\/)(?:__MACOSX\/|\._)/

export interface RealPage {
  readonly name: string
  readonly text: string
}

/** Every Markdown page of the real exports, parts included; undefined where that folder is missing. */
export async function realPages(): Promise<RealPage[] | undefined> {
  let names: string[]
  try {
    names = readdirSync(FOLDER).filter(name => name.endsWith('.zip'))
  } catch {
    return undefined
  }
  const pages: RealPage[] = []
  for (const name of names.sort()) await collect(name, readFileSync(FOLDER + name), pages)
  return pages
}

async function collect(zip: string, data: Buffer, pages: RealPage[]): Promise<void> {
  const file = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(data, {lazyEntries: true}, (error, opened) => (error ? reject(error) : resolve(opened)))
  })
  const entries: yauzl.Entry[] = []
  await new Promise<void>((resolve, reject) => {
    file.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry)
      file.readEntry()
    })
    file.on('end', resolve)
    file.on('error', reject)
    file.readEntry()
  })
  for (const entry of entries) {
    const name = entry.fileName
    if (PART.test(name)) await collect(zip, await read(file, entry), pages)
    else if (name.endsWith('.md') && !NO_PAGE.test(name)) {
      pages.push({name: `${zip}: ${name}`, text: (await read(file, entry)).toString('utf8')})
    }
  }
}

function read(file: yauzl.ZipFile, entry: yauzl.Entry): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    file.openReadStream(entry, (error, stream) => {
      if (error) return reject(error)
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => resolve(Buffer.concat(chunks)))
      stream.on('error', reject)
    })
  })
}
