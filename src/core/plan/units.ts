import {basename, dirname} from '../href.ts'
import type {Id, Item, Survey} from '../model.ts'
import {push} from '../multimap.ts'
import {compareCodePoints, parseFileName} from '../name.ts'
import {decodeName, safeFileName, safeStem, splitExtension} from '../safe-name.ts'
import {sharedPlaces} from '../shared-places.ts'
import {type Box, compareUnits, type Unit, type UnitFile} from './model.ts'

/** The output's folders with everything that needs a name, and which entries become one file. */
export interface Units {
  readonly root: Box
  /** By the place of the folder. */
  readonly boxes: ReadonlyMap<string, Box>
  /** Entries with the bytes of another: its entry. */
  readonly twins: ReadonlyMap<number, number>
}

/** The units of one folder while they are gathered. */
interface Names {
  readonly units: Map<string, Unit>
  /** How many files of one id and role there are, where the id was known before. */
  readonly copies: Map<string, number>
  /** Entries of databases that get a table page. */
  readonly tables: ReadonlySet<number>
}

/** Groups the export into units, with the names that they would have if nothing were in the way. */
export function makeUnits(survey: Survey): Units {
  const root: Box = {unit: undefined, name: '', units: []}
  const boxes = new Map<string, Box>([['', root]])
  const inside = contents(survey)
  const twins = findTwins(survey)
  const tables = tableEntries(survey)
  const namesIn = new Map<Box, Names>()
  for (const place of survey.folders.keys()) {
    const box = boxes.get(place)!
    // Two folders of one owner side by side, from exports of both layouts, become one.
    const names = namesIn.get(box) ?? {units: new Map(), copies: new Map(), tables}
    namesIn.set(box, names)
    for (const item of inside.items.get(place) ?? []) {
      if (!twins.has(item.entry)) addFile(box, names, survey, item)
    }
    for (const child of inside.folders.get(place) ?? [])
      boxes.set(child, addFolder(box, names, survey, child))
  }
  for (const [box, {units}] of namesIn) box.units = [...units.values()].sort(compareUnits)
  return {root, boxes, twins}
}

function addFile(box: Box, names: Names, survey: Survey, item: Item): void {
  const place = survey.places[item.entry]!
  if (item.id === undefined) {
    const {stem, ext} = splitExtension(safeFileName(decodeName(item.title)))
    const isIndex = item.kind === 'index'
    const files = [{entry: item.entry, tail: ext}]
    names.units.set(
      `${item.entry}`,
      newUnit(box, {place, full: stem, isIndex, isAttachment: !isIndex, files}),
    )
    return
  }
  const tail = (item.kind === 'view' && !item.copy ? ' (view)' : '') + item.ext
  const copy = copyNumber(names, item.id, tail)
  const key = unitKey(item.id, copy)
  const unit = names.units.get(key)
  const files: UnitFile[] = [{entry: item.entry, tail}]
  // Reserved also when no tables are written: options do not change names.
  if (copy === 1 && names.tables.has(item.entry)) files.push({table: item.id, tail: '.md'})
  if (unit) unit.files.push(...files)
  else {
    const full = safeStem(item.title, item.id)
    names.units.set(key, newUnit(box, {id: item.id, copy, place, full, files}))
  }
}

/** A second file of the same id and role (`X <id> 4.csv`) cannot share the name of the first. */
function copyNumber({units, copies}: Names, id: Id, tail: string): number {
  const first = units.get(id)
  if (!first) return 1
  const role = `${id} ${tail}`
  const isTaken = first.files.some(file => file.entry !== undefined && file.tail === tail)
  const copy = (copies.get(role) ?? Number(isTaken)) + 1
  copies.set(role, copy)
  return copy
}

/** Nearly all units are the first of their id. */
function unitKey(id: Id, copy: number): string {
  return copy === 1 ? id : `${id} ${copy}`
}

/** Databases that get a table page: those that no page of their own shows (design, section 7). */
function tableEntries(survey: Survey): ReadonlySet<number> {
  const shown = new Set(
    survey.items.flatMap(item => (item?.id !== undefined && item.format !== 'csv' ? [item.id] : [])),
  )
  const entries = survey.items.flatMap(item =>
    item?.kind === 'database' && item.id !== undefined && !shown.has(item.id) ? [item.entry] : [],
  )
  return new Set(entries)
}

