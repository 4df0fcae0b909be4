import {ExportError} from '../../core/error.ts'
import type {RandomAccess} from '../../zip/model.ts'

/** A file that somebody dropped, or a Blob of ours. Nothing of it is in memory but what was asked for. */
export function blobAccess(blob: Blob, name: string): RandomAccess {
  return {
    size: blob.size,
    async read(position, length) {
      const bytes = await blob
        .slice(position, position + length)
        .arrayBuffer()
        .catch(cause => {
          throw readError(name, cause)
        })
      if (bytes.byteLength !== length) throw readError(name)
      return new Uint8Array(bytes)
    },
    close: async () => {},
  }
}

/** Browsers remember what a file was when it was chosen, and read no other. */
function readError(name: string, cause?: unknown): ExportError {
  if (cause instanceof DOMException && cause.name === 'NotFoundError') {
    return new ExportError('input-missing', `cannot read "${name}": there is no such file any more`, {
      path: name,
      cause,
      hint: 'choose it again',
    })
  }
  return new ExportError('bad-zip', `cannot trust "${name}": it changed while it was read`, {
    path: name,
    cause,
    hint: 'wait until the download has finished, then choose it again',
  })
}
