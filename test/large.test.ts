import {expect, test} from 'vitest'
import {HOME, Stranger} from './stranger.ts'

const me = new Stranger()

const SIZE = 69 * 2 ** 26
const MORE = 65_600

/**
 * Past both limits of plain ZIP (APPNOTE 4.4.1.4), at little cost: 4.3 GiB of zeros are 4 MB when deflated,
 * and 64 MB of them, ended with a full flush, can stand there many times over.
 */
const MAKE = `
import sys, zipfile, zlib
path, home, size, more = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
zeros = bytes(1 << 26)
deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
block = deflate.compress(zeros) + deflate.flush(zlib.Z_FULL_FLUSH)
video = zipfile.ZipInfo('Video.mp4', (2025, 11, 18, 12, 0, 0))
video.compress_type, video.file_size, video.CRC = 8, size, 0
for _ in range(size >> 26): video.CRC = zlib.crc32(zeros, video.CRC)
data = block * (size >> 26) + deflate.flush()
video.compress_size = len(data)
with zipfile.ZipFile(path, 'w') as z:
    z.writestr(zipfile.ZipInfo(home + '.md', (2025, 11, 18, 12, 0, 0)), '# Home\\n\\n[Video](Video.mp4)')
    video.header_offset = z.fp.tell()
    z.fp.write(video.FileHeader(zip64=True) + data)
    z.filelist.append(video)
    z.NameToInfo[video.filename] = video
    z.start_dir = z.fp.tell()
    for i in range(more): z.writestr(zipfile.ZipInfo(f'pictures/{i}.png', (2025, 11, 18, 12, 0, 0)), str(i))
`

/** The data of the video too, as it lies there: behind its header, which says how long its name is. */
const LOOK = `
import struct, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
video = z.getinfo('Video.mp4')
z.fp.seek(video.header_offset + 26)
z.fp.seek(sum(struct.unpack('<HH', z.fp.read(4))), 1)
data = z.fp.read(video.compress_size)
print(len(z.namelist()), video.file_size, video.CRC, len(data), hash(data))
print(z.read(sys.argv[2]).decode().splitlines()[-1], z.read('pictures/${MORE - 1}.png').decode())
`

test('an archive past 65,535 files, with one of over 4 GiB in it, comes out whole', async () => {
  expect(await me.python(MAKE, 'export.zip', HOME, `${SIZE}`, `${MORE}`)).toMatchObject({code: 0})
  const {code, stdout} = await me.run('export.zip', '-o', 'clean.zip')
  expect(code).toBe(0)
  expect(stdout).toContain('all 65,602 files accounted for')

  const before = await me.python(LOOK, 'export.zip', `${HOME}.md`)
  const after = await me.python(LOOK, 'clean.zip', 'Home.md')
  expect(before.stdout).toMatch(/^65602 4630511616 \d+ \d+ -?\d+\n\[Video\]\(Video.mp4\) 65599\n$/)
  // Beside the files of the export, a report and a manifest.
  expect(after.stdout).toBe(before.stdout.replace('65602', '65604'))
}, 120_000)
