/** What became of names and folders, seen against the export (design, section 5). */
import {type Blame, brief} from './fault.ts'
import {dirOf, FILE_ID, FOLDER_ID, foldersOf, type Input, type InputFile, nameOf} from './input.ts'
import {fold} from './names.ts'
import {type Item, OURS, type Output} from './output.ts'

const WRAPPER = /^(?:Export|ExportBlock)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?: \d+)?(?:\/|$)/
const SUFFIX = / ([0-9a-f]{4})-([0-9a-f]{4})$/

export function checkStructure(input: Input, output: Output, blame: Blame): void {
  checkIds(input, output, blame)
  checkTitles(output, blame)
  checkStems(output, blame)
  checkFolders(input, output, blame)
  checkOrder(input, output, blame)
}

/** Rule 1: no id that is Notion's is left. Ids that a person typed into a title may stay. */
function checkIds(input: Input, output: Output, blame: Blame): void {
  const owners = new Set<string>()
  const suffixed = new Set<string>()
  for (const folder of input.folders) {
    const id = FOLDER_ID.exec(nameOf(folder))?.[1]
    if (id) owners.add(id)
    else if (hasSuffixOfPage(folder, input)) suffixed.add(nameOf(folder))
  }
  for (const [file, item] of output.placed) {
    const left = FILE_ID.exec(nameOf(item.path))?.[1]
    const isTyped = FOLDER_ID.exec(file.stem)?.[1] === left || titleEndsIn(item, left)
    if (file.kind !== 'attachment' && left === file.id && left && !isTyped) blame('id-kept', item.path, left)
    for (const folder of foldersOf(item.path)) {
      const name = nameOf(folder)
      const id = FOLDER_ID.exec(name)?.[1]
      if (id && owners.has(id) && !name.startsWith(`${id} `))
        blame('id-kept', item.path, `folder ${brief(name)}`)
      if (suffixed.has(name)) blame('id-kept', item.path, `suffix of folder ${brief(name)}`)
    }
    if (WRAPPER.test(item.path)) blame('wrapper-kept', item.path, 'the export’s own folder is still there')
  }
}

function titleEndsIn(item: Item, id: string | undefined): boolean {
  return id !== undefined && item.title.endsWith(` ${id}`)
}

function hasSuffixOfPage(folder: string, input: Input): boolean {
  const [whole, first, last] = SUFFIX.exec(nameOf(folder)) ?? []
  if (!whole) return false
  const stem = nameOf(folder).slice(0, -whole.length)
  return input.files.some(
    file =>
      dirOf(file.path) === dirOf(folder) &&
      file.stem.trim() === stem.trim() &&
      file.id?.startsWith(first!) &&
      file.id.endsWith(last!),
  )
}

/** A file may lose an id, be cut or get its title back, but it must stay recognisable. */
function checkTitles(output: Output, blame: Blame): void {
  for (const [file, item] of output.placed) {
    if (file.stem.trim() === '' || file.kind === 'index') continue
    const before = [file.stem, percentDecoded(file.stem)].map(letters)
    const stem = nameOf(item.path).replace(/\.[^.]*$/, '')
    const short = stem.replace(/~[0-9a-f]{4}(?=$| \()/, '')
    const bare = short.replace(/(?: \((?:view|\d+)\))+$/, '')
    const now = [stem, short, bare, bare.replace(/_$/, '')].map(letters)
    const fits = now.some(a => before.some(b => a.startsWith(b) || (a !== '' && b.startsWith(a)) || b === ''))
    if (!fits) blame('name-lost', item.path, `was ${brief(file.stem)}`)
  }
}

function percentDecoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function letters(name: string): string {
  return fold(name).replace(/[^\p{L}\p{N}]/gu, '')
}

/** Rule 5: in a folder, two ids never share a stem, and views carry their mark. */
function checkStems(output: Output, blame: Blame): void {
  const seen = new Map<string, Item>()
  for (const item of output.manifest.items) {
    if (!item.id) continue
    const key = fold(item.path.replace(/\.[^./]*$/, ''))
    const other = seen.get(key)
    if (other && other.id !== item.id) blame('stem-shared', item.path, `with ${other.path}`)
    seen.set(key, item)
  }
  const databases = new Set(
    output.manifest.items.filter(item => item.kind === 'database').map(item => item.id),
  )
  for (const item of output.manifest.items) {
    if (item.kind === 'view' && databases.has(item.id) && !/ \((?:view|\d+)\)/.test(nameOf(item.path))) {
      blame('view-name', item.path, 'a view of its database without “(view)” or a number')
    }
  }
}

/** Rule 4: what lay in one folder stays in one folder, beside its owner and of its name. */
function checkFolders(input: Input, output: Output, blame: Blame): void {
  const children = new Map<string, InputFile[]>()
  for (const file of input.files) {
    const folder = dirOf(file.path)
    children.set(folder, [...(children.get(folder) ?? []), file])
  }
  for (const [folder, files] of children) {
    const homes = new Set<string>()
    for (const file of files) {
      const item = output.placed.get(file)
      if (item && !item.path.startsWith('_deep/')) homes.add(dirOf(item.path))
    }
    if (homes.size > 1) blame('folder-split', folder, [...homes].map(home => brief(home)).join(' and '))
    const owners = ownersOf(folder, children.get(dirOf(folder)) ?? []).map(file => output.placed.get(file))
    // A second CSV of the database has a number of its own; the folder goes with the first.
    const owner = owners.find(item => item && item.kind !== 'view') ?? owners[0]
    const home = owner?.path.replace(/( \(view\))?\.[^./]*$/, '')
    for (const actual of homes) {
      if (folder !== '' && home !== undefined && actual !== home) {
        blame('folder-apart', brief(folder), `owner ${brief(home)}, children in ${brief(actual)}`)
      }
    }
  }
}

/** Only where there is no doubt: the id says so, or the items of one id beside the folder have its name. */
function ownersOf(folder: string, siblings: readonly InputFile[]): InputFile[] {
  const name = nameOf(folder)
  const id = FOLDER_ID.exec(name)?.[1]
  const named = siblings.filter(file => (id ? file.id === id : file.id && file.stem.trim() === name.trim()))
  return new Set(named.map(file => file.id)).size === 1 ? named : []
}

/** Section 4: input's order and times; ours last, with the time of the newest item. */
function checkOrder(input: Input, output: Output, blame: Blame): void {
  const rank = new Map(input.files.map((file, i) => [file, i]))
  const origins = new Map<string, InputFile[]>()
  for (const [file, item] of output.placed) origins.set(item.path, [...(origins.get(item.path) ?? []), file])
  const tables = new Set(output.manifest.items.filter(({kind}) => kind === 'table').map(({path}) => path))
  const newest = input.files.reduce((time, file) => Math.max(time, file.time), 0)
  let last = -1
  let isOurs = false
  for (const [path, entry] of output.files) {
    const from = origins.get(path)
    if (!from) {
      isOurs = isOurs || path.startsWith(OURS) || tables.has(path)
      if (entry.time !== newest) blame('time', path, 'ours, but not of the newest item’s time')
      continue
    }
    if (isOurs) blame('order', path, 'after our own files')
    if (!from.some(file => file.time === entry.time)) blame('time', path, 'is not the input’s')
    const places = from.map(file => rank.get(file)!).filter(place => place > last)
    if (places.length === 0) blame('order', path, 'stands after an entry that came later in the export')
    else last = Math.min(...places)
  }
}
