import {type ChildProcessByStdio, spawn} from 'node:child_process'
import {createInterface} from 'node:readline'
import type {Readable, Writable} from 'node:stream'

/** What Python's zipfile reads in an archive, or why it does not. */
export interface Reading {
  readonly error?: string
  readonly entries: readonly ReadEntry[]
}

export interface ReadEntry {
  /** The bytes of its name, in hex. */
  readonly raw: string
  readonly name: string
  readonly size: number
  readonly crc32: string
  /** Its attributes say that it is a folder. */
  readonly isFolder: boolean
}

/** Reads archives from its input, each behind its length; answers each with a line. Opens the parts in them. */
const SCRIPT = `
import io, json, re, struct, sys, zipfile, zlib
PART = re.compile(r'^(?:Export|ExportBlock)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-Part-[0-9]+(?: [0-9]+| [(][0-9]+[)])?[.]zip$')
# Version 25.5 is what a wrong byte says, and nobody else asks.
zipfile.MAX_EXTRACT_VERSION = 1 << 16
def read(data, found, top):
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for i in z.infolist():
            if i.filename.endswith('/'): continue
            body = z.read(i)
            if top and PART.match(i.filename):
                read(body, found, False)
                continue
            raw = i.orig_filename.encode('utf-8' if i.flag_bits & 0x800 else 'cp437', 'replace')
            kind = i.external_attr >> 28
            folder = (i.create_system in (3, 19) and kind == 4) or (i.external_attr & 16) != 0
            found.append({'raw': raw.hex(), 'name': i.orig_filename, 'size': len(body), 'crc32': '%08x' % zlib.crc32(body), 'isFolder': folder})
while True:
    head = sys.stdin.buffer.read(4)
    if len(head) < 4: break
    data = sys.stdin.buffer.read(struct.unpack('<I', head)[0])
    found = []
    try:
        read(data, found, True)
        answer = {'entries': found}
    except Exception as error:
        answer = {'error': type(error).__name__ + ': ' + str(error), 'entries': []}
    sys.stdout.write(json.dumps(answer) + '\\n')
    sys.stdout.flush()
`

/** One process of Python for any number of archives. */
export class PythonZip {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>
  private readonly waiting: ((reading: Reading) => void)[] = []

  constructor() {
    this.child = spawn('python3', ['-c', SCRIPT], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {...process.env, PYTHONWARNINGS: 'ignore'},
    })
    createInterface({input: this.child.stdout}).on('line', line => this.waiting.shift()?.(JSON.parse(line)))
  }

  read(archive: Uint8Array): Promise<Reading> {
    const length = Buffer.alloc(4)
    length.writeUInt32LE(archive.length)
    this.child.stdin.write(Buffer.concat([length, archive]))
    return new Promise(resolve => this.waiting.push(resolve))
  }

  close(): void {
    this.child.stdin.end()
  }
}
