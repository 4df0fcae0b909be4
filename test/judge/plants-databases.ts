/** Each way to be wrong about databases: cells, property lines, table pages, relations. */
import {HOME} from './example.ts'
import {BUY, FAR_URL, SELL, TABLE, TASKS} from './example-database.ts'
import type {MadeOutput} from './make.ts'
import {edit, lie, move, relate, swap} from './spoil.ts'

type Plant = [string, string, (output: MadeOutput) => void]

const FOLDER = 'Home - all of it'
const NEXT = 'Next: [Sell](Sell.md)'

export const DATABASE_PLANTS: Plant[] = [
  ['an option not told', 'options', edit('"tables":true', '"tables":false')],
  ['a relation that still is a path', 'cell-relation', swap('Tasks.csv', '"Sell,', `"Sell (Tasks/Sell.md),`)],
  ['a title swapped', 'cell-relation', swap('Tasks.csv', '"Sell, Far"', '"Far, Sell"')],
  ['a title of another page', 'cell-relation', swap('Tasks.csv', '"Sell, Far"', '"Buy, Far"')],
  ['a target lost', 'cell-relation', swap('Tasks.csv', '"Sell, Far"', 'Sell')],
  ['a title lost in a view', 'cell-relation', swap('(view).csv', '"Sell, Far"', 'Far')],
  ['a file cell still encoded', 'cell-files', swap('Tasks.csv', 'my cat #1.png', 'my%20cat%20%231.png')],
  ['a file cell that leads nowhere', 'cell-files', swap('Tasks.csv', 'my cat', 'no cat')],
  ['a mention not repaired', 'link-dead', swap('Tasks.csv', '../Home%20-', 'Home%20-')],
  ['a checkbox of a CSV changed', 'words', swap('Tasks.csv', 'Yes', '☑')],
  ['a property line without its two spaces', 'property-lines', swap('Buy.md', '[x]  \n', '[x]\n')],
  ['a property line with three spaces', 'property-lines', swap('Buy.md', '[x]  \n', '[x]   \n')],
  ['two spaces behind the last property', 'property-lines', swap('Buy.md', 'Price: 1,5\n', 'Price: 1,5  \n')],
  ['two property lines made one', 'property-lines', swap('Buy.md', '  \nDone', '  Done')],
  ['a property lost', 'property-lines', swap('Buy.md', 'Done: [x]  \n', '')],
  [
    'a property’s relation to another page',
    'property-relation',
    swap('Buy.md', NEXT, 'Next: [Sell](Buy.md)'),
  ],
  [
    'a property’s relation of another name',
    'property-relation',
    swap('Buy.md', NEXT, 'Next: [Buy](Sell.md)'),
  ],
  ['a relation that is no link', 'property-relation', swap('Buy.md', NEXT, 'Next: Sell (Sell.md)')],
  ['a far page without its address', 'property-relation', swap('Buy.md', FAR_URL, 'Far.md')],
  ['an image that is a link', 'property-files', swap('Buy.md', '![my', '[my')],
  ['a file of another name', 'property-files', swap('Buy.md', '![my cat', '![cat')],
  ['a wrong box', 'property-checkbox', swap('Buy.md', '[x]', '[ ]')],
  ['a box that still is a word', 'property-checkbox', swap('Sell.md', '[ ]', 'No')],
  ['another number', 'words', swap('Buy.md', '1,5', '1.5')],
  ['body text of a row changed', 'words', swap('Buy.md', 'Soon', 'Later')],
  ['no table page', 'table-absent', output => void output.items.pop()],
  ['a table page elsewhere', 'table-place', move('Tasks.md', `${FOLDER}/Tasks/Tasks.md`)],
  ['a table page with a real page’s name', 'collision', move('Tasks.md', `${FOLDER}/Plan (old.md`)],
  ['a table page that took a page’s file', 'table-place', lie('Tasks.md', {path: `${FOLDER}.md`})],
  ['a table page in front of pages', 'order', output => void output.items.unshift(output.items.pop()!)],
  [
    'a table page of no database',
    'table-stray',
    output => {
      const path = `${FOLDER}/Tasks (view).md`
      output.items.push({id: HOME, kind: 'table', title: 'Tasks', path, from: [], text: TABLE})
    },
  ],
  ['a table page of another title', 'table-title', lie('Tasks.md', {title: 'Jobs'})],
  [
    'a row dropped from a table page',
    'table-rows',
    swap('Tasks.md', TABLE.slice(TABLE.indexOf('| [Sell]')), ''),
  ],
  ['a cell dropped from a table page', 'table-rows', swap('Tasks.md', ' | 1,5', '')],
  ['a table with another header', 'table-rows', swap('Tasks.md', '| Name |', '| Title |')],
  ['no table at all', 'table-rows', swap('Tasks.md', '| --- | ---', '| -- x | ---')],
  [
    'a row that leads to another page',
    'table-title',
    swap('Tasks.md', '[Buy](Tasks/Buy', '[Buy](Tasks/Sell'),
  ],
  ['a row without its link', 'table-title', swap('Tasks.md', '[Sell](Tasks/Sell.md) |  ', 'Sell |  ')],
  ['a row of another title', 'table-title', swap('Tasks.md', '[Buy]', '[Bye]')],
  [
    'a table’s relation bent',
    'table-relation',
    swap('Tasks.md', '[Sell](Tasks/Sell.md),', '[Sell](Tasks/Buy.md),'),
  ],
  ['a table’s relation lost', 'table-relation', swap('Tasks.md', '[Sell](Tasks/Sell.md), ', '')],
  ['a table’s image lost', 'table-files', swap('Tasks.md', '![my', '[my')],
  ['a table’s wrong box', 'table-cell', swap('Tasks.md', '☑', '☐')],
  ['a table’s pipe not escaped', 'table-rows', swap('Tasks.md', 'a\\|b', 'a|b')],
  ['a table’s word lost', 'table-cell', swap('Tasks.md', 'see ', '')],
  ['a table’s link to nothing', 'link-dead', swap('Tasks.md', '(my%20cat', '(no%20cat')],
  ['no relations.csv', 'relations-csv', output => void output.strangers.pop()],
  ['a line of relations.csv lost', 'relations-csv', output => cutLine(output)],
  ['a line of relations.csv twice', 'relations-csv', relate('\r\n', `\r\n${lineOf()}\r\n`)],
  ['relations.csv with another row', 'relations-csv', relate('csv,1,', 'csv,2,')],
  ['relations.csv with another property', 'relations-csv', relate(',Next,', ',Last,')],
  ['relations.csv with another target', 'relations-csv', relate(`,${SELL},`, `,${BUY},`)],
  ['relations.csv with another title', 'relations-csv', relate(',Sell,', ',Buy,')],
  ['relations.csv with another path', 'relations-csv', relate('/Sell.md', '/Buy.md')],
  ['relations.csv with another page of the row', 'relations-csv', relate(BUY, SELL)],
  ['relations.csv without an address', 'relations-csv', relate(FAR_URL, '')],
  ['relations.csv without its mark', 'relations-csv', relate('\ufeff', '')],
  ['relations.csv with bare newlines', 'relations-csv', relate('\r\n', '\n')],
  ['relations.csv with another header', 'relations-csv', relate('row_id', 'id')],
]

