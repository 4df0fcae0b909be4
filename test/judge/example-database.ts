/** The example's database in every style: its CSVs, its rows' pages, its table page and its relations. */
import type {Style} from './stage.ts'

export const id = (first: string) => first.repeat(32).slice(0, 32)
export const TASKS = id('c3')
export const BUY = id('d4')
export const SELL = id('e5')
const FAR = id('ab')
export const FAR_URL = `https://www.notion.so/Far-${FAR}?pvs=21`

const HEADER = 'Name,Next,Files,Price,Done,Note'
const all = (next: string, cat: string, home: string) =>
  `\ufeff${HEADER}\r\nBuy,"${next}",${cat},"1,5",Yes,see ${home} now\r\nSell,,,,No,a|b`
const view = (next: string) => `\ufeffName,Next\r\nBuy,"${next}"`
const links = (folder: string, name: string) => `Sell (${folder}/${name}), Far (${FAR_URL})`

export interface DatabaseTexts {
  readonly all: string
  readonly view: string
  readonly buy: string
  readonly sell: string
}

/** As Notion writes it, with the encoded path of the folder that holds the CSV and of the page above. */
export function databaseIn(folder: string, home: string, cat: string): DatabaseTexts {
  const next = links(`${folder}/Tasks%20${TASKS}`, `Sell%20${SELL}.md`)
  return {
    all: all(next, `${folder}/${cat}`, home),
    view: view(next),
    buy: `# Buy\n\nNext: Sell (Sell%20${SELL}.md), Far (${FAR_URL})\nFiles: ../${cat}\nDone: Yes\nPrice: 1,5\n\nSoon.`,
    sell: '# Sell\n\nDone: No\n\nWords.',
  }
}

export function databaseOut({relations, properties}: Style): DatabaseTexts {
  const next = relations === 'titles' ? 'Sell, Far' : links('Tasks', 'Sell.md')
  const cat = '![my cat #1.png](../my%20cat%20%231.png)'
  const common = {all: all(next, 'my cat #1.png', '../Home%20-%20all%20of%20it.md'), view: view(next)}
  if (properties === 'yaml') {
    return {
      ...common,
      buy:
        `---\ntitle: Buy\nnotion-id: ${BUY}\nNext:\n  - "[Sell](Sell.md)"\n  - "[Far](${FAR_URL})"\n` +
        `Files:\n  - "${cat}"\nDone: true\nPrice: 1,5\n---\n# Buy\n\nSoon.`,
      sell: `---\ntitle: Sell\nnotion-id: ${SELL}\nDone: false\n---\n# Sell\n\nWords.`,
    }
  }
  return {
    ...common,
    buy: `# Buy\n\nNext: [Sell](Sell.md), [Far](${FAR_URL})  \nFiles: ${cat}  \nDone: [x]  \nPrice: 1,5\n\nSoon.`,
    sell: '# Sell\n\nDone: [ ]\n\nWords.',
  }
}

export const TABLE = `# Tasks

| Name | Next | Files | Price | Done | Note |
| --- | --- | --- | --- | --- | --- |
| [Buy](Tasks/Buy.md) | [Sell](Tasks/Sell.md), [Far](${FAR_URL}) | ![my cat #1.png](my%20cat%20%231.png) | 1,5 | ☑ | see ../Home%20-%20all%20of%20it.md now |
| [Sell](Tasks/Sell.md) |  |  |  | ☐ | a\\|b |
`

const COLUMNS =
  'database,row,row_id,row_title,row_path,property,target_id,target_title,target_path,target_url'
const TASKS_ROW = `Home - all of it/Tasks.csv,1,${BUY},Buy,Home - all of it/Tasks/Buy.md,Next`
export const RELATIONS_CSV = [
  `\ufeff${COLUMNS}`,
  `${TASKS_ROW},${SELL},Sell,Home - all of it/Tasks/Sell.md,`,
  `${TASKS_ROW},${FAR},Far,,${FAR_URL}`,
].join('\r\n')
