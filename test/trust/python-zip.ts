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
  /** Size and CRC-32, in hex, of the bytes that it gave. */
  readonly read: string
  /** The same as the archive claims it. */
  readonly claimed: string
  /** Why it gave none. */
  readonly error: string | null
  /** Its attributes say that it is a folder. */
  readonly isFolder: boolean
}

/** Reads archives from its input, each behind its length; answers each with a line. Opens the parts in them. */
const SCRIPT = `
import io, json, re, struct, sys, zipfile, zlib
PART = re.compile(r'^(?:Export|ExportBlock)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-Part-[0-9]+(?: [0-9]+| [(][0-9]+[)])?[.]zip$')
# Version 25.5 is what a wrong byte says, and nobody else asks.
zipfile.MAX_EXTRACT_VERSION = 1 << 16
# Bit 11 says how a name is to be read; where only one of two headers has it, the same bytes are two names to Python.
def agree(data):
    data = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for i in z.infolist():
            at = i.header_offset + 7
            if at < len(data): data[at] = data[at] & 0xf7 | (i.flag_bits >> 8 & 8)
    return bytes(data)
def read(data, found, top):
    data = agree(data)
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for i in z.infolist():
            if i.filename.endswith('/'): continue
            try: body, error = z.read(i), None
            except (zipfile.BadZipFile, zlib.error, EOFError) as fault: body, error = b'', str(fault)
            if top and error is None and PART.match(i.filename):
                read(body, found, False)
                continue
            raw = i.orig_filename.encode('utf-8' if i.flag_bits & 0x800 else 'cp437', 'replace')
            kind = i.external_attr >> 28
            folder = (i.create_system in (3, 19) and kind == 4) or (i.external_attr & 16) != 0
            found.append({'raw': raw.hex(), 'name': i.orig_filename, 'size': len(body), 'read': '%d %08x' % (len(body), zlib.crc32(body)), 'claimed': '%d %08x' % (i.file_size, i.CRC), 'error': error, 'isFolder': folder})
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