function lineOf(): string {
  return `${FOLDER}/Tasks.csv,1,${BUY},Buy,${FOLDER}/Tasks/Buy.md,Next,${SELL},Sell,${FOLDER}/Tasks/Sell.md,`
}

function cutLine(output: MadeOutput): void {
  const relations = output.strangers.at(-1)!
  relations.text = relations.text.slice(0, relations.text.lastIndexOf('\r\n'))
}

export const LINKS_PLANTS: Plant[] = [
  ['a relation to another row', 'cell-relation', swap('Tasks.csv', '(Tasks/Sell.md)', '(Tasks/Buy.md)')],
  [
    'a relation relative to the wrong folder',
    'cell-relation',
    swap('Tasks.csv', '(Tasks/Sell.md)', '(Home%20-%20all%20of%20it/Tasks/Sell.md)'),
  ],
  ['a relation without its link', 'cell-relation', swap('Tasks.csv', 'Sell (Tasks/Sell.md)', 'Sell')],
  [
    'a relation of a view forgotten',
    'cell-relation',
    swap('(view).csv', 'Tasks/Sell.md', `Home%20${HOME}/Tasks%20${TASKS}/Sell%20${SELL}.md`),
  ],
]

export const YAML_PLANTS: Plant[] = [
  [
    'no front matter',
    'yaml',
    swap('Sell.md', `---\ntitle: Sell\nnotion-id: ${SELL}\nDone: false\n---\n`, ''),
  ],
  ['front matter that is no YAML', 'yaml', swap('Buy.md', 'title: Buy', 'title: [Buy')],
  ['a key twice', 'yaml', swap('Buy.md', 'Done: true', 'Done: true\nDone: true')],
  ['another id', 'yaml', swap('Buy.md', `notion-id: ${BUY}`, `notion-id: ${SELL}`)],
  ['another title', 'yaml', swap('Buy.md', 'title: Buy', 'title: Bye')],
  ['a box that is text', 'yaml', swap('Buy.md', 'true', '"Yes"')],
  ['a wrong box in YAML', 'yaml', swap('Buy.md', 'true', 'false')],
  ['a target lost in YAML', 'yaml', swap('Buy.md', '  - "[Sell](Sell.md)"\n', '')],
  ['a target bent in YAML', 'yaml', swap('Buy.md', '[Sell](Sell.md)', '[Sell](Buy.md)')],
  ['a property lost in YAML', 'yaml', swap('Buy.md', 'Price: 1,5\n', '')],
  ['a property invented', 'yaml', swap('Buy.md', 'Price:', 'Cost: 1\nPrice:')],
  ['a value changed in YAML', 'words', swap('Buy.md', '1,5', '1,6')],
  ['a heading lost', 'words', swap('Buy.md', '# Buy\n\n', '')],
  ['property lines left', 'words', swap('Sell.md', '# Sell\n', '# Sell\n\nDone: No\n')],
]

export const TABLELESS_PLANTS: Plant[] = [
  ['a link to a table that is not there', 'link-dead', swap('it.md', 'it/Tasks.csv', 'it/Tasks.md')],
  [
    'a table page that nobody wanted',
    'table-stray',
    output => {
      const path = `${FOLDER}/Tasks.md`
      output.items.push({id: TASKS, kind: 'table', title: 'Tasks', path, from: [], text: TABLE})
    },
  ],
]
