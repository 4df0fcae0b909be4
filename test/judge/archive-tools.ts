/** Strangers read the archive: what they list and whether they complain. */
import {execFile} from 'node:child_process'
import {promisify} from 'node:util'
import {crc32} from 'node:zlib'
import {openPromise} from 'yauzl'
import {type Blame, brief} from './fault.ts'
import {hex, type ZipFile} from './zip.ts'

const run = promisify(execFile)
const PYTHON = `
import json, sys, warnings, zipfile
warnings.simplefilter('error')
with zipfile.ZipFile(sys.argv[1]) as z:
    bad = z.testzip()
    print(json.dumps({'bad': bad, 'names': [i.filename for i in z.infolist()]}))
`

/** `files` is what our own reader found; every stranger must see the same names and no damage. */
export async function checkArchive(zip: string, files: readonly ZipFile[], blame: Blame): Promise<void> {
  const complain = (tool: string) => (error: unknown) => {
    const {stdout = '', stderr = '', message = ''} = error as Record<string, string>
    blame('archive', tool, brief(`${stdout}${stderr}` || message, 600))
  }
  await Promise.all([
    unzip(zip, blame).catch(complain('unzip -tq')),
    sevenZip(zip, files, blame).catch(complain('7z t')),
    python(zip, files, blame).catch(complain('python zipfile')),
    yauzl(zip, files, blame).catch(complain('yauzl')),
  ])
}

async function unzip(zip: string, blame: Blame): Promise<void> {
  const {stdout, stderr} = await run('unzip', ['-tq', zip])
  if (stderr !== '' || !stdout.startsWith('No errors detected')) {
    blame('archive', 'unzip -tq', brief(stdout + stderr, 600))
  }
}

async function sevenZip(zip: string, files: readonly ZipFile[], blame: Blame): Promise<void> {
  const {stdout, stderr} = await run('7z', ['t', '-bd', zip], {maxBuffer: 1 << 26})
  if (!stdout.includes('Everything is Ok') || /warning/i.test(stdout.replace(zip, '')) || stderr !== '') {
    blame('archive', '7z t', brief(stdout + stderr, 600))
  }
  const counted = Number(/^Files: (\d+)$/m.exec(stdout)?.[1] ?? 1)
  const expected = files.filter(file => !file.name.endsWith('/')).length
  if (counted !== expected) blame('archive', '7z t', `${counted} files, expected ${expected}`)
}

async function python(zip: string, files: readonly ZipFile[], blame: Blame): Promise<void> {
  const {stdout} = await run('python3', ['-c', PYTHON, zip], {
    maxBuffer: 1 << 26,
    env: {...process.env, PYTHONUTF8: '1'},
  })
  const {bad, names} = JSON.parse(stdout) as {bad: string | null; names: string[]}
  if (bad !== null) blame('archive', 'python zipfile', `damaged: ${bad}`)
  // A name that is UTF-8 without saying so comes out of Python as CP437.
  compareNames('python zipfile', names, files, blame)
}

async function yauzl(zip: string, files: readonly ZipFile[], blame: Blame): Promise<void> {
  const archive = await openPromise(zip, {lazyEntries: true, strictFileNames: true, autoClose: false})
  const names: string[] = []
  try {
    for await (const entry of archive.eachEntry()) {
      names.push(entry.fileName)
      const chunks: Buffer[] = []
      for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
      const crc = hex(crc32(Buffer.concat(chunks)))
      if (crc !== hex(entry.crc32)) blame('archive', 'yauzl', `CRC of ${entry.fileName}`)
    }
  } finally {
    archive.close()
  }
  compareNames('yauzl', names, files, blame)
}

function compareNames(tool: string, names: readonly string[], files: readonly ZipFile[], blame: Blame): void {
  const wrong = files.find((file, i) => names[i] !== file.name)
  if (wrong) blame('archive', tool, `does not see the name ${brief(wrong.name)}`)
  if (names.length !== files.length)
    blame('archive', tool, `${names.length} names for ${files.length} entries`)
}
