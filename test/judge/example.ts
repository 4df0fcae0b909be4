/** One small export with a link of every kind, and its right repair. All of it is made up. */
import {BUY, databaseIn, databaseOut, id, RELATIONS_CSV, SELL, TABLE, TASKS} from './example-database.ts'
import {binary, type Made, type MadeItem, type MadeOutput, makeZip} from './make.ts'
import type {Style} from './stage.ts'

export const HOME = id('a1')
export const PLAN = id('b2')
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
/** `tasks`: what stands for the database. */
const homeOut = (tasks: string) =>
  home([
    'Home%20-%20all%20of%20it/Plan%20%28old.md',
    tasks,
    tasks,
    'Home%20-%20all%20of%20it/Plan%20%28old.md',
    'my cat #1.png',
    'Home%20-%20all%20of%20it/my%20cat%20%231.png',
    'Home%20-%20all%20of%20it/lost.png',
    `https://www.notion.so/${GONE}`,
    'Home%20-%20all%20of%20it/Plan%20%28old.md',
    'Web.html',
  ])

const plan = (back: string) => `# Plan (old\n\nBack to [Home](${back}).`
const web = (image: string, anchor: string, code: string) =>
  `<html><head><title>Web</title></head><body><article id="${WEB}"><p id="${BLOCK}">x &amp; y</p>` +
  `<figure data-notion-image="${image}"><a href="${image}"><img src="${image}"/></a></figure>` +
  `<a href="${anchor}">self</a><a href="${code}"><code>${decodeURIComponent(code)}</code></a></article></body></html>`
const index = (names: readonly string[]) =>
  `<html><body><ul id="id::1"><li><p>Workspace</p></li><li><a href="${names[0]}">${names[1]}</a></li>` +
  `<li><a>${names[2]}</a></li><li><a href="${names[3]}">${names[4]}</a></li></ul></body></html>`

const BEFORE = databaseIn(`Home%20${HOME}`, `Home%20all%20of%20it%20${HOME}.md`, 'my%20cat%20%231.png')

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
    text: BEFORE.view,
  },
  {
    path: `${ROOT}/Home ${HOME}/Tasks ${TASKS}_all.csv`,
    text: BEFORE.all,
  },
  {
    path: `${ROOT}/Home ${HOME}/Tasks ${TASKS}/Buy ${BUY}.md`,
    text: BEFORE.buy,
  },
  {path: `${ROOT}/Home ${HOME}/Tasks ${TASKS}/Sell ${SELL}.md`, text: BEFORE.sell},
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

export const DEFAULTS: Style = {relations: 'titles', properties: 'lines', tables: true}

/** A fresh copy, for a test to spoil. */
export function exampleOutput(source: {name: string; size: number}, style: Style = DEFAULTS): MadeOutput {
  const after = databaseOut(style)
  const tasks = `Home%20-%20all%20of%20it/Tasks.${style.tables ? 'md' : 'csv'}`
  const from = (i: number) => [INPUT[i]!.path]
  const folder = 'Home - all of it'
  return {
    items: [
      {
        id: HOME,
        kind: 'page',
        title: 'Home: all of it',
        path: `${folder}.md`,
        from: from(0),
        text: homeOut(tasks),
      },
      {
        id: WEB,
        kind: 'page',
        title: 'Web',
        path: 'Web.html',
        from: from(1),
        text: web('Home%20-%20all%20of%20it/my%20cat%20%231.png', `Web.html#${BLOCK}`, tasks),
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
        text: after.view,
      },
      {
        id: TASKS,
        kind: 'database',
        title: 'Tasks',
        path: `${folder}/Tasks.csv`,
        from: from(4),
        text: after.all,
      },
      {
        id: BUY,
        kind: 'row',
        title: 'Buy',
        path: `${folder}/Tasks/Buy.md`,
        from: from(5),
        database: TASKS,
        text: after.buy,
      },
      {
        id: SELL,
        kind: 'row',
        title: 'Sell',
        path: `${folder}/Tasks/Sell.md`,
        from: from(6),
        database: TASKS,
        text: after.sell,
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
        text: index([`${encodeURI(folder)}.md`, `${folder}.md`, folder, tasks, 'Tasks.csv']),
      },
      ...(style.tables ? [table(folder)] : []),
    ],
    missing: [{in: `${folder}.md`, href: 'Home%20-%20all%20of%20it/lost.png'}],
    ignored: [{path: JUNK, why: 'macOS'}],
    strangers: [{path: '_notion-export-fix/relations.csv', text: RELATIONS_CSV}],
    source,
    options: {maxPath: 180, ...style},
  }
}

function table(folder: string): MadeItem {
  return {id: TASKS, kind: 'table', title: 'Tasks', path: `${folder}/Tasks.md`, from: [], text: TABLE}
}
