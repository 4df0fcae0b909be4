import {escapeName} from '../../core/escape.ts'
import type {Failure} from '../messages.ts'
import {byId, name, show} from './dom.ts'

/** Says what went wrong, and what can be done. */
export function showFailure(failure: Failure, wasWriting: boolean): void {
  const isFault = failure.code === undefined
  byId('failed-title').textContent = isFault
    ? 'Something went wrong in this page'
    : wasWriting
      ? 'The archive could not be saved'
      : 'This export cannot be repaired as it is'
  byId('failure').replaceChildren(name(failure.message))
  const hint = isFault
    ? 'This is a fault of the page, not of your export. Please report it with the words above.'
    : failure.hint
  byId('hint').textContent = hint === undefined ? '' : escapeName(sentence(hint))
  show('hint', hint !== undefined)
  show('keep-going', failure.code === 'part-missing' || failure.code === 'damaged-entry')
  show('back', wasWriting)
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`
}
