/** Hands that spoil a right archive in one place. */
import {expect} from 'vitest'
import type {Made, MadeItem, MadeOutput} from './make.ts'

/** The item whose path ends so. */
export const the = (output: MadeOutput, end: string): MadeItem =>
  output.items.find(({path}) => path.endsWith(end))!
export const swap = (end: string, was: string, is: string) => (output: MadeOutput) => {
  const item = the(output, end)
  expect(item.text).toContain(was)
  item.text = item.text.replace(was, is)
}
export const move = (end: string, path: string) => (output: MadeOutput) => {
  the(output, end).path = path
}
export const lie = (end: string, lies: Record<string, unknown>) => (output: MadeOutput) => {
  the(output, end).lie = lies
}
export const finish = (hand: (entries: Made[]) => void) => (output: MadeOutput) => {
  output.finish = hand
}

/** Of the manifest, wherever it stands. */
export const edit = (was: string, is: string) =>
  finish(entries => {
    const manifest = entries.at(-1)!
    manifest.text = manifest.text.replaceAll(was, is)
  })

/** In `relations.csv`. */
export const relate = (was: string, is: string) => (output: MadeOutput) => {
  const relations = output.strangers.find(({path}) => path.endsWith('relations.csv'))!
  expect(relations.text).toContain(was)
  relations.text = relations.text.replace(was, is)
}
