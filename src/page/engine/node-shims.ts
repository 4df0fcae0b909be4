/**
 * The little of Node that yauzl needs to list a directory. The page is built with this file in place of
 * `events`, `util`, `stream`, `fs` and `zlib`; yauzl's file and inflating parts are there, and never run.
 */

type Listener = (...values: unknown[]) => void

/** Plain functions, since yauzl inherits in the manner of its time. */
export function EventEmitter(this: {listeners?: Map<string, Listener[]>}): void {
  this.listeners = new Map()
}

interface Emitter {
  listeners?: Map<string, Listener[]>
}

EventEmitter.prototype.on = function (this: Emitter, name: string, listener: Listener) {
  this.listeners ??= new Map()
  this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener])
  return this
}
EventEmitter.prototype.once = EventEmitter.prototype.on
EventEmitter.prototype.removeListener = function (this: Emitter, name: string, listener: Listener) {
  this.listeners?.set(
    name,
    (this.listeners.get(name) ?? []).filter(known => known !== listener),
  )
  return this
}
EventEmitter.prototype.emit = function (this: Emitter, name: string, ...values: unknown[]) {
  for (const listener of this.listeners?.get(name) ?? []) listener.apply(this, values)
}

/** `util`. */
export function inherits(child: {prototype: object}, parent: {prototype: object}): void {
  Object.setPrototypeOf(child.prototype, parent.prototype)
}

/** `stream`: something to inherit from. */
export function Transform(): void {}
export function PassThrough(): void {}
export function Writable(): void {}

/** `zlib`: for a field of names that `zip/name-bytes.ts` reads itself. */
export {crc32} from './crc.ts'

/** Bytes with the readers that yauzl calls. `subarray` gives the same kind. */
export class Buffer extends Uint8Array {
  static allocUnsafe(length: number): Buffer {
    return new Buffer(length)
  }

  readUInt8(at: number): number {
    return this.#view().getUint8(at)
  }

  readUInt16LE(at: number): number {
    return this.#view().getUint16(at, true)
  }

  readUInt32LE(at: number): number {
    return this.#view().getUint32(at, true)
  }

  #view(): DataView {
    return new DataView(this.buffer, this.byteOffset, this.byteLength)
  }
}