function addFolder(box: Box, {units}: Names, survey: Survey, place: string): Box {
  const {owner, title} = survey.folders.get(place)!
  const key = owner === undefined ? `folder ${place}` : unitKey(owner, 1)
  const unit =
    units.get(key) ??
    newUnit(box, {place, full: safeStem(title, owner), files: [], ...(owner !== undefined && {id: owner})})
  units.set(key, unit)
  unit.folder ??= {unit, name: '', units: []}
  return unit.folder
}

function newUnit(
  parent: Box,
  made: Pick<Unit, 'place' | 'full' | 'files'> &
    Partial<Pick<Unit, 'id' | 'copy' | 'isIndex' | 'isAttachment'>>,
): Unit {
  return {
    copy: 1,
    isIndex: false,
    isAttachment: false,
    ...made,
    parent,
    stem: made.full,
    number: 0,
    isDeep: false,
  }
}

/**
 * A page that a person gave another name: another file of its id with its own name comes first. Only in HTML do
 * pages say their ids themselves.
 */
function isRenamed(survey: Survey, item: Item): boolean {
  return (
    item.format === 'html' &&
    item.id !== undefined &&
    parseFileName(basename(survey.places[item.entry]!)) === undefined
  )
}

/** Items and folders by the folder that they lie in; items in the order of their paths, what comes second last. */
function contents(survey: Survey): {items: Map<string, Item[]>; folders: Map<string, string[]>} {
  const {places, entries} = survey
  const items = new Map<string, Item[]>()
  const folders = new Map<string, string[]>()
  for (const item of survey.items) if (item) push(items, dirname(places[item.entry]!), item)
  // Sorting asks many times: what is dear to know is found out once.
  const late = new Map<Item, number>()
  for (const item of survey.items) {
    const rank = item ? 2 * Number(item.copy ?? false) + Number(isRenamed(survey, item)) : 0
    if (item && rank > 0) late.set(item, rank)
  }
  const rank = (item: Item) => late.get(item) ?? 0
  for (const [folder, list] of items) {
    list.sort(
      (a, b) =>
        rank(a) - rank(b) ||
        compareCodePoints(places[a.entry]!, places[b.entry]!, folder.length) ||
        compareCodePoints(entries[a.entry]!.path, entries[b.entry]!.path),
    )
  }
  for (const place of survey.folders.keys()) if (place !== '') push(folders, dirname(place), place)
  for (const list of folders.values()) list.sort((a, b) => compareCodePoints(a, b))
  return {items, folders}
}

/**
 * Entries that are written once because another has their bytes: one place in two parts, or a view that
 * shows all of its database. Equal size and CRC-32 stand for equal bytes; both CRCs are checked on reading.
 */
function findTwins(survey: Survey): Map<number, number> {
  const twins = new Map<number, number>()
  for (const list of sharedPlaces(survey.places).values()) {
    const firsts = new Map<string, number>()
    for (const entry of list) {
      const {size, crc32, damage} = survey.entries[entry]!
      // What a damaged entry claims to be says nothing about the bytes that are left of it.
      if (!survey.items[entry] || crc32 === undefined || damage) continue
      const key = `${size} ${crc32}`
      const first = firsts.get(key)
      if (first === undefined) firsts.set(key, entry)
      else twins.set(entry, first)
    }
  }
  const full = new Map<string, number>()
  const bytesOf = (item: Item) => {
    const {size, crc32} = survey.entries[item.entry]!
    return `${item.id} ${size} ${crc32} ${dirname(survey.places[item.entry]!)}`
  }
  for (const item of survey.items)
    if (item?.all && !twins.has(item.entry)) full.set(bytesOf(item), item.entry)
  for (const item of survey.items) {
    if (item?.kind !== 'view' || item.copy || twins.has(item.entry)) continue
    const whole = survey.entries[item.entry]!.crc32 === undefined ? undefined : full.get(bytesOf(item))
    if (whole !== undefined && whole !== item.entry) twins.set(item.entry, whole)
  }
  return twins
}
