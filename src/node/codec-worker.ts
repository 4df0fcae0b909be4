import {parentPort, workerData} from 'node:worker_threads'
import {type Answer, filesOf, type Job, packAnswer, slicesOf, unpackAnswer} from './codec-messages.ts'
import {packFiles, unpackSlices} from './zlib.ts'

/** What runs in a worker thread: one job after the other, answered in the same order. */

if (!parentPort) throw new Error('this is the code of a worker thread')
const port = parentPort
const at = new Int32Array((workerData as {at: SharedArrayBuffer}).at)
const begin = (index: number) => {
  at[0] = index
}

port.on('message', (job: Job) => {
  const answer = work(job)
  const arrays = answer.kind === 'unpack' ? [answer.bytes, answer.inflated] : [answer.bytes]
  port.postMessage(
    answer,
    arrays.map(({buffer}) => buffer as ArrayBuffer),
  )
})
port.postMessage('ready')

function work(job: Job): Answer {
  if (job.kind === 'pack') return packAnswer(packFiles(filesOf(job), begin))
  return unpackAnswer(job, unpackSlices(job.bytes, slicesOf(job), begin))
}
