import {groupProblems, problemSentence} from '../../core/report.ts'
import {repairLines} from '../../core/summary.ts'
import type {Choices, Preview} from '../messages.ts'
import {byId, element, list, name, show} from './dom.ts'
import {LongList} from './list.ts'
import {type Branch, findRows, growBranches, openSome, visibleRows} from './tree.ts'
import {count} from './words.ts'

/** The plan: what will be repaired, how it can be chosen, and the tree before and after. */

/** So many rows are shown before somebody opens a folder. */
const OVERLOOKED = 300

let preview: Preview | undefined
let root: Branch | undefined
const tree = new LongList(byId('tree'), drawBranch)

export function showPreview(shown: Preview): void {
  preview = shown
  const {counts, hasRelations, problems} = shown
  show('choice-tables', shown.tables.length > 0)
  show('choice-relations', hasRelations)
  show('choice-properties', counts.row > 0)
  const foreseen = groupProblems(problems)
  list(
    'foreseen',
    foreseen.map(({code, list}) => [problemSentence(code, list)]),
  )
  show('foreseen', foreseen.length > 0)
  byId<HTMLInputElement>('tree-search').value = ''
  showChoices()
}

export function choices(): Choices {
  const form = new FormData(byId<HTMLFormElement>('choices'))
  return {
    tables: form.has('tables'),
    relations: form.get('relations') === 'links' ? 'links' : 'titles',
    properties: form.get('properties') === 'yaml' ? 'yaml' : 'lines',
  }
}

function showChoices(): void {
  if (!preview) return
  const {counts, repaired, renames, moves} = preview
  const tables = tablesIn(preview)
  const relations = {all: 0, outside: 0}
  const lines = repairLines({counts: {...counts, table: tables.length}, repaired, renames, relations})
  const links = 'Links, images and relations lead to the new names'
  list(
    'repairs',
    [...lines.filter(line => line !== 'nothing needed repair'), links].map(text => [text]),
  )
  root = growBranches(moves, tables)
  openSome(root, OVERLOOKED)
  showTree()
}

function tablesIn({tables}: Preview): readonly string[] {
  return choices().tables ? tables : []
}

function showTree(keepPlace = false): void {
  if (!preview || !root) return
  const text = byId<HTMLInputElement>('tree-search').value.trim()
  const tables = tablesIn(preview)
  const rows = text === '' ? visibleRows(root) : findRows(preview.moves, tables, text)
  tree.set(rows, keepPlace)
  const files = preview.moves.length + tables.length
  byId('tree-count').textContent =
    text === ''
      ? count(files, 'file', 'files')
      : `${rows.length.toLocaleString('en')} of ${count(files, 'file', 'files')}`
}

function drawBranch(branch: Branch): HTMLElement {
  const {before, children, depth, isOpen, path} = branch
  const after = name(branch.name)
  after.title = path
  const old = before === undefined ? element('em', '', 'new') : withFaintId(before)
  const row = element('div', 'row', element('span', 'before', old), element('span', 'after', after))
  row.style.setProperty('--depth', String(Math.min(depth, 12)))
  if (!children) return row
  const button = element('button', 'fold')
  button.type = 'button'
  button.setAttribute('aria-expanded', String(isOpen))
  button.setAttribute('aria-label', `Folder ${after.textContent}`)
  button.addEventListener('click', () => {
    branch.isOpen = !isOpen
    showTree(true)
    // The row was drawn anew.
    for (const drawn of byId('tree').querySelectorAll<HTMLElement>('.fold')) {
      if (drawn.parentElement?.dataset.path === path) drawn.focus()
    }
  })
  row.dataset.path = path
  row.prepend(button)
  row.classList.add('folder')
  return row
}

/** A name as Notion has written it, the id less loud. */
function withFaintId(text: string): HTMLElement {
  const shown = name(text)
  const found = /[0-9a-f]{32}/.exec(shown.textContent)
  shown.title = shown.textContent
  if (!found) return shown
  const end = found.index + found[0].length
  const parts = [shown.textContent.slice(0, found.index), shown.textContent.slice(end)] as const
  shown.replaceChildren(parts[0], element('span', 'id', found[0]), parts[1])
  return shown
}

byId('choices').addEventListener('change', showChoices)
byId('tree-search').addEventListener('input', () => showTree())
