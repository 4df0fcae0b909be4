/** One small export with a link of every kind, and its right repair. All of it is made up. */
import {binary, type Made, type MadeOutput, makeZip} from './make.ts'

const id = (first: string) => first.repeat(32).slice(0, 32)
export const HOME = id('a1')
export const PLAN = id('b2')
export const TASKS = id('c3')
const BUY = id('d4')
const SELL = id('e5')
const WEB = id('f6')
export const GONE = id('0d')
const UUID = '11111111-2222-4333-8444-555555555555'
const ROOT = `Export-${UUID}`
const BLOCK = '12345678-9abc-4def-8012-3456789abcde'

const home = (hrefs: readonly string[]) => `# Home: all of it

A [plan](${hrefs[0]}), the [tasks](${hrefs[1]}) and [them again](${hrefs[2]}).
\`[code](Home%20${HOME}/Plan%20(old%20${PLAN}.md)\` stays, [mail](mailto:a@example.com) and [web](https://example.com/x.md) too.

<aside>
💡 See [the plan](${hrefs[3]})

</aside>

![${hrefs[4]}](${hrefs[5]})
![lost](${hrefs[6]})
[elsewhere](${hrefs[7]}) and [here](${hrefs[8]})
[page](${hrefs[9]})`

const HOME_IN = home([
  `Home%20${HOME}/Plan%20(old%20${PLAN}.md`,
  `Home%20${HOME}/Tasks%20${TASKS}.csv`,
  `Tasks%20${TASKS}.md`,
  `Home%20${HOME}/Plan%20(old%20${PLAN}.md`,
  `Home%20${HOME}/my%20cat%20%231.png`,
  `Home%20${HOME}/my%20cat%20%231.png`,
  `Home%20${HOME}/lost.png`,
  `Home%20${HOME}/Gone%20${GONE}.md`,
  `https://www.notion.so/Plan-${PLAN}?pvs=21`,
  `Web%20${WEB}.html`,
])
const HOME_OUT = home([
  'Home%20-%20all%20of%20it/Plan%20%28old.md',
  'Home%20-%20all%20of%20it/Tasks.csv',
  'Home%20-%20all%20of%20it/Tasks.csv',
  'Home%20-%20all%20of%20it/Plan%20%28old.md',
  'my cat #1.png',
  'Home%20-%20all%20of%20it/my%20cat%20%231.png',
  'Home%20-%20all%20of%20it/lost.png',
  `https://www.notion.so/${GONE}`,
  'Home%20-%20all%20of%20it/Plan%20%28old.md',
  'Web.html',
])

const plan = (back: string) => `# Plan (old\n\nBack to [Home](${back}).`
const buy = (sell: string, cat: string) => `# Buy\n\nNext: Sell (${sell})\nFiles: ${cat}\n\nSoon.`
const all = (sell: string, cat: string) =>
  `\ufeffName,Next,Files,Price\r\nBuy,Sell (${sell}),${cat},"1,5"\r\nSell,,,`
const view = (sell: string) => `\ufeffName,Next\r\nBuy,Sell (${sell})`
const web = (image: string, anchor: string, code: string) =>
  `<html><head><title>Web</title></head><body><article id="${WEB}"><p id="${BLOCK}">x &amp; y</p>` +
  `<figure data-notion-image="${image}"><a href="${image}"><img src="${image}"/></a></figure>` +
  `<a href="${anchor}">self</a><a href="${code}"><code>${decodeURIComponent(code)}</code></a></article></body></html>`
const index = (names: readonly string[]) =>
  `<html><body><ul id="id::1"><li><p>Workspace</p></li><li><a href="${names[0]}">${names[1]}</a></li>` +
  `<li><a>${names[2]}</a></li><li><a href="${names[3]}">${names[4]}</a></li></ul></body></html>`

