import {promises} from 'node:fs'
import {syncBuiltinESMExports} from 'node:module'

/**
 * Stands between the program and Node's file system, so that a test can make any call of it fail, or act
 * right before it. Plain JavaScript, so that a child process can load it before the command. Streams that
 * `node:fs` opens by itself are not seen.
 */

const CALLS = [
  'link',
  'lstat',
  'mkdir',
  'open',
  'readFile',
  'readdir',
  'realpath',
  'rename',
  'rm',
  'rmdir',
  'stat',
  'statfs',
  'utimes',
]
const HANDLE_CALLS = ['read', 'stat', 'sync', 'write', 'writeFile']

/**
 * Calls `before` with the name of every call and its arguments, and throws what it throws in place of the
 * call; a file is closed all the same. Gives the way back.
 */
export async function watchCalls(before) {
  const handle = await promises.open(process.execPath)
  await handle.close()
  const restore = [
    ...CALLS.map(name => wrap(promises, name, before)),
    wrapClose(before),
    ...HANDLE_CALLS.map(name => wrap(Object.getPrototypeOf(handle), name, before)),
  ]
  syncBuiltinESMExports()
  return () => {
    for (const undo of restore) undo()
    syncBuiltinESMExports()
  }
}

function wrap(holder, name, before) {
  const original = holder[name]
  holder[name] = async function (...args) {
    before(name, args)
    return original.apply(this, args)
  }
  return () => {
    holder[name] = original
  }
}

/** Every handle has a `close` of its own. */
function wrapClose(before) {
  const {open} = promises
  promises.open = async (...args) => {
    const handle = await open(...args)
    const {close} = handle
    handle.close = async () => {
      await close()
      before('close', args)
    }
    return handle
  }
  return () => {
    promises.open = open
  }
}

/** As the system says it. */
export function systemError(code, syscall) {
  return Object.assign(new Error(`${code}: injected, ${syscall}`), {code, errno: -1, syscall})
}
