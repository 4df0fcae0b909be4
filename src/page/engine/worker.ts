import type {FromEngine, ToEngine} from '../messages.ts'
import {failureOf, Session, type Tell} from './session.ts'

/**
 * The engine: all work on bytes is done here, so that the page stays quick. An engine has one export; the next
 * one gets a new engine.
 */

const port = self as unknown as {
  onmessage: (event: MessageEvent<ToEngine>) => void
  postMessage: (message: FromEngine, transfer: Transferable[]) => void
}
const tell: Tell = (message, transfer = []) => port.postMessage(message, transfer)
const session = new Session(tell)
/** What is going on; closing waits for it. */
let work: Promise<void> = Promise.resolve()

port.onmessage = ({data}) => {
  switch (data.kind) {
    case 'open':
      run(() => session.open(data.files, data.keepGoing))
      break
    case 'write':
      run(() => session.write(data.choices))
      break
    case 'stop':
      session.stop()
      break
    case 'close':
      session.stop()
      work.then(() => session.close()).then(() => tell({kind: 'closed'}))
      break
    case 'taken':
      session.outlet?.taken(data.buffer)
      break
    case 'refused':
      session.refused(data.why, data.isFull)
      break
    case 'saved':
      session.outlet?.saved(data.archive)
      break
  }
}

function run(job: () => Promise<void>): void {
  work = work.then(job).catch(error => {
    tell({kind: 'failed', failure: failureOf(error, session.isStopped)})
  })
}
