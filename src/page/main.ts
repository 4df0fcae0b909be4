import {partOf} from '../core/parts.ts'
import {listenForFiles} from './drop.ts'
import {Engine} from './engine-client.ts'
import type {Failure, FromEngine} from './messages.ts'
import {chooseTarget, type Target} from './save.ts'
import {byId, element, list, name, show} from './view/dom.ts'
import {showFailure} from './view/failure.ts'
import {choices, showPreview} from './view/preview.ts'
import {showProgress, startProgress} from './view/progress.ts'
import {showReport} from './view/report.ts'
import {showSaved, showSaving} from './view/saving.ts'
import {bytes, glanceWords} from './view/words.ts'

/** The page: what is shown when, and what goes to the engine. */

type State = 'start' | 'work' | 'choice' | 'preview' | 'done' | 'already' | 'failed'
const STATES: readonly State[] = ['start', 'work', 'choice', 'preview', 'done', 'already', 'failed']

let engine: Engine | undefined
let files: readonly File[] = []
let target: Target | undefined
/** Name for the archive, once the export is prepared. */
let suggested: string | undefined
let isWriting = false

function go(state: State): void {
  document.body.dataset.state = state
  for (const id of STATES) show(id, id === state)
  show('export', state !== 'start')
  // Whoever cannot see the page hears where they are, and goes on from there.
  byId(`${state}-title`).focus({preventScroll: true})
  window.scrollTo(0, 0)
}

function reset(): void {
  forget()
  files = []
  go('start')
}

/** Lets go of the export that is open. */
function forget(): void {
  engine?.close()
  engine = undefined
  target?.abort()
  target = undefined
  suggested = undefined
  isWriting = false
}

function open(chosen: readonly File[], keepGoing = false): void {
  if (isWriting) {
    announce('This export is not finished. Cancel it first.')
    return
  }
  forget()
  files = chosen
  list(
    'files',
    chosen.map(file => [name(file.name), ' ', element('span', 'quiet', bytes(file.size))]),
  )
  byId('glance').textContent = ''
  startProgress('Looking at your export')
  go('work')
  engine = new Engine(hear)
  engine.tell({kind: 'open', files: chosen, keepGoing})
}

function hear(message: FromEngine): void {
  switch (message.kind) {
    case 'several':
      chooseGroup(message.groups)
      break
    case 'glance':
      byId('glance').textContent = glanceWords(message.glance)
      announce(glanceWords(message.glance))
      break
    case 'progress':
      showProgress(message)
      break
    case 'prepared':
      suggested = `Notion export ${message.preview.date}.zip`
      showPreview(message.preview)
      showSaving(files.reduce((sum, file) => sum + file.size, 0))
      show('stopped', false)
      go('preview')
      break
    case 'already':
      go('already')
      break
    case 'bytes':
      take(message.bytes)
      break
    case 'end':
      finish()
      break
    case 'written':
      isWriting = false
      target?.give?.()
      showSaved(target)
      showReport(message.report)
      go('done')
      break
    case 'failed':
      fail(message.failure)
      break
  }
}

/** The promise of the write before: bytes must arrive in their order. */
let writing: Promise<void> = Promise.resolve()

function take(chunk: Uint8Array<ArrayBuffer>): void {
  const own = {engine, target}
  writing = writing
    .then(() => own.target?.write(chunk))
    .then(
      () => own.engine?.tell({kind: 'taken', buffer: chunk.buffer}, [chunk.buffer]),
      error => refuse(own.engine, error),
    )
}

function finish(): void {
  const own = {engine, target}
  writing = writing
    .then(() => own.target?.close())
    .then(
      archive => own.engine?.tell({kind: 'saved', archive}),
      error => refuse(own.engine, error),
    )
}

function refuse(engine: Engine | undefined, error: unknown): void {
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
  engine?.tell({kind: 'refused', why: error instanceof Error ? error.message : String(error), isFull})
}

async function save(): Promise<void> {
  if (!engine || suggested === undefined || isWriting) return
  const own = engine
  // A second click while the dialog is open must not open another.
  isWriting = true
  const chosen = await chooseTarget(suggested)
  if (!chosen || engine !== own) {
    isWriting = false
    return
  }
  target = chosen
  writing = Promise.resolve()
  startProgress('Repairing and saving')
  go('work')
  own.tell({kind: 'write', choices: choices()})
}

async function fail(failure: Failure): Promise<void> {
  const wasWriting = isWriting
  isWriting = false
  await target?.abort()
  target = undefined
  if (failure.code === 'aborted') {
    if (!wasWriting) {
      reset()
      return
    }
    show('stopped', true)
    go('preview')
    announce('Stopped. Nothing was saved.')
    return
  }
  showFailure(failure, wasWriting)
  go('failed')
}

function chooseGroup(groups: readonly (readonly number[])[]): void {
  list(
    'groups',
    groups.map(group => {
      const chosen = group.map(at => files[at]!)
      const button = element('button', '', name(chosen.map(file => file.name).join(', ')))
      button.type = 'button'
      button.addEventListener('click', () => open(chosen))
      return [button]
    }),
  )
  go('choice')
}

/** For screen readers. */
function announce(text: string): void {
  byId('live').textContent = text
}

function sameFile(a: File, b: File): boolean {
  return a.name === b.name && a.size === b.size && a.lastModified === b.lastModified
}

listenForFiles({
  files(found) {
    const once = found.filter((file, at) => found.findIndex(other => sameFile(file, other)) === at)
    // Parts that are dropped one after the other belong together.
    const isMore = document.body.dataset.state === 'failed' && once.every(file => partOf(file.name))
    const before = isMore
      ? files.filter(file => partOf(file.name) && !once.some(other => sameFile(file, other)))
      : []
    open([...before, ...once])
  },
  folder(found) {
    forget()
    list('files', [[name(found)]])
    byId('glance').textContent = ''
    fail({
      code: 'unsupported',
      message: `cannot read "${found}": it is a folder`,
      hint: 'drop the ZIP that Notion sent; a folder can be repaired by the command',
    })
  },
})
for (const button of document.querySelectorAll('.again')) button.addEventListener('click', reset)
byId('save').addEventListener('click', () => void save())
byId('stop').addEventListener('click', () => engine?.tell({kind: 'stop'}))
byId('back').addEventListener('click', () => go('preview'))
byId('keep-going').addEventListener('click', () => open(files, true))
byId('save-again').addEventListener('click', () => target?.give?.())
window.addEventListener('beforeunload', event => {
  if (isWriting) event.preventDefault()
})
