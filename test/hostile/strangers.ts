import {execFile} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'

const run = promisify(execFile)

/** Python's opinion of an archive: the first bad entry, and each file's name with its checksum. */
export interface Seen {
  readonly bad: string | null
  readonly files: readonly (readonly [name: string, crc: number])[]
}

const PYTHON = `
import json, sys, warnings, zipfile
warnings.simplefilter('error')
for path in open(sys.argv[1], encoding='utf-8').read().split('\\n'):
    with zipfile.ZipFile(path) as z:
        print(json.dumps({'bad': z.testzip(), 'files': [[i.filename, i.CRC] for i in z.infolist()]}))
`

/** What others make of many archives; one process for each program, since starting one costs more than reading. */
export async function judge(folder: string, archives: readonly string[]): Promise<Map<string, Seen>> {
  const list = join(folder, 'archives.txt')
  writeFileSync(list, archives.join('\n'))
  const loop =
    'while IFS= read -r zip || [ -n "$zip" ]; do unzip -tqq "$zip" || { echo "$zip"; exit 1; }; done < "$0"'
  const options = {maxBuffer: 1 << 28, env: {...process.env, PYTHONUTF8: '1'}}
  const [python] = await Promise.all([
    run('python3', ['-c', PYTHON, list], options),
    run('bash', ['-c', loop, list], options),
  ])
  const lines = python.stdout.trimEnd().split('\n')
  return new Map(archives.map((archive, at) => [archive, JSON.parse(lines[at]!) as Seen]))
}
