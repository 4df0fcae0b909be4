import {viewOf} from './fields.ts'

/** A piece of an extra field (APPNOTE 4.5.1). */
export interface ExtraField {
  readonly id: number
  readonly data: Uint8Array
}

/** The pieces of an extra field; what does not fit at its end is padding, or damage that says nothing. */
export function extraFields(bytes: Uint8Array): ExtraField[] {
  const view = viewOf(bytes)
  const found: ExtraField[] = []
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + view.getUint16(at + 2, true)
    if (end > bytes.length) break
    found.push({id: view.getUint16(at, true), data: bytes.subarray(at + 4, end)})
    at = end
  }
  return found
}