/** Inside the part, in Notion's order. */
export const INPUT: Made[] = [
  {path: `${ROOT}/Home all of it ${HOME}.md`, text: HOME_IN},
  {
    path: `${ROOT}/Web ${WEB}.html`,
    text: web(
      `Home%20${HOME}/my%20cat%20%231.png`,
      `Web%20${WEB}.html#${BLOCK.replaceAll('-', '')}`,
      `Home%20${HOME}/Tasks%20${TASKS}.csv`,
    ),
  },
  {path: `${ROOT}/Home ${HOME}/Plan (old ${PLAN}.md`, text: plan(`../Home%20all%20of%20it%20${HOME}.md`)},
  {
    path: `${ROOT}/Home ${HOME}/Tasks ${TASKS}.csv`,
    text: view(`Home%20${HOME}/Tasks%20${TASKS}/Sell%20${SELL}.md`),
  },
  {
    path: `${ROOT}/Home ${HOME}/Tasks ${TASKS}_all.csv`,
    text: all(`Home%20${HOME}/Tasks%20${TASKS}/Sell%20${SELL}.md`, `Home%20${HOME}/my%20cat%20%231.png`),
  },
  {
    path: `${ROOT}/Home ${HOME}/Tasks ${TASKS}/Buy ${BUY}.md`,
    text: buy(`Sell%20${SELL}.md`, '../my%20cat%20%231.png'),
  },
  {path: `${ROOT}/Home ${HOME}/Tasks ${TASKS}/Sell ${SELL}.md`, text: '# Sell\n\nWords.'},
  {path: `${ROOT}/Home ${HOME}/my cat #1.png`, text: 'PNG'},
  {
    path: `${ROOT}/index.html`,
    text: index([
      `Home all of it ${HOME}.md`,
      `Home all of it ${HOME}.md`,
      `Home ${HOME}`,
      `https://www.notion.so/${TASKS}`,
      `Tasks ${TASKS}.csv`,
    ]),
  },
]
const JUNK = '__MACOSX/._x'

export function exampleInput(): Buffer {
  const part = makeZip([...INPUT, {path: JUNK, text: 'junk'}])
  return makeZip([{path: `${ROOT}-Part-1.zip`, text: binary(part)}])
}

/** A fresh copy, for a test to spoil. */
export function exampleOutput(source: {name: string; size: number}): MadeOutput {
  const from = (i: number) => [INPUT[i]!.path]
  const folder = 'Home - all of it'
  return {
    items: [
      {id: HOME, kind: 'page', title: 'Home: all of it', path: `${folder}.md`, from: from(0), text: HOME_OUT},
      {
        id: WEB,
        kind: 'page',
        title: 'Web',
        path: 'Web.html',
        from: from(1),
        text: web(
          'Home%20-%20all%20of%20it/my%20cat%20%231.png',
          `Web.html#${BLOCK}`,
          'Home%20-%20all%20of%20it/Tasks.csv',
        ),
      },
      {
        id: PLAN,
        kind: 'page',
        title: 'Plan (old',
        path: `${folder}/Plan (old.md`,
        from: from(2),
        text: plan('../Home%20-%20all%20of%20it.md'),
      },
      {
        id: TASKS,
        kind: 'view',
        title: 'Tasks',
        path: `${folder}/Tasks (view).csv`,
        from: from(3),
        viewOf: TASKS,
        text: view('Tasks/Sell.md'),
      },
      {
        id: TASKS,
        kind: 'database',
        title: 'Tasks',
        path: `${folder}/Tasks.csv`,
        from: from(4),
        text: all('Tasks/Sell.md', 'my%20cat%20%231.png'),
      },
      {
        id: BUY,
        kind: 'row',
        title: 'Buy',
        path: `${folder}/Tasks/Buy.md`,
        from: from(5),
        database: TASKS,
        text: buy('Sell.md', '../my%20cat%20%231.png'),
      },
      {
        id: SELL,
        kind: 'row',
        title: 'Sell',
        path: `${folder}/Tasks/Sell.md`,
        from: from(6),
        database: TASKS,
        text: '# Sell\n\nWords.',
      },
      {
        kind: 'attachment',
        title: 'my cat #1.png',
        path: `${folder}/my cat #1.png`,
        from: from(7),
        text: 'PNG',
      },
      {
        kind: 'index',
        title: 'index',
        path: 'index.html',
        from: from(8),
        text: index([
          `${encodeURI(folder)}.md`,
          `${folder}.md`,
          folder,
          `${encodeURI(folder)}/Tasks.csv`,
          'Tasks.csv',
        ]),
      },
    ],
    missing: [{in: `${folder}.md`, href: 'Home%20-%20all%20of%20it/lost.png'}],
    ignored: [{path: JUNK, why: 'macOS'}],
    strangers: [],
    source,
  }
}
