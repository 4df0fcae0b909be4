import {execFileSync} from 'node:child_process'
import {readdirSync} from 'node:fs'
import {watchCalls} from './fs-calls.js'

/**
 * Loaded before the command (`node --import`): does something to its own process right before a call of the
 * file system. `AT` is the name of the call, a part of its first argument, and which of such calls is meant:
 * `open .nef- 1`. `DO` is a list of signals, or `files:<n>`, which leaves room for so many more open files.
 */
const [wanted, part = '', which = '1'] = (process.env.AT ?? '').split(' ')
let seen = 0

await watchCalls((name, [first]) => {
  if (name !== wanted || !String(first).includes(part) || ++seen !== Number(which)) return
  for (const act of (process.env.DO ?? '').split(' ')) perform(act)
})

// What never came about proves nothing.
process.on('exit', () => {
  if (seen < Number(which)) process.exitCode = 99
})

function perform(act) {
  if (act.startsWith('files:')) {
    const limit = readdirSync('/proc/self/fd').length - 1 + Number(act.slice(6))
    execFileSync('prlimit', ['--pid', `${process.pid}`, `--nofile=${limit}:4096`])
  } else process.kill(process.pid, act)
}
