// @ts-check
import {readFileSync} from 'node:fs'
import {cpus, release, totalmem, type} from 'node:os'

/** What the figures were taken on. */
export function machine() {
  const processors = cpus()
  const model = processors[0]?.model.trim() ?? 'unknown processor'
  const memory = Math.round(totalmem() / 2 ** 30)
  return `${model}, ${processors.length} cores, ${memory} GB; ${system()}; Node ${process.versions.node}`
}

function system() {
  try {
    const [, name] = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
    if (name) return `${name}, ${type()} ${release()}`
  } catch {
    // Not every system has this file.
  }
  return `${type()} ${release()}`
}
