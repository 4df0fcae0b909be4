import {Presets, SingleBar} from 'cli-progress'
import type {Progress} from '../run/fix.ts'

const PHASES: Record<Progress['phase'], string> = {
  unpack: 'Unpacking',
  check: 'Checking',
  read: 'Reading',
  write: 'Writing',
}

/** A line on a terminal that tells how far the run is; gone when it stops. */
export function showProgress(stream: NodeJS.WriteStream): {
  update: (progress: Progress) => void
  stop: () => void
} {
  const bar = new SingleBar(
    {
      stream,
      format: '{phase} [{bar}] {percentage}% of {megabytes} MB',
      clearOnComplete: true,
      hideCursor: true,
      etaBuffer: 100,
    },
    Presets.shades_classic,
  )
  let running = false
  return {
    update({phase, done, total}) {
      const payload = {phase: PHASES[phase], megabytes: Math.ceil(total / 1e6)}
      if (!running) bar.start(total, done, payload)
      else {
        // What there is to do differs from phase to phase.
        bar.setTotal(total)
        bar.update(done, payload)
      }
      running = true
    },
    stop() {
      if (running) bar.stop()
      running = false
    },
  }
}
