import {byId} from './view/dom.ts'

/** Files reach the page in two ways: dropped anywhere on it, or chosen in the browser's dialog. */

interface Found {
  files(files: readonly File[]): void
  folder(name: string): void
}

export function listenForFiles(found: Found): void {
  const picker = byId<HTMLInputElement>('picker')
  byId('choose').addEventListener('click', () => picker.click())
  picker.addEventListener('change', () => {
    const chosen = [...(picker.files ?? [])]
    // The same file can be chosen again.
    picker.value = ''
    if (chosen.length > 0) found.files(chosen)
  })
  // Without these the browser would leave the page and open the file.
  window.addEventListener('dragover', event => {
    event.preventDefault()
    document.body.classList.add('dragging')
  })
  window.addEventListener('dragleave', event => {
    if (event.relatedTarget === null) document.body.classList.remove('dragging')
  })
  window.addEventListener('drop', event => {
    event.preventDefault()
    document.body.classList.remove('dragging')
    const items = [...(event.dataTransfer?.items ?? [])]
    const folder = items.map(item => item.webkitGetAsEntry?.()).find(entry => entry?.isDirectory)
    const files = [...(event.dataTransfer?.files ?? [])]
    if (folder) found.folder(folder.name)
    else if (files.length > 0) found.files(files)
  })
}
