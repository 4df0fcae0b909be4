import {canSaveToDisk, type Target} from '../save.ts'
import {byId, element, name, show} from './dom.ts'
import {bytes} from './words.ts'

/** Above this many bytes a browser may not be able to hold the result for the download. */
const MUCH = 1e9

/** What the button does, for an export of `size` bytes. */
export function showSaving(size: number): void {
  const toDisk = canSaveToDisk()
  byId('save').textContent = toDisk ? 'Repair and save…' : 'Repair and download'
  byId('save-words').textContent = toDisk
    ? 'You choose where. Your original is not changed.'
    : 'It goes to your downloads. Your original is not changed.'
  show('size-warning', !toDisk && size > MUCH)
  byId('size-warning').textContent =
    `This browser must hold all ${bytes(size)} until the download, which may fail. Chrome and Edge can write straight to the disk.`
}

/** Where the archive is now. */
export function showSaved(target: Target | undefined): void {
  const saved = element('strong', '', name(target?.name ?? ''))
  byId('saved').replaceChildren(saved, target?.give ? ' is in your downloads.' : ' is saved where you chose.')
  show('save-again', target?.give !== undefined)
}
