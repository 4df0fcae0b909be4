import type {Progress} from '../../run/fix.ts'
import {byId} from './dom.ts'
import {bytes, duration} from './words.ts'

/** How far it is, and how long it will take: by bytes, since files differ. */

const TITLES: Record<Progress['phase'], string> = {
  unpack: 'Unpacking the parts',
  check: 'Checking every file',
  read: 'Reading your pages',
  write: 'Repairing and saving',
}

let phase: Progress['phase'] | undefined
let began = 0

/** Before anything is known. */
export function startProgress(title: string): void {
  phase = undefined
  byId('work-title').textContent = title
  byId('bar').removeAttribute('value')
  byId('bar-words').textContent = ''
}

export function showProgress({phase: now, done, total}: Progress): void {
  if (phase !== now) {
    phase = now
    began = performance.now()
    byId('work-title').textContent = TITLES[now]
  }
  byId<HTMLProgressElement>('bar').value = total === 0 ? 1 : done / total
  byId('bar-words').textContent = `${bytes(done)} of ${bytes(total)}${timeLeft(done, total)}`
}

/** Nothing is promised in the first second, nor at the first bytes. */
function timeLeft(done: number, total: number): string {
  const spent = (performance.now() - began) / 1000
  if (spent < 1 || done < total / 50 || done >= total) return ''
  return `, ${duration((spent / done) * (total - done))} left`
}
