import {ExportError} from '../core/error.ts'
import {Damage, type Figures} from './codec.ts'
import {crc32} from './crc.ts'

/** Throws {@link Damage} unless these are all bytes of an entry as the archive describes it. */
export function checkWhole(bytes: Uint8Array, figures: Figures): void {
  checkFigures(figures, bytes.length, crc32(bytes))
}

/** The same for bytes that have gone by. */
export function checkFigures(figures: Figures, size: number, crc: number): void {
  if (size > figures.size) throw new Damage(longer(figures))
  if (size < figures.size) throw new Damage(shorter(figures))
  if (crc !== figures.crc32) throw new Damage('its bytes do not fit its checksum')
}

export const longer = ({size}: Figures) => `it holds more than the ${size} bytes that the archive says`
export const shorter = ({size}: Figures) => `it holds fewer than the ${size} bytes that the archive says`
export const leftOver = (bytes: number) => `${bytes} bytes that are not part of it follow its data`
export const unreadable = (cause: Error) => `its compressed data cannot be read (${cause.message})`

/** What a person is told about an entry that cannot be unpacked. */
export function damagedEntry(path: string, found: string, cause?: unknown): ExportError {
  const hint = 'download the export from Notion again, or save the rest with --keep-going'
  return new ExportError('damaged-entry', `cannot unpack "${path}": ${found}`, {path, hint, cause})
}
