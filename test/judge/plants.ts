/** Each way to be wrong as an archive, a manifest or a set of names: one right archive, spoiled in one place. */
import {HOME, INPUT} from './example.ts'
import {TASKS} from './example-database.ts'
import {type MadeOutput, NOON} from './make.ts'
import {edit, finish, lie, move, swap, the} from './spoil.ts'

/** Name, the class that must be among the faults, how to spoil. */
export const PLANTS: [string, string, (output: MadeOutput) => void][] = [
  [
    'a wrong CRC in the archive',
    'archive',
    finish(entries => {
      entries[0]!.damage = 'crc'
    }),
  ],
  ['no manifest', 'manifest', finish(entries => void entries.pop())],
  ['a manifest of another format', 'manifest', edit('"format":1', '"format":2')],
  ['all items on one line', 'manifest', edit(',\n', ',')],
  [
    'a source of another size',
    'manifest',
    output => {
      output.source.size += 1
    },
  ],
  ['an unknown kind', 'manifest-item', lie('Plan (old.md', {kind: 'folder'})],
  ['a page called a database', 'kind', lie('Plan (old.md', {kind: 'database'})],
  ['a wrong id', 'manifest-item', lie('Plan (old.md', {id: HOME})],
  ['a wrong outSize', 'manifest-size', lie('Plan (old.md', {outSize: 1})],
  ['a wrong size of the original', 'manifest-size', lie('Plan (old.md', {size: 1})],
  ['a wrong outCrc32', 'manifest-crc', lie('Plan (old.md', {outCrc32: '00000000'})],
  ['a wrong crc32', 'manifest-crc', lie('Plan (old.md', {crc32: '00000000'})],
  ['a page lost', 'lost', output => void output.items.splice(6, 1)],
  ['a page taken twice', 'from-unknown', lie('Sell.md', {from: [INPUT[5]!.path]})],
  [
    'a page ignored',
    'ignored',
    output => {
      output.items.splice(6, 1)
      output.ignored.push({path: INPUT[6]!.path, why: 'why not'})
    },
  ],
  ['junk not told', 'ignored', output => void output.ignored.pop()],
  [
    'two different files made one',
    'merge',
    output => {
      output.items.splice(3, 1)
      the(output, 'Tasks.csv').from.push(INPUT[3]!.path)
    },
  ],
  ['an item without a file', 'absent', finish(entries => void entries.splice(6, 1))],
  ['a file without an item', 'stranger', output => void output.strangers.push({path: 'x.txt', text: ''})],
  ['an attachment changed', 'attachment-bytes', swap('.png', 'PNG', 'JPG')],
  [
    'an id left in a file name',
    'id-kept',
    move('Sell.md', `Home - all of it/Tasks/Sell ${INPUT[6]!.path.slice(-35, -3)}.md`),
  ],
  [
    'an id left in a folder name',
    'id-kept',
    output => {
      for (const item of output.items) item.path = item.path.replace('/Tasks/', `/Tasks ${TASKS}/`)
    },
  ],
  [
    'the wrapper left',
    'wrapper-kept',
    output => {
      for (const item of output.items) item.path = `${INPUT[0]!.path.split('/')[0]}/${item.path}`
    },
  ],
  ['a title lost', 'name-lost', move('Sell.md', 'Home - all of it/Tasks/Page.md')],
  [
    'a folder apart from its page',
    'folder-apart',
    output => {
      for (const item of output.items) item.path = item.path.replace('/Tasks/', '/Jobs/')
    },
  ],
  ['a folder split', 'folder-split', move('Sell.md', 'Home - all of it/Tasks/More/Sell.md')],
  ['two ids with one stem', 'stem-shared', move('Plan (old.md', 'Home - all of it/Tasks.html')],
  ['a view without its mark', 'view-name', move('(view).csv', 'Home - all of it/Tasks seen.csv')],
  ['a path too long', 'path-too-long', move('.png', `Home - all of it/my cat #1${'x'.repeat(160)}.png`)],
  ['a folder too long', 'folder-too-long', move('.png', `${'x'.repeat(169)}/my cat #1.png`)],
  ['paths that differ in case only', 'collision', move('Sell.md', 'Home - all of it/Tasks/BUY.md')],
  [
    'paths that differ in form only',
    'collision',
    output => {
      output.strangers.push({path: 'é.txt', text: ''}, {path: 'e\u0301.txt', text: ''})
    },
  ],
  [
    'a name that is not NFC',
    'not-nfc',
    output => void output.strangers.push({path: 'e\u0301.txt', text: ''}),
  ],
  ['two entries of one name', 'collision', finish(entries => void entries.push(entries[0]!))],
  [
    'a file and a folder of one name',
    'file-and-folder',
    output => void output.strangers.push({path: 'home - ALL of it', text: ''}),
  ],
  ['a forbidden character', 'windows-name', move('.png', 'Home - all of it/my cat: 1.png')],
  ['a control character', 'windows-name', move('.png', 'Home - all of it/my\u0007 cat 1.png')],
  ['a dot at the end of a folder', 'windows-name', move('.png', 'Home./my cat #1.png')],
  ['a space at the end', 'windows-name', move('.png', 'Home - all of it/my cat #1.png ')],
  ['a space at the beginning', 'windows-name', move('.png', 'Home - all of it/ my cat #1.png')],
  ['a device name', 'windows-name', output => void output.strangers.push({path: 'a/nul.tar.gz', text: ''})],
  ['over 240 bytes', 'windows-name', move('.png', `my cat ${'日'.repeat(80)}.png`)],
  [
    'a name that is UTF-8 without saying so',
    'utf8-flag',
    output => void output.strangers.push({path: 'é.txt', text: '', damage: 'no-utf8-flag'}),
  ],
  ['entries in another order', 'order', finish(entries => void entries.unshift(entries.splice(3, 1)[0]!))],
  ['ours first', 'order', finish(entries => void entries.unshift(entries.pop()!))],
  [
    'an entry of another time',
    'time',
    finish(entries => {
      entries[2]!.time = NOON + 5
    }),
  ],
  [
    'ours of today',
    'time',
    finish(entries => {
      entries.at(-1)!.time = NOON + 5
    }),
  ],
]
